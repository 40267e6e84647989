"""A unit gets another symbol, or another unit takes its functions over, from a day: functions stay, old signs keep the old symbol."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat
from core.audit.ledger import faults
from core.audit.models import Entry as LedgerEntry
from core.jobs.actions import enqueue
from core.jobs.runner import drain
from office.cases import access as cases
from office.cases.actions import register
from office.cases.models import Counter
from office.registers.actions import enter as enter_entry
from office.registers.schema import registers
from office.structure import access, actions, queries
from office.structure.models import Appointment, MandateTask, Reorganisation, Unit
from office.structure.refusals import DayPassed, NothingChanges, PlannedAlready, StillKept, SymbolTaken, UnitEnded

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]
DAY = date(2027, 1, 1)
NEW_YEAR = datetime(2027, 1, 1, 6, 5, tzinfo=UTC)
BASIS = "uchwała nr 12/26"


@pytest.fixture
def unit() -> Unit:
    call_command("load_reference", verbosity=0)
    return Unit.objects.get(code="KMIII")


@pytest.fixture
def head(people: Any) -> Actor:
    return people("head", key="KMIII", title="Wydział Społeczeństwa Obywatelskiego")


def renamed(unit: Unit, actor: Actor, at: datetime, **values: Any) -> Reorganisation:
    said = {
        "kind": "rename",
        "starts_on": DAY,
        "symbol": "WSO",
        "name": "Wydział Organizacji",
        "basis": BASIS,
        **values,
    }
    return actions.plan_reorganisation(unit, **said, actor=actor, at=at)


def replaced(unit: Unit, by: Unit, actor: Actor, at: datetime, on: date = DAY) -> Reorganisation:
    said = {"kind": "replace", "starts_on": on, "successor": by, "basis": BASIS}
    return actions.plan_reorganisation(unit, **said, actor=actor, at=at)


def dawn(at: datetime) -> None:
    """What the clock starts in the morning."""
    enqueue("structure.reorganise")
    drain(lambda: at)


def test_a_new_symbol_counts_from_its_day_and_old_signs_stay(
    unit: Unit, head: Actor, at: datetime, people: Any
) -> None:
    entered = register("Stara", unit=unit, symbol="614", actor=head, at=at)
    renamed(unit, head, at)
    # Until the day nothing changes.
    dawn(at)
    assert register("Jeszcze stara", unit=unit, symbol="614", actor=head, at=at).sign == "KMIII.614.2.2026"
    dawn(NEW_YEAR)
    dawn(NEW_YEAR)
    new = register("Nowa", unit=unit, symbol="614", actor=head, at=NEW_YEAR)
    assert (entered.sign, new.sign) == ("KMIII.614.1.2026", "WSO.614.1.2027")
    unit.refresh_from_db()
    assert (unit.code, str(unit)) == ("KMIII", "Wydział Organizacji (WSO)")
    [former] = unit.former_names.all()
    assert (former.symbol, former.valid_to) == ("KM III", date(2026, 12, 31))
    # Functions stay: tasks, roles, cases.
    assert MandateTask.objects.filter(unit=unit).count() == 13
    assert Hat.objects.get(pk=head.hat.pk).title == "Wydział Organizacji"  # type: ignore[union-attr]
    assert {case.sign for case in cases.visible(head, at)} == {entered.sign, "KMIII.614.2.2026", new.sign}
    verbs = (
        LedgerEntry.objects.filter(subject_kind="office.reorganisation").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["plan_reorganisation", "carry_out_reorganisation"]
    assert list(faults()) == []


def test_numbers_go_on_when_the_symbol_changes_within_a_year(unit: Unit, head: Actor, at: datetime) -> None:
    register("Pierwsza", unit=unit, symbol="614", actor=head, at=at)
    renamed(unit, head, at, starts_on=date(2026, 11, 23))
    assert register("Druga", unit=unit, symbol="614", actor=head, at=at).sign == "WSO.614.2.2026"
    assert Counter.objects.get().last == 2


def test_loading_the_mandate_again_keeps_what_was_reorganised(unit: Unit, head: Actor, at: datetime) -> None:
    renamed(unit, head, at, starts_on=date(2026, 11, 23))
    call_command("load_reference", verbosity=0)
    unit.refresh_from_db()
    assert unit.symbol == "WSO"
    assert Unit.objects.count() == 7


def test_a_unit_that_goes_passes_everything_on(unit: Unit, head: Actor, at: datetime, people: Any) -> None:
    successor, officer = Unit.objects.get(code="KMII"), people("officer", key="KMIII", name="Jan Przejęty")
    theirs = people("head", key="KMII")
    open_case = register("Otwarta", unit=unit, symbol="614", actor=officer, at=at)
    post = {"name": "Jan Przejęty", "title": "inspektor", "valid_from": date(2026, 1, 1)}
    task = MandateTask.objects.get(code="III.8")
    actions.appoint({**post, "leads": True, "tasks": [task]}, unit=unit, actor=head, at=at)
    coming = actions.appoint({**post, "valid_from": date(2027, 2, 1)}, unit=unit, actor=head, at=at)
    replaced(unit, successor, head, at)
    assert Unit.objects.valid(DAY).count() == 7
    dawn(NEW_YEAR)
    unit.refresh_from_db()
    assert (unit.valid_to, unit.successor) == (date(2026, 12, 31), successor)
    assert MandateTask.objects.filter(unit=successor).count() == 26
    # The post in the old unit ended, the same one in the new began, with its tasks.
    old, new = Appointment.objects.filter(name="Jan Przejęty").exclude(pk=coming.pk).order_by("valid_from")
    assert (old.unit, old.valid_to) == (unit, date(2026, 12, 31))
    assert (new.unit, new.valid_from, new.leads, list(new.tasks.all())) == (successor, DAY, False, [task])
    coming.refresh_from_db()
    assert coming.unit == successor
    # People act for the successor, which sees the open cases; nothing new begins in the old unit.
    worn = Hat.objects.worn().filter(user=officer.user)
    assert [(hat.kind, hat.key) for hat in worn] == [("officer", "KMII")]
    assert open_case in cases.visible(theirs, NEW_YEAR)
    assert cases.may_keep(theirs, open_case, NEW_YEAR)[0]
    with pytest.raises(UnitEnded, match="KM III"):
        register("Nowa", unit=unit, symbol="614", actor=head, at=NEW_YEAR)
    assert "KMIII" not in dict(queries.units_on(DAY))
    assert "KMIII" not in dict(queries.units_to_give())
    assert unit not in queries.units_at_work()
    assert unit in queries.units_at_work(also=unit)
    assert [row.unit.code for row in queries.mandate(access.offered(VISITOR, NEW_YEAR), VISITOR, DAY)].count(
        "KMIII"
    ) == 0
    # Their names are not in the ledger.
    assert "Przejęty" not in str(list(LedgerEntry.objects.values_list("before", "after")))


def test_what_a_register_says_of_a_unit_that_is_gone_stays_readable(
    unit: Unit, head: Actor, at: datetime, people: Any, enter: Enter
) -> None:
    officer = people("officer", key="KMI")
    values = {"received": date(2026, 11, 20), "medium": "Kurier Próbny", "question": "Kto?", "unit": "KMIII"}
    entry = enter_entry(registers()["zapytania-prasowe"], values, actor=officer, at=at)
    replaced(unit, Unit.objects.get(code="KMII"), head, at, on=date(2026, 11, 23))
    client = enter(officer)
    assert "Wydział Społeczeństwa Obywatelskiego" in client.get(f"/rejestry/wpisy/{entry.public_id}/").content.decode()
    # The form of that entry still offers it, a new one does not.
    assert 'value="KMIII" selected' in client.get(f"/urzad/wpisy/{entry.public_id}/zmien/").content.decode()
    assert 'value="KMIII"' not in client.get("/urzad/rejestry/zapytania-prasowe/nowy-wpis/").content.decode()


def test_plans_that_cannot_be_are_refused_in_words(unit: Unit, head: Actor, at: datetime) -> None:
    with pytest.raises(DayPassed, match="już minął"):
        renamed(unit, head, at, starts_on=date(2026, 11, 22))
    for symbol in ("KM II", "kmii", "K M I I"):
        with pytest.raises(SymbolTaken, match="nie mogą się powtórzyć"):
            renamed(unit, head, at, symbol=symbol)
    with pytest.raises(NothingChanges, match="obie są takie jak dotąd"):
        renamed(unit, head, at, symbol="", name="")
    with pytest.raises(NothingChanges, match="Wskaż komórkę"):
        actions.plan_reorganisation(unit, kind="replace", starts_on=DAY, basis=BASIS, actor=head, at=at)
    with pytest.raises(NothingChanges, match="przejmuje inna komórka"):
        replaced(unit, unit, head, at)
    press = Unit.objects.get(code="KMI")
    with pytest.raises(StillKept, match="Zapytania prasowe"):
        replaced(press, unit, head, at)
    assert not Reorganisation.objects.exists()


def test_a_symbol_once_had_is_never_given_to_another(unit: Unit, head: Actor, at: datetime) -> None:
    renamed(unit, head, at, starts_on=date(2026, 11, 23))
    with pytest.raises(SymbolTaken):
        renamed(Unit.objects.get(code="KMII"), head, at, symbol="KM III")
    # The unit itself may have it back.
    renamed(unit, head, at, symbol="KM III", name="Wydział", starts_on=date(2026, 11, 24))


def test_a_second_click_plans_once_and_another_plan_waits(unit: Unit, head: Actor, at: datetime) -> None:
    first = renamed(unit, head, at)
    assert renamed(unit, head, at) == first
    with pytest.raises(PlannedAlready, match="1 stycznia 2027"):
        renamed(unit, head, at, symbol="WX")
    for _twice in range(2):
        actions.call_off(first, actor=head, at=at)
    dawn(NEW_YEAR)
    unit.refresh_from_db()
    assert unit.symbol == "KM III"


def test_heads_directors_and_administrators_plan_and_see_what_passes_on(
    unit: Unit, head: Actor, at: datetime, people: Any, enter: Enter
) -> None:
    address = "/urzad/struktura/KMIII/zmiana/"
    soon = f"{(datetime.now(tz=UTC) + timedelta(days=40)).date()}"
    said = {"kind": "rename", "starts_on": soon, "symbol": "WSO", "name": "", "basis": BASIS}
    for stranger in (people("officer", key="KMIII"), people("head", key="KMI"), people("auditor")):
        assert enter(stranger).get(address).status_code == 403
        assert enter(stranger).post(address, said).status_code == 403
        assert enter(stranger).get("/urzad/struktura/").status_code == 200
    assert enter(people("organisation_editor", key="x")).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    client = enter(head)
    page = " ".join(client.get(address).content.decode().split())
    assert "<dt>Zadania z regulaminu</dt><dd>13</dd>" in page
    refused = client.post(address, {**said, "symbol": "KM I"})
    assert refused.status_code == 409
    assert BASIS in refused.content.decode()
    assert client.post(address, {**said, "basis": ""}).status_code == 400
    assert client.post(address, said).status_code == 302
    planned = Reorganisation.objects.get()
    assert planned.name == "Wydział Społeczeństwa Obywatelskiego"
    assert "zaplanowana" in client.get("/urzad/struktura/").content.decode()
    off = f"/urzad/struktura/zmiany/{planned.public_id}/odwolaj/"
    assert enter(people("head", key="KMI")).post(off).status_code == 403
    assert enter(people("administrator")).post(off).status_code == 302
    assert enter(people("director")).post(address, said).status_code == 302


def test_the_page_of_changes_costs_the_same_at_any_size(
    unit: Unit, head: Actor, at: datetime, enter: Enter, django_assert_num_queries: Any
) -> None:
    client = enter(head)
    renamed(unit, head, at, starts_on=date(2026, 11, 23))
    with django_assert_num_queries(7):
        client.get("/urzad/struktura/")
    for each in Unit.objects.exclude(pk=unit.pk):
        actions.plan_reorganisation(
            each, kind="rename", starts_on=DAY, symbol=f"X {each.pk}", name="", basis=BASIS, actor=head, at=at
        )
    with django_assert_num_queries(7):
        client.get("/urzad/struktura/")
