"""Refreshing from registers: one organisation on request, the longest unasked at night; cut off it goes on, dead it stops."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core.accounts.actor import Actor
from core.audit.ledger import faults, history
from core.audit.models import Entry
from core.jobs.actions import CLOCK, enqueue
from core.jobs.models import Job, State
from core.jobs.runner import run
from ngo.registry import freshness
from ngo.registry.actions import files, registers
from ngo.registry.actions.record import register
from ngo.registry.actions.registers import take_answer
from ngo.registry.jobs import FAULTS_MAX
from ngo.registry.models import Import, Organisation, Source
from ngo.registry.provenance import Origin, origins
from tests.factories.registers import KEY, RECORDED, KrsServer, RegonServer, as_json, extract, full_extract

pytestmark = pytest.mark.django_db
KROSNO = "0000155746"


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


@pytest.fixture
def enter(officer: Actor, at: datetime) -> Callable[..., Organisation]:
    def entered(krs: str = KROSNO, **values: Any) -> Organisation:
        return register({"name": f"Fundacja {krs}", "krs": krs, **values}, actor=officer, at=at)

    return entered


def ask(organisation: Organisation, actor: Actor, at: datetime) -> Organisation:
    """Ask for a refresh as the page does, and let the worker do it."""
    asked = freshness.question(organisation)
    assert asked
    job = registers.ask_for_refresh(organisation, source=asked.source, actor=actor, at=at)
    run(job.pk, clock=lambda: at, loud=True)
    return Organisation.objects.get(pk=organisation.pk)


def night(at: datetime) -> Job:
    """One night: the clock asks, a worker does."""
    job = enqueue("registry.refresh", key=CLOCK)
    run(job.pk, clock=lambda: at)
    job.refresh_from_db()
    return job


# One organisation


def test_an_answer_is_taken_as_an_import_is(
    krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    organisation = ask(enter(phone="600 100 200"), officer, at)
    assert organisation.name == '"FUNDACJA - PIERWSZA POMOC"'
    assert [each.name for each in organisation.names.all()] == [f"Fundacja {KROSNO}"]
    assert (organisation.source, organisation.source_on) == (Source.KRS, date(2025, 8, 12))
    assert (organisation.refreshed_at, organisation.refresh_note) == (at, "")
    known = origins(organisation)
    assert known["name"] == known["krs"] == Origin(Source.KRS, date(2025, 8, 12), date(2025, 8, 12))
    assert known["phone"].source == Source.STAFF
    made = Import.objects.get()
    assert (made.register, made.read, made.renamed, made.imported_by) == ("krs", 1, 1, officer.user)
    assert [entry.verb for entry in history(organisation)] == ["register", "ask_for_refresh", "import_rename"]
    assert list(faults()) == []


def test_a_second_answer_changes_nothing_but_the_day(
    krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    before = ask(enter(), officer, at)
    newer = extract(KROSNO)
    newer["odpis"]["naglowekA"]["dataCzasOdpisu"] = "20.11.2026 01:02:03"
    krs.script[KROSNO] = [as_json(newer)]
    after = ask(before, officer, at + timedelta(days=1))
    assert after.refreshed_at == at + timedelta(days=1)
    assert after.source_on == date(2026, 11, 20)
    assert origins(after)["name"].verified_on == date(2026, 11, 20)
    assert Import.objects.first().unchanged == 1  # type: ignore[union-attr]
    assert after.name == before.name
    assert after.names.count() == 1


def test_liquidation_is_flagged(
    krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    dissolved = extract(KROSNO)
    dissolved["odpis"]["dane"]["dzial6"] = {
        "likwidacja": [{"sposobReprezentacjiPodmiotuPrzezLikwidatorow": "SAMODZIELNIE"}]
    }
    krs.script[KROSNO] = [as_json(dissolved)]
    assert ask(enter(), officer, at).in_liquidation


def test_who_was_deleted_is_flagged_with_the_day_and_stays_with_everything_else(
    krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    """There is no current extract then, so the full one is asked for, in the book that had the number."""
    organisation = enter(phone="600 100 200")
    before = Organisation.objects.values().get()
    krs.script[KROSNO] = [(204, b"", {}), (404, b"", {})]
    krs.deleted[KROSNO] = full_extract(KROSNO, ("WYKREŚLENIE Z KRAJOWEGO REJESTRU SĄDOWEGO", "10.09.2025"))
    after = ask(organisation, officer, at)
    assert krs.asked == [(KROSNO, "S"), (KROSNO, "P"), (KROSNO, "S, full")]
    changed = {name for name, value in Organisation.objects.values().get().items() if before[name] != value}
    assert changed == {"deleted_on", "refreshed_at", "origins", "source_on"}
    assert after.deleted_on == date(2025, 9, 10)
    assert origins(after)["deleted_on"] == Origin(Source.KRS, date(2026, 11, 20), date(2026, 11, 20))
    assert freshness.longest_unasked("krs", 10) == []
    made = Import.objects.get()
    assert (made.changed, made.rejected) == (1, 0)
    files.undo_import(made, reason="pomyłka", actor=officer, at=at)
    assert Organisation.objects.get().deleted_on is None


def test_taken_back_it_is_as_if_the_register_was_not_asked(
    krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    first = ask(enter(), officer, at)
    files.undo_import(Import.objects.get(), reason="pomyłka", actor=officer, at=at)
    first.refresh_from_db()
    assert (first.name, first.refreshed_at, first.refresh_note) == (f"Fundacja {KROSNO}", None, "")
    assert freshness.longest_unasked("krs", 1) == [first]


def test_a_later_asking_stays_when_an_earlier_one_is_taken_back(
    krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    ask(enter(), officer, at)
    later = ask(Organisation.objects.get(), officer, at + timedelta(days=1))
    files.undo_import(Import.objects.earliest("started_at"), reason="pomyłka", actor=officer, at=at)
    later.refresh_from_db()
    assert later.refreshed_at == at + timedelta(days=1)


def test_an_extract_of_the_book_of_entrepreneurs_is_flagged(
    krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    company = extract(KROSNO)
    company["odpis"]["naglowekA"]["rejestr"] = "RejP"
    krs.script[KROSNO] = [(404, b"", {}), as_json(company)]
    assert ask(enter(), officer, at).in_entrepreneurs
    assert ask(Organisation.objects.get(), officer, at + timedelta(days=1)).in_entrepreneurs


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((204, b"", {}), "nie ma aktualnego odpisu"),
        ((404, b"", {}), "nie ma tam numeru"),
        (as_json({"odpis": {}}), "pusta odpowiedź"),
        (as_json(extract(KROSNO, nazwa="F****** P****")), "zasłonięta"),
    ],
)
def test_an_answer_that_tells_nothing_leaves_the_record_and_is_noted(
    answer: Any, said: str, krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    organisation = enter()
    before = Organisation.objects.values().get()
    krs.always = answer
    after = ask(organisation, officer, at)
    assert said in after.refresh_note
    assert after.refreshed_at == at
    changed = {name for name, value in Organisation.objects.values().get().items() if before[name] != value}
    assert changed == {"refreshed_at", "refresh_note"}
    assert said in Import.objects.get().rejections.get().reason
    krs.always = None
    assert ask(after, officer, at).refresh_note == ""


def test_a_number_of_somebody_else_is_never_joined(
    krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    enter("", name="Inna", nip="6842324686")
    after = ask(enter(), officer, at)
    assert "różnych organizacji" in after.refresh_note
    assert after.name == f"Fundacja {KROSNO}"


def test_a_fault_fails_the_job_with_its_sentence(
    krs: KrsServer, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    organisation = enter()
    krs.always = (500, b"", {})
    job = registers.ask_for_refresh(organisation, source="krs", actor=officer, at=at)
    run(job.pk, clock=lambda: at)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.error == "Rejestr KRS odpowiedział błędem 500. Dane w bazie pozostały bez zmian."
    assert not Import.objects.exists()


def test_regon_answers_for_those_outside_the_krs(
    settings: Any, enter: Callable[..., Organisation], officer: Actor, at: datetime
) -> None:
    server = RegonServer()
    settings.REGON_URL, settings.REGON_KEY, settings.REGISTER_RATE = server.address, KEY, 10_000.0
    try:
        organisation = ask(enter("", name="Żuraw", nip="6891178090", email="my@example.org"), officer, at)
    finally:
        server.stop()
    assert (organisation.name, organisation.city) == ('STOWARZYSZENIE "ŻURAW" & PRZYJACIELE', "Zgierz")
    assert (organisation.source, organisation.legal_form) == (Source.REGON, "plain_association")
    assert organisation.email == "my@example.org"
    assert origins(organisation)["city"].source == Source.REGON
    assert KEY not in str(list(Entry.objects.values()))


def test_the_surest_register_is_asked(settings: Any) -> None:
    both, outside, bare = Organisation(krs="1", nip="2"), Organisation(nip="2"), Organisation(name="Ala")
    assert freshness.question(both) is None
    settings.REGON_URL, settings.REGON_KEY = "https://regon.example.org", KEY
    assert freshness.question(both) == freshness.Question(Source.REGON, "nip", "2")
    settings.KRS_URL = "https://krs.example.org"
    assert freshness.question(both) == freshness.Question(Source.KRS, "krs", "1")
    assert freshness.question(outside) == freshness.Question(Source.REGON, "nip", "2")
    assert freshness.question(bare) is None


# The night

NUMBERS = [path.stem for path in sorted(RECORDED.glob("*.json"))]


def asked(server: KrsServer) -> list[str]:
    return [number for number, book in server.asked if book == "S"]


def test_the_longest_unasked_come_first(
    krs: KrsServer, enter: Callable[..., Organisation], at: datetime, settings: Any
) -> None:
    settings.REGISTER_BATCH = 3
    made = [enter(number) for number in NUMBERS[:5]]
    for days, organisation in ((1, made[0]), (9, made[1]), (5, made[3])):
        Organisation.objects.filter(pk=organisation.pk).update(refreshed_at=at - timedelta(days=days))
    assert night(at).result == {"asked": 3}
    assert asked(krs) == [NUMBERS[2], NUMBERS[4], NUMBERS[1]]
    krs.asked.clear()
    night(at + timedelta(days=1))
    assert asked(krs) == [NUMBERS[3], NUMBERS[0], NUMBERS[1]]
    assert [each.read for each in Import.objects.all()] == [3, 3]


def test_what_is_not_confirmed_or_was_deleted_is_not_asked_about(
    krs: KrsServer, enter: Callable[..., Organisation], people: Any, at: datetime
) -> None:
    enter(NUMBERS[0])
    register({"name": "Zgłoszona", "krs": NUMBERS[1]}, actor=people(), at=at)
    deleted = enter(NUMBERS[2])
    Organisation.objects.filter(pk=deleted.pk).update(deleted_on=at.date())
    register({"name": "Bez KRS", "nip": "6891178090"}, actor=people("officer", key="KMIII"), at=at)
    night(at)
    assert asked(krs) == [NUMBERS[0]]


@pytest.mark.django_db(transaction=True)
def test_cut_off_it_goes_on_where_it_was(
    krs: KrsServer, enter: Callable[..., Organisation], at: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REGISTER_BATCH = 4
    for number in NUMBERS[:6]:
        enter(number)
    taken: list[int] = []

    def killed(*args: Any, **named: Any) -> Organisation:
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(1)
        return take_answer(*args, **named)

    job = enqueue("registry.refresh", key=CLOCK)
    with monkeypatch.context() as patched:
        patched.setattr("ngo.registry.jobs.take_answer", killed)
        with pytest.raises(KeyboardInterrupt):
            run(job.pk, clock=lambda: at)
    assert Import.objects.get().finished_at is None
    Job.objects.filter(pk=job.pk).update(state=State.WAITING)
    krs.asked.clear()
    assert run(job.pk, clock=lambda: at + timedelta(minutes=5))
    assert asked(krs) == NUMBERS[2:4]
    made = Import.objects.get()
    assert (made.read, made.rejected, made.finished_at) == (4, 0, at + timedelta(minutes=5))
    assert Organisation.objects.filter(refreshed_at__isnull=False).count() == 4


@pytest.mark.django_db(transaction=True)
def test_a_register_that_dies_in_the_middle_is_left_and_said(
    krs: KrsServer, enter: Callable[..., Organisation], at: datetime, settings: Any
) -> None:
    settings.REGISTER_RETRIES = 0
    for number in NUMBERS:
        enter(number)
    for number in NUMBERS[2:]:
        krs.script[number] = [(503, b"", {})]
    job = night(at)
    assert job.state == State.FAILED
    assert "5 zapytań z rzędu bez odpowiedzi" in job.error
    made = Import.objects.get()
    assert (made.read, made.rejected) == (2 + FAULTS_MAX, FAULTS_MAX)
    assert "przerwano do następnej nocy" in made.stopped
    assert asked(krs) == NUMBERS[:7]
    assert Organisation.objects.exclude(refresh_note="").count() == FAULTS_MAX
    # The next night begins with those that were not asked, and the register answers again.
    krs.script.clear(), krs.asked.clear()
    assert night(at + timedelta(days=1)).state == State.DONE
    assert asked(krs)[0] == NUMBERS[7]
    assert Organisation.objects.filter(source=Source.KRS).count() == 12


def test_faults_of_single_numbers_do_not_stop_the_night(
    krs: KrsServer, enter: Callable[..., Organisation], at: datetime, settings: Any
) -> None:
    settings.REGISTER_RETRIES = 0
    for number in NUMBERS:
        enter(number)
    for number in NUMBERS[::2]:
        krs.script[number] = [(200, b"<html>", {})]
    assert night(at).state == State.DONE
    made = Import.objects.get()
    assert (made.read, made.rejected, made.stopped) == (12, 6, "")


def test_a_register_that_asks_for_a_pause_ends_the_night_without_blame(
    krs: KrsServer, enter: Callable[..., Organisation], at: datetime, settings: Any
) -> None:
    settings.REGISTER_RETRIES = 0
    for number in NUMBERS[:3]:
        enter(number)
    krs.script[NUMBERS[1]] = [(429, b"", {"Retry-After": "3600"})]
    assert night(at).state == State.DONE
    made = Import.objects.get()
    assert (made.read, made.rejected) == (1, 0)
    assert "prosi o przerwę" in made.stopped
    assert Organisation.objects.filter(refreshed_at=None).count() == 2


def test_the_night_ends_before_the_limit_of_a_job(
    krs: KrsServer, enter: Callable[..., Organisation], at: datetime, settings: Any
) -> None:
    settings.JOB_LIMIT_SECONDS = 0
    enter(NUMBERS[0])
    assert night(at).state == State.DONE
    assert krs.asked == []
    assert "Skończył się czas" in Import.objects.get().stopped


def test_nothing_is_asked_where_no_register_is_switched_on(enter: Callable[..., Organisation], at: datetime) -> None:
    enter(NUMBERS[0])
    assert night(at).result == {"asked": 0}
    assert not Import.objects.exists()


def test_a_wrong_address_is_said(enter: Callable[..., Organisation], at: datetime, settings: Any) -> None:
    settings.KRS_URL = "http://krs.example.org"
    enter(NUMBERS[0])
    job = night(at)
    assert (job.state, "https://" in job.error) == (State.FAILED, True)
