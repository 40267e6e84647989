"""Imports and their undoing go in parts: others write in between, what was cut off goes on or is taken back as a whole."""

import io
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.accounts.actor import Actor
from core.audit.ledger import faults
from core.audit.models import Entry
from core.jobs.models import Job, State
from core.jobs.runner import drain, run
from ngo.registry.actions import files
from ngo.registry.actions.files import ask_to_undo, import_file, undo_import
from ngo.registry.actions.record import register
from ngo.registry.models import Import, ImportRejection, Organisation
from ngo.registry.refusals import Overtaken

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = "krs;nazwa;telefon\n" + "".join(f"{number};Ala {number};42 {number}\n" for number in range(1, 8))
Elsewhere = Callable[[Callable[[], Any]], None]


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "CHUNK", 3)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Elsewhere]:
    """Do something in a thread with a connection of its own that waits a second for its turn; SQLite's base is a file then."""
    ours: BaseDatabaseWrapper = connections["default"]

    def opened() -> BaseDatabaseWrapper:
        if ours.vendor != "sqlite":
            return ours.copy()
        options = {**ours.settings_dict["OPTIONS"], "timeout": 1}
        return type(ours)({**ours.settings_dict, "NAME": str(tmp_path / "base.sqlite3"), "OPTIONS": options}, "default")

    if ours.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "base.sqlite3")])
        connections["default"] = opened()

    def done(act: Callable[[], Any]) -> None:
        failed: list[BaseException] = []

        def work() -> None:
            connections["default"] = opened()
            try:
                if ours.vendor != "sqlite":
                    with connection.cursor() as cursor:
                        cursor.execute("SET lock_timeout = '1s'")
                act()
            except Exception as error:
                failed.append(error)
            finally:
                connections["default"].close()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(timeout=30)
        assert not thread.is_alive()
        if failed:
            raise failed[0]

    yield done
    if ours.vendor == "sqlite":
        connections["default"].close()
        connections["default"] = ours


def cut_off_after(parts: int) -> Callable[[int, float], None]:
    """What kills the process when so many parts are in."""
    left = iter(range(parts))

    def progress(count: int, share: float) -> None:
        if next(left) == parts - 1:
            raise KeyboardInterrupt

    return progress


def begun(actor: Actor, at: datetime, parts: int = 1, content: str = ROWS) -> Import:
    """An import that was killed."""
    with pytest.raises(KeyboardInterrupt):
        import_file(io.BytesIO(content.encode()), name="wykaz.csv", actor=actor, at=at, progress=cut_off_after(parts))
    return Import.objects.latest("pk")


def counts(made: Import) -> tuple[int, ...]:
    made.refresh_from_db()
    return made.read, made.created, made.renamed, made.changed, made.unchanged, made.rejected


def test_others_write_while_a_file_goes_in_and_while_it_is_taken_back(
    elsewhere: Elsewhere, clock: Actor, at: datetime
) -> None:
    import_file(io.BytesIO(b"krs;nazwa\n1;Ola\n"), name="a.csv", actor=clock, at=at)
    written: list[str] = []

    def rename(count: int, share: float) -> None:
        def act() -> None:
            register({"name": f"Inna {len(written)}", "other_number": str(len(written))}, actor=clock, at=at)
            Organisation.objects.filter(krs="0000000001").update(city=f"Miasto {len(written)}")

        elsewhere(act)
        written.append("")

    made = import_file(io.BytesIO(ROWS.encode()), name="wykaz.csv", actor=clock, at=at, progress=rename)
    assert counts(made) == (7, 6, 1, 0, 0, 0)
    assert len(written) == 3
    undo_import(made, reason="pomyłka", actor=clock, at=at + timedelta(hours=1), progress=rename)
    assert len(written) == 6
    assert made.undo_counts == {"removed": 6, "restored": 1, "partly": 0, "kept": 0}
    first = Organisation.objects.get(krs="0000000001")
    assert (first.name, first.city) == ("Ola", "Miasto 5")
    assert Organisation.objects.count() == 7
    assert list(faults()) == []


def test_others_write_during_a_dry_run_which_writes_nothing(elsewhere: Elsewhere, clock: Actor, at: datetime) -> None:
    def act() -> None:
        register({"name": "Inna", "other_number": "1"}, actor=clock, at=at)

    blank, turns = Import(file_name="wykaz.csv"), iter([act])

    def progress(count: int, share: float) -> None:
        if step := next(turns, None):
            elsewhere(step)

    with CaptureQueriesContext(connection) as asked:
        told = files.try_file(io.BytesIO(ROWS.encode()), blank, actor=clock, at=at, progress=progress)
    assert (told["read"], told["created"]) == (7, 7)
    assert {each["sql"].split()[0] for each in asked} == {"SELECT"}
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Inna"]
    assert not Import.objects.exists()


def test_a_command_that_was_killed_goes_on_with_the_same_file(clock: Actor, at: datetime, tmp_path: Path) -> None:
    content = ROWS + "2;Znowu Ala;\nx;Zła;\n"
    made = begun(clock, at, 2, content)
    assert counts(made) == (6, 6, 0, 0, 0, 0)
    assert made.is_under_way
    file = tmp_path / "wykaz.csv"
    file.write_text(content)
    call_command("import_organisations", file, rejected=tmp_path / "odrzucone.csv")
    assert Import.objects.count() == 1
    assert counts(made) == (9, 7, 0, 0, 0, 2)
    assert made.finished_at
    # The number that stands twice is found, though its first row went in before the end of the process.
    assert [each.row for each in ImportRejection.objects.all()] == [9, 10]
    assert "w wierszu 3" in ImportRejection.objects.earliest("row").reason
    assert Entry.objects.filter(verb="import_new").count() == 7
    assert Entry.objects.filter(verb="import_file").count() == 1
    assert list(faults()) == []
    assert (tmp_path / "odrzucone.csv").read_text(encoding="utf-8-sig").count("wykaz.csv;") == 2
    call_command("import_organisations", file)
    assert Import.objects.count() == 2


