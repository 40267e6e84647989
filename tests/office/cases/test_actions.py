"""Case signs: unit, class, number, year; no gaps, no doubles, a new count every year; then the life of a case to its archive."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from core.accounts.actor import Actor
from core.audit.ledger import history
from core.workflow.refusal import NotPossible, Refusal
from office.board.models import Resolution
from office.cases import access, actions
from office.cases.actions import register
from office.cases.models import Case, FileClass
from office.cases.refusals import (
    ClassOverlaps,
    DueBeforeOpening,
    NoSuchClass,
    NotAGroup,
    NotOfTheUnit,
    OpenWithin,
    StillInUse,
)
from office.structure.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    call_command("load_reference", verbosity=0)
    return Unit.objects.get(code="KMIII")


@pytest.fixture
def officer(people: Any) -> Actor:
    return people("officer", key="KMIII")


def test_signs_follow_without_gaps_and_restart_every_year(unit: Unit, at: datetime, clock: Actor) -> None:
    signs = [register("Sprawa", unit=unit, symbol="614", actor=clock, at=at).sign for _ in range(3)]
    assert signs == ["KMIII.614.1.2026", "KMIII.614.2.2026", "KMIII.614.3.2026"]
    # 31 December 23:30 UTC is already the new year in Łódź.
    later = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert register("Sprawa", unit=unit, symbol="614", actor=clock, at=later).sign == "KMIII.614.1.2027"


def test_unknown_class_gives_no_number(unit: Unit, at: datetime, clock: Any) -> None:
    with pytest.raises(NoSuchClass):
        register("Sprawa", unit=unit, symbol="999", actor=clock, at=at)
    assert register("Sprawa", unit=unit, symbol="614", actor=clock, at=at).number == 1


def test_a_class_that_ended_gives_no_number(unit: Unit, at: datetime, clock: Any) -> None:
    FileClass.objects.update(valid_to=date(2026, 11, 22))
    with pytest.raises(NoSuchClass):
        register("Sprawa", unit=unit, symbol="614", actor=clock, at=at)


def test_a_group_has_numbers_of_its_own(unit: Unit, at: datetime, clock: Actor) -> None:
    who: dict[str, Any] = {"unit": unit, "symbol": "614", "actor": clock, "at": at}
    register("Zwykła", **who)
    group = register("Konkursy", is_group=True, **who)
    within = [register("Konkurs", group=group, **who).sign for _ in range(2)]
    assert within == ["KMIII.614.2.1.2026", "KMIII.614.2.2.2026"]
    assert register("Następna", **who).sign == "KMIII.614.3.2026"


def test_only_an_open_group_of_this_year_takes_a_case(unit: Unit, at: datetime, clock: Actor) -> None:
    who: dict[str, Any] = {"unit": unit, "symbol": "614", "actor": clock}
    plain = register("Zwykła", at=at, **who)
    group = register("Konkursy", is_group=True, at=at, **who)
    with pytest.raises(NotAGroup):
        register("Konkurs", group=plain, at=at, **who)
    with pytest.raises(NotAGroup):
        register("Konkurs", group=group, at=at + timedelta(days=60), **who)
    actions.close(group, actor=clock, at=at)
    with pytest.raises(NotAGroup):
        register("Konkurs", group=group, at=at, **who)
    assert Case.objects.count() == 2


def test_a_cancelled_number_stays_taken_and_says_why(unit: Unit, at: datetime, clock: Actor) -> None:
    case = register("Pomyłka", unit=unit, symbol="614", actor=clock, at=at)
    actions.cancel(case, "zarejestrowano dwa razy", actor=clock, at=at)
    assert register("Dobra", unit=unit, symbol="614", actor=clock, at=at).number == 2
    assert history(case).last().reason == "zarejestrowano dwa razy"  # type: ignore[union-attr]
    with pytest.raises(NotPossible):
        actions.close(case, actor=clock, at=at)


def test_a_case_that_something_cites_is_not_cancelled(unit: Unit, at: datetime, clock: Actor) -> None:
    group = register("Grupa", unit=unit, symbol="614", is_group=True, actor=clock, at=at)
    register("W grupie", unit=unit, symbol="614", group=group, actor=clock, at=at)
    with pytest.raises(StillInUse):
        actions.cancel(group, "pomyłka", actor=clock, at=at)
    with pytest.raises(OpenWithin):
        actions.close(group, actor=clock, at=at)
    assert not Resolution.objects.exists()


@pytest.mark.parametrize(
    ("category", "until"),
    [("A", None), ("B5", date(2031, 12, 31)), ("BE10", date(2036, 12, 31)), ("Bc", date(2026, 12, 31))],
)
def test_years_of_keeping_run_from_the_year_after_closing(
    unit: Unit, at: datetime, clock: Actor, category: str, until: date | None
) -> None:
    FileClass.objects.update(category=category)
    case = register("Sprawa", unit=unit, symbol="614", actor=clock, at=at)
    assert actions.close(case, actor=clock, at=at).keep_until == until
    case.refresh_from_db()
    assert (case.keep_until, case.closed_on) == (until, date(2026, 11, 23))
    actions.reopen(case, "wpłynęło nowe pismo", actor=clock, at=at)
    assert (case.keep_until, case.closed_on) == (None, None)


def test_the_term_is_not_before_the_case(unit: Unit, at: datetime, clock: Actor) -> None:
    with pytest.raises(DueBeforeOpening):
        register("Sprawa", unit=unit, symbol="614", due_on=date(2026, 11, 22), actor=clock, at=at)
    assert not Case.objects.exists()


def test_a_case_is_led_by_somebody_of_its_unit(unit: Unit, at: datetime, officer: Actor, people: Any) -> None:
    case = register("Sprawa", unit=unit, symbol="614", actor=officer, at=at)
    colleague, stranger = people("head", key="KMIII"), people("officer", key="KMI")
    with pytest.raises(NotOfTheUnit):
        actions.assign(case, stranger.person, actor=officer, at=at)
    assert actions.assign(case, colleague.person, actor=officer, at=at).officer == colleague.person
    assert [entry.verb for entry in history(case)] == ["register", "assign_case"]


def test_a_unit_sees_its_own_cases_and_the_auditor_all(unit: Unit, at: datetime, officer: Actor, people: Any) -> None:
    case = register("Sprawa", unit=unit, symbol="614", actor=officer, at=at)
    assert access.visible(officer, at).get() == case
    assert access.visible(people("auditor"), at).get() == case
    assert not access.visible(people("head", key="KMI"), at).exists()
    assert not access.visible(people("organisation_editor", key="KMIII"), at).exists()
    assert not access.may_cancel(officer, case, at)[0]
    assert access.may_cancel(people("head", key="KMIII"), case, at)[0]


def test_classes_of_one_symbol_do_not_overlap(unit: Unit, at: datetime, people: Any) -> None:
    head = people("head", key="KMIII")
    values = {"symbol": "614", "title": "Nowe hasło", "category": "B5", "valid_from": date(2027, 1, 1)}
    with pytest.raises(ClassOverlaps):
        actions.enter_class(values, actor=head, at=at)
    old = FileClass.objects.get()
    actions.revise_class(old, {"valid_to": date(2026, 12, 31)}, actor=head, at=at)
    new = actions.enter_class(values, actor=head, at=at)
    assert [entry.verb for entry in history(old)] == ["revise_class"]
    next_year = datetime(2027, 1, 4, 9, tzinfo=UTC)
    assert register("Sprawa", unit=unit, symbol="614", actor=head, at=next_year).category == new.category
    assert issubclass(ClassOverlaps, Refusal)
