"""The last minutes of a call: organisations save and submit against two web workers; with --faults processes are killed meanwhile.

Every acknowledged submission must exist once and no later than the deadline second, no acknowledged text may be lost, each
confirmation is issued once, the ledger is whole. Exit code 1 when anything of that fails.
"""

import argparse
import os
import signal
import statistics
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import django
import requests
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Count
from django.utils.timezone import now

from benchmarks.applicant import Applicant, Seen, act
from benchmarks.servers import Processes, Servers, free_port, serve, wait_for

STEPS = ("open", "autosave", "check", "submit", "receipt")


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def show(name: str, values: list[float], seconds: float) -> None:
    p50, p95, p99 = (percentile(values, share) for share in (0.5, 0.95, 0.99))
    print(
        f"{name:>10}: {len(values):6} requests, {len(values) / seconds:6.1f}/s, p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms"
    )


def plain(servers: Servers, seconds: float, people: int) -> None:
    """What the server can do at most: one INSERT by a bare view, with as many people at once."""
    port = free_port()
    processes = Processes(
        servers, "plain", "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", "2", "--threads", "4", "--preload", "--log-level", "warning", DJANGO_SETTINGS_MODULE="benchmarks.plain",
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/"
    wait_for(lambda: requests.post(address, data=b"x", timeout=5).ok, 60, "the bare view does not answer")
    body, times = b"x" * 8000, list[float]()
    end = time.monotonic() + seconds

    def click() -> None:
        with requests.Session() as session:
            while time.monotonic() < end:
                begun = time.perf_counter()
                session.post(address, data=body, timeout=60).raise_for_status()
                times.append((time.perf_counter() - begun) * 1000)

    with ThreadPoolExecutor(people) as pool:
        for done in [pool.submit(click) for _ in range(people)]:
            done.result()
    processes.stop()
    show("bare view", times, seconds)


@dataclass
class Progress:
    """How many organisations have ended."""

    total: int
    done: int = 0

    def wait(self, share: float) -> None:
        """Until so much of all is done."""
        while self.done < share * self.total:
            time.sleep(0.05)


@dataclass
class Killer:
    """Kills one after another, each when its share of the organisations is done."""

    servers: Servers
    house: Processes
    done: list[str] = field(default_factory=list)

    def run(self, progress: Progress) -> None:
        deeds: list[tuple[float, str, Callable[[], None]]] = [
            (0.20, "SIGKILL of a web worker", lambda: self._kill(self.house.find("gunicorn")[-1])),
            (0.35, "SIGKILL of the job worker", lambda: self._kill(self.house.find("celery -q -A config worker")[0])),
            (0.50, "crash and restart of PostgreSQL", self.servers.crash_postgres),
            (0.70, "SIGKILL of a web worker", lambda: self._kill(self.house.find("gunicorn")[-1])),
        ]
        for share, words, deed in deeds:
            progress.wait(share)
            deed()
            self.done.append(words)

    @staticmethod
    def _kill(pid: int) -> None:
        os.kill(pid, signal.SIGKILL)


def alone(address: str, drafts: list[Any]) -> None:
    """One person at a time: how long the whole submission takes, all its requests together."""
    seen = [act(Applicant(address, each.session, each.offer), 1, lambda: None) for each in drafts]
    if not all(each.submitted for each in seen):
        raise RuntimeError(f"a submission was refused: {next(each.refused for each in seen if not each.submitted)}")
    warm = seen[3:]
    whole = [sum(sum(each.times[step]) for step in ("check", "submit", "receipt")) for each in warm]
    print("One user, medians (ms):")
    print("    " + ", ".join(f"{step} {statistics.median(each.times[step][0] for each in warm):.0f}" for step in STEPS))
    print(f"    one whole submission (check, submit, receipt): p50 {statistics.median(whole):.0f} ms")


def rush(address: str, drafts: list[Any], people: int, progress: Progress) -> list[Seen]:
    """Everyone, `people` at a time."""

    def live(draft: Any) -> Seen:
        seen = act(Applicant(address, draft.session, draft.offer), 2, lambda: time.sleep(0.2))
        progress.done += 1
        return seen

    with ThreadPoolExecutor(people) as pool:
        return list(pool.map(live, drafts))


def set_deadline(town: Any, progress: Progress) -> None:
    """Once the pace is known, the deadline is set so that about nine of ten come in time and the others are late."""
    begun = time.monotonic()
    progress.wait(0.4)
    seconds = (time.monotonic() - begun) / 0.4 * 0.5
    town.due(now() + timedelta(seconds=seconds))
    connections.close_all()


def faults(seen: list[Seen], town: Any, *, killed: bool) -> list[str]:
    """What is wrong after the rush, in words; empty when all that was promised holds."""
    from competitions.calls.models import Competition
    from competitions.offers.models import Offer, OfferVersion
    from core.audit import ledger
    from core.documents.models import Document
    from core.jobs.models import Job

    found: list[str] = []
    competition = Competition.objects.get(pk=town.competition.pk)
    rows = {offer.public_id: offer for offer in Offer.objects.filter(competition=competition)}
    versions = dict(OfferVersion.objects.values_list("offer__public_id").annotate(count=Count("pk")))
    for each in seen:
        offer = rows[each.offer]
        if each.submitted and (offer.state == "draft" or versions.get(each.offer) != 1):
            found.append(f"{each.offer}: acknowledged, but state {offer.state}, versions {versions.get(each.offer, 0)}")
        if offer.submitted_at and offer.submitted_at.replace(microsecond=0) > competition.offers_due:
            found.append(f"{each.offer}: accepted at {offer.submitted_at}, after {competition.offers_due}")
        if each.saved and offer.content.get("III.5") != each.saved:
            found.append(f"{each.offer}: an acknowledged text is lost")
        if not killed and each.faults:
            found.append(f"{each.offer}: {each.faults[0]}")
    numbers = sorted(offer.number for offer in rows.values() if offer.number)
    if numbers != list(range(1, len(numbers) + 1)):
        found.append("numbers have gaps or repeat")
    live = Job.objects.exclude(state__in=("done",)).values_list("name", "state").distinct()
    if stuck := list(live.filter(name="offers.confirmation")):
        found.append(f"confirmations not done: {stuck}")
    issued = Document.objects.filter(kind="offers.confirmation").count()
    if issued != len(numbers):
        found.append(f"{issued} confirmations of {len(numbers)} offers")
    found += [str(each) for each in ledger.faults()]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=2000)
    parser.add_argument("--people", type=int, default=24, help="how many at the same moment")
    parser.add_argument("--faults", action="store_true", help="kill processes and crash the database meanwhile")
    asked = parser.parse_args()
    servers = Servers()
    try:
        return play(servers, asked)
    finally:
        servers.stop()