def test_another_file_does_not_go_on_with_it(clock: Actor, at: datetime) -> None:
    made = begun(clock, at)
    import_file(io.BytesIO(ROWS.replace("Ala 7", "Ola 7").encode()), name="b.csv", actor=clock, at=at)
    assert Import.objects.count() == 2
    assert counts(made) == (3, 3, 0, 0, 0, 0)


def test_what_was_cut_off_is_taken_back_as_a_whole(
    clock: Actor, at: datetime, people: Any, enter: Callable[..., Any]
) -> None:
    made = begun(clock, at, 2)
    browser = enter(people("officer", key="KMIII"))
    address = reverse("import-page", args=[made.public_id])
    page = browser.get(address)
    assert ("Nowe organizacje", 6) in page.context["counts"]
    assert "uruchom polecenie jeszcze raz" in page.content.decode()
    assert "niedokończone" in browser.get(reverse("imports")).content.decode()
    undo = reverse("import-undo", args=[made.public_id])
    assert "weszło 6 wierszy" in browser.get(undo).content.decode()
    browser.post(undo, {"reason": "niepełny plik"})
    drain()
    assert not Organisation.objects.exists()
    assert counts(made) == (6, 6, 0, 0, 0, 0)
    assert made.undo_counts["removed"] == 6
    text = browser.get(address).content.decode()
    assert "Wczytywanie przerwano, aby je cofnąć." in text
    assert "Wczytanie cofnięto" in text
    assert Entry.objects.filter(chain=made.chain, verb="stop_import").get().after["read"] == 6
    assert list(faults()) == []


def test_an_import_ordered_back_while_it_goes_in_stops(clock: Actor, at: datetime, people: Any) -> None:
    officer = people("officer", key="KMIII")

    def stop(count: int, share: float) -> None:
        ask_to_undo(Import.objects.get(), reason="nie ten plik", actor=officer, at=at)

    with pytest.raises(Overtaken):
        import_file(io.BytesIO(ROWS.encode()), name="wykaz.csv", actor=clock, at=at, progress=stop)
    assert Organisation.objects.count() == 3
    drain()
    assert not Organisation.objects.exists()


def test_of_two_who_go_on_with_the_same_file_each_row_goes_in_once(clock: Actor, at: datetime) -> None:
    begun(clock, at)
    rivals: list[Import] = []

    def overtake(count: int, share: float) -> None:
        rivals.append(import_file(io.BytesIO(ROWS.encode()), name="wykaz.csv", actor=clock, at=at))

    with pytest.raises(Overtaken):
        import_file(io.BytesIO(ROWS.encode()), name="wykaz.csv", actor=clock, at=at, progress=overtake)
    assert counts(rivals[0]) == (7, 7, 0, 0, 0, 0)
    assert Entry.objects.filter(verb="import_new").count() == 7
    assert list(faults()) == []


def test_the_command_says_that_somebody_else_has_the_file(
    clock: Actor, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "wykaz.csv"
    file.write_text(ROWS)

    def overtaken(*args: Any, **named: Any) -> None:
        raise Overtaken

    monkeypatch.setattr("ngo.management.commands.import_organisations.import_file", overtaken)
    with pytest.raises(CommandError, match="wczytuje właśnie ktoś inny"):
        call_command("import_organisations", file)


def test_a_killed_job_goes_on_and_a_killed_undo_too(
    at: datetime, people: Any, enter: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = people("officer", key="KMIII")
    browser = enter(officer)
    browser.post(reverse("imports"), {"file": SimpleUploadedFile("wykaz.csv", ROWS.encode())})
    drain()
    made = Import.objects.get()
    files.ask_for_import(made, actor=officer, at=at)
    killed(Job.objects.get(name="registry.import"), monkeypatch)
    assert counts(made) == (3, 3, 0, 0, 0, 0)
    page = browser.get(reverse("import-page", args=[made.public_id])).content.decode()
    assert "Cofnij wczytanie" in page
    drain()
    assert counts(made) == (7, 7, 0, 0, 0, 0)
    assert made.finished_at
    ask_to_undo(made, reason="nie ten plik", actor=officer, at=at)
    killed(Job.objects.get(name="registry.undo_import"), monkeypatch)
    assert Organisation.objects.count() == 4
    made.refresh_from_db()
    assert made.undone_at is None
    drain()
    made.refresh_from_db()
    assert made.undone_at
    assert made.undo_counts == {"removed": 7, "restored": 0, "partly": 0, "kept": 0}
    assert not Organisation.objects.exists()
    assert Entry.objects.filter(verb="import_remove").count() == 7
    assert list(faults()) == []


def killed(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies after the first part; its lease runs out and the job waits again."""
    with monkeypatch.context() as patched:
        patched.setattr("ngo.registry.jobs._telling", lambda attempt: cut_off_after(1))
        with pytest.raises(KeyboardInterrupt):
            run(job.pk)
    Job.objects.filter(pk=job.pk).update(state=State.WAITING)
