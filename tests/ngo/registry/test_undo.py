"""Taking an import back: what nobody touched since returns, the rest is told with the reason, and the ledger stays whole."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.accounts.actor import Actor
from core.audit.ledger import faults, history
from core.audit.models import Entry
from core.signin.actions import grant_hat
from ngo.duplicates.actions import dismiss
from ngo.registry.actions.files import import_file, undo_import
from ngo.registry.actions.people import ask_to_represent
from ngo.registry.actions.record import revise
from ngo.registry.models import Import, Organisation, OrganisationName
from ngo.registry.refusals import NotDone

pytestmark = pytest.mark.django_db

KROSNO = Path(__file__).parents[2] / "data" / "registry" / "krs" / "0000155746.json"
Take = Callable[..., Import]


@pytest.fixture
def take(clock: Actor, at: datetime) -> Take:
    moments = iter(at + timedelta(minutes=number) for number in range(100))

    def taken(content: str, name: str = "wykaz.csv") -> Import:
        return import_file(io.BytesIO(content.encode()), name=name, actor=clock, at=next(moments))

    return taken


@pytest.fixture
def undo(clock: Actor, at: datetime) -> Take:
    def undone(made: Import) -> Import:
        return undo_import(made, reason="Nie ten plik.", actor=clock, at=at + timedelta(hours=3))

    return undone


def counts(made: Import) -> tuple[int, ...]:
    """removed, restored, partly, kept"""
    return tuple(made.undo_counts[name] for name in ("removed", "restored", "partly", "kept"))


def everything() -> list[Any]:
    skipped = {"id"}
    names = [field.attname for field in Organisation._meta.concrete_fields if field.attname not in skipped]
    return [
        *Organisation.objects.order_by("public_id").values(*names),
        *OrganisationName.objects.values("name", "until"),
    ]


def test_an_undone_import_leaves_everything_as_it_was(take: Take, undo: Take, people: Any) -> None:
    take("krs;nazwa;telefon;miasto\n1;Ala;42 1;Zgierz\n2;Ola;;\n")
    first = Organisation.objects.get(krs="0000000001")
    hat = people("organisation_editor", key=first.public_id, title="Ala").hat
    before = everything()
    made = take("krs;nazwa;telefon;nip\n1;Nowa Ala;42 2;6891178090\n2;Ola;42 3;\n3;Ula;;\n")
    hat.refresh_from_db()
    assert hat.title == "Nowa Ala"
    assert counts(undo(made)) == (1, 2, 0, 0)
    assert everything() == before
    hat.refresh_from_db()
    assert hat.title == "Ala"
    assert list(faults()) == []


def test_each_record_has_its_entry_without_personal_values(take: Take, undo: Take) -> None:
    take("krs;nazwa;telefon\n1;Ala;42 1111\n")
    undo(take("krs;nazwa;telefon\n1;Ala;42 2222\n2;Ola;42 3333\n"))
    restored = history(Organisation.objects.get()).last()
    assert restored is not None
    assert (restored.verb, restored.reason) == ("import_restore", "Nie ten plik.")
    removed = Entry.objects.get(verb="import_remove")
    assert removed.before["name"] == "Ola"
    texts = " ".join(f"{each.before}{each.after}" for each in Entry.objects.all())
    assert not any(number in texts for number in ("42 1111", "42 2222", "42 3333"))


def test_what_was_changed_since_stays_and_is_told(take: Take, undo: Take, people: Any, at: datetime) -> None:
    take("krs;nazwa;telefon;miasto\n1;Ala;42 1;Zgierz\n")
    made = take("krs;nazwa;telefon;miasto\n1;Ala;42 2;Łódź\n")
    later = at + timedelta(hours=1)
    revise(Organisation.objects.get(), {"phone": "42 9"}, actor=people("officer", key="KMIII"), at=later)
    assert counts(undo(made)) == (0, 0, 1, 0)
    organisation = Organisation.objects.get()
    assert (organisation.phone, organisation.city) == ("42 9", "Zgierz")
    assert made.changes.get().note == "Zmieniono później i tak zostało: telefon."


def test_a_new_record_on_which_something_hangs_stays(take: Take, undo: Take, people: Any, at: datetime) -> None:
    made = take("krs;nazwa\n1;Ala\n2;Ola\n3;Ula\n4;Ela\n")
    asked, worn, revised, _plain = Organisation.objects.order_by("krs")
    officer = people("officer", key="KMIII")
    ask_to_represent(asked, actor=people(), at=at + timedelta(hours=1))
    key, title = worn.public_id, worn.name
    grant_hat(people().user, "organisation_editor", key=key, title=title, actor=officer, at=at + timedelta(hours=1))
    revise(revised, {"city": "Łódź"}, actor=officer, at=at + timedelta(hours=1))
    assert counts(undo(made)) == (1, 0, 0, 3)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Ala", "Ola", "Ula"]
    notes = {each.name: each.note for each in made.changes.all()}
    assert "reprezentowanie" in notes["Ala"]
    assert "rola" in notes["Ola"]
    assert notes["Ula"] == "Organizacja została, bo zmieniono ją po wczytaniu."
    assert notes["Ela"] == ""


def test_what_was_said_of_a_pair_keeps_both_records(take: Take, undo: Take, people: Any, at: datetime) -> None:
    made = take("krs;nazwa\n1;Ala\n2;Ala\n3;Ula\n")
    one, other, _plain = Organisation.objects.order_by("krs")
    dismiss(one, other, reason="dwa koła", actor=people("officer", key="KMIII"), at=at + timedelta(hours=1))
    assert counts(undo(made)) == (1, 0, 0, 2)
    assert set(Organisation.objects.values_list("pk", flat=True)) == {one.pk, other.pk}


def test_a_later_import_holds_an_earlier_one_until_it_is_undone_itself(take: Take, undo: Take) -> None:
    first = take("krs;nazwa;telefon\n1;Ala;42 1\n")
    before = everything()
    second = take("krs;nazwa;telefon\n1;Nowa Ala;42 2\n")
    third = take("krs;nazwa;miasto\n1;Nowsza Ala;Łódź\n")
    assert counts(undo(second)) == (0, 0, 1, 0)
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.phone, organisation.city) == ("Nowsza Ala", "42 1", "Łódź")
    assert counts(undo(third)) == (0, 1, 0, 0)
    assert Organisation.objects.get().name == "Nowa Ala"
    assert before != everything()
    assert counts(undo(first)) == (1, 0, 0, 0)
    assert not Organisation.objects.exists()
    assert list(faults()) == []


def test_imports_undone_from_the_last_leave_nothing(take: Take, undo: Take) -> None:
    first = take("krs;nazwa;telefon\n1;Ala;42 1\n")
    before = everything()
    second = take("krs;nazwa;telefon\n1;Nowa Ala;42 2\n")
    undo(second)
    assert everything() == before
    undo(first)
    assert everything() == []


def test_an_answer_of_the_krs_is_taken_back_with_its_day_and_source(take: Take, undo: Take) -> None:
    take("lp,krs,nazwa,kwota\n1,0000155746,FUNDACJA PIERWSZA POMOC,5\n")
    before = everything()
    undo(take(KROSNO.read_text(encoding="utf-8"), KROSNO.name))
    assert everything() == before


def test_a_second_undo_changes_nothing(take: Take, undo: Take) -> None:
    take("krs;nazwa\n1;Ala\n")
    made = take("krs;nazwa\n1;Ola\n")
    undo(made)
    entries, before = Entry.objects.count(), everything()
    assert counts(undo(made)) == (0, 1, 0, 0)
    assert (Entry.objects.count(), everything()) == (entries, before)


def test_of_two_clerks_who_undo_at_once_one_does(
    take: Take, undo: Take, clock: Actor, at: datetime, rival: Callable[..., Any]
) -> None:
    take("krs;nazwa\n1;Ala\n")
    made = take("krs;nazwa\n1;Ola\n2;Ula\n")
    other = Import.objects.get(pk=made.pk)
    with rival("ngo_import", lambda: undo(other)):
        undo_import(made, reason="Ja też.", actor=clock, at=at + timedelta(hours=4))
    assert Entry.objects.filter(verb="undo_import").count() == 1
    assert Entry.objects.filter(verb__in=("import_restore", "import_remove")).count() == 2
    assert made.undo_counts == other.undo_counts
    assert Organisation.objects.get().name == "Ala"


def test_an_import_that_did_not_go_in_is_not_undone(undo: Take, at: datetime) -> None:
    for made in (
        Import(file_name="a", started_at=at),
        Import(file_name="b", started_at=at, finished_at=at, refusal="x"),
    ):
        made.save()
        with pytest.raises(NotDone):
            undo(made)


def test_many_changes_are_undone_in_few_queries(take: Take, undo: Take, django_assert_max_num_queries: Any) -> None:
    made = take("krs;nazwa\n" + "".join(f"{number};Ala {number}\n" for number in range(1, 1200)))
    # Of two portions: each column that points at organisations is asked twice for what hangs on them, and thrice on deleting.
    pointing = [each for each in Organisation._meta.get_fields(include_hidden=True) if each.one_to_many]
    with django_assert_max_num_queries(90 + 5 * (len(pointing) - 2)):
        undo(made)
    assert not Organisation.objects.exists()