def play(servers: Servers, asked: argparse.Namespace) -> int:
    os.environ.update(servers.env)
    django.setup()
    from benchmarks.plain import TABLE
    from benchmarks.town import Town
    from core.jobs.models import Job

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    begun = time.monotonic()
    town = Town()
    drafts = town.drafts(asked.organisations)
    first = town.drafts(23)
    print(f"{asked.organisations} drafts made in {time.monotonic() - begun:.0f} s")
    plain(servers, 10, asked.people)
    house, address = serve(servers)
    try:
        alone(address, first)
        progress = Progress(len(drafts))
        threading.Thread(target=set_deadline, args=(town, progress), daemon=True).start()
        killer = Killer(servers, house)
        if asked.faults:
            threading.Thread(target=killer.run, args=(progress,), daemon=True).start()
        begun = time.monotonic()
        seen = rush(address, drafts, asked.people, progress)
        took = time.monotonic() - begun
        print(f"Rush of {took:.0f} s, {asked.people} people at once:")
        for step in STEPS:
            show(step, [each for one in seen for each in one.times.get(step, [])], took)
        in_time, late = sum(each.submitted for each in seen), sum(bool(each.refused) for each in seen)
        print(
            f"submitted {in_time}, refused {late} ({next((each.refused for each in seen if each.refused), 'nobody')})"
        )
        if asked.faults:
            print(f"killed: {', '.join(killer.done)}; repeated requests: {sum(len(each.faults) for each in seen)}")
        begun = time.monotonic()

        def drained() -> bool:
            connections.close_all()
            return not Job.objects.filter(name="offers.confirmation").exclude(state__in=("done", "failed")).exists()

        wait_for(drained, 3600, "confirmations do not end")
        print(f"the last confirmation was issued {time.monotonic() - begun:.0f} s after the rush")
        wrong = faults(seen, town, killed=asked.faults)
    finally:
        house.stop()
    for each in wrong[:20]:
        print(f"WRONG: {each}")
    print("nothing lost, nothing doubled, nothing late" if not wrong else f"{len(wrong)} things are wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
