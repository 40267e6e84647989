"""A competition repeated: rules, parts and card are taken over, every date moves to a working day, nothing else comes along."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from competitions.calls.actions import REPEATED
from competitions.calls.models import Competition
from competitions.calls.queries import announcement_breaches
from core.accounts.actor import Actor
from core.audit.models import Entry
from law.calendar import is_working_day
from law.timetable import Dates, moved_to
from tests.factories.cycle import ANNOUNCED, CONFIRMATION_DUE, CRITERIA, DEADLINE, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
PARTS = [{"title": "Śpiew", "pool": Decimal(60000)}, {"title": "Rękodzieło", "pool": Decimal(40000)}]
DATES = Dates(
    publications=dict.fromkeys(("bip", "board", "website"), ANNOUNCED.date()),
    made=frozenset(),
    offers_due=DEADLINE,
    confirmation_due=CONFIRMATION_DUE,
    selection_by=date(2027, 2, 15),
    task_from=date(2027, 3, 1),
    task_to=date(2027, 11, 30),
)


def test_from_the_page(visit: Callable[..., Client], cycle: Cycle, officer: Actor) -> None:
    knock_out = [{**CRITERIA[0], "min_points": Decimal(10), "knock_out": True, "levels": "0–9: za mało"}, *CRITERIA[1:]]
    earlier = cycle.competition(
        subtasks=PARTS, criteria=knock_out, title="Żywe tradycje 2027", counties=["1004"], max_grant_share=Decimal(80)
    )
    task = cycle.programme(year=2028).tasks.get()
    client = visit(officer, ANNOUNCED)
    address = f"/urzad/konkursy/{earlier.public_id}/powiel/"
    assert "Powstanie nowy konkurs w przygotowaniu" in words(client.get(address))
    answer = client.post(address, {"task": task.pk, "first": "2027-11-22"})
    made = Competition.objects.exclude(pk=earlier.pk).get()
    assert answer["Location"] == f"/urzad/konkursy/{made.public_id}/"
    assert (made.state, made.title, made.task) == ("draft", "Żywe tradycje 2028", task)
    assert (made.counties, made.max_grant_share) == (["1004"], Decimal(80))
    assert [(row.title, row.pool) for row in made.parts] == [("Śpiew", 60000), ("Rękodzieło", 40000)]
    first = made.criteria.first()
    assert first is not None
    assert (first.min_points, first.knock_out, first.levels) == (10, True, "0–9: za mało")
    assert (made.planned_bip, made.offers_due) == (date(2027, 11, 22), moment(2027, 12, 13, 23, 59, 59))
    assert (made.task_from, made.task_to) == (date(2028, 3, 1), date(2028, 11, 30))
    assert (made.case, made.announced_at, made.last_number, made.offers.count()) == (None, None, 0, 0)
    assert announcement_breaches(made, made.planned_bip) == []
    assert Entry.objects.get(verb="clone").after["earlier"] == earlier.public_id


def test_a_parameter_is_repeated_unless_it_belongs_to_one_competition_alone() -> None:
    """A new field of the announcement has to be placed in one of the two."""
    of_its_task = {"task", "unit", "sphere", "title", "form_version", "divided"}
    of_its_days = {
        "same_kind_typed", "planned_bip", "planned_board", "planned_website", "offers_due", "confirmation_due", "selection_by", "task_from", "task_to",
    }  # fmt: skip
    of_its_life = {
        "id", "public_id", "state", "case", "changed", "announcement", "decision", "announced_at", "closed_at", "resolved_at",
        "last_number", "repeats",
    }  # fmt: skip
    own = of_its_task | of_its_days | of_its_life
    assert {field.name for field in Competition._meta.concrete_fields} == set(REPEATED) | own
    assert not set(REPEATED) & own


def test_a_day_that_makes_no_sense_is_refused(visit: Callable[..., Client], cycle: Cycle, officer: Actor) -> None:
    earlier = cycle.competition()
    answer = visit(officer, ANNOUNCED).post(
        f"/urzad/konkursy/{earlier.public_id}/powiel/", {"task": earlier.task_id, "first": "2126-01-01"}
    )
    assert answer.status_code == 400
    assert Competition.objects.count() == 1


@pytest.mark.parametrize("days", [*range(14), 10, 31, 365])
def test_every_date_stands_on_a_working_day_and_21_days_remain(days: int) -> None:
    """Also when the window would end on Christmas Eve: announced on 3 December, offers come until the 28th."""
    moved = moved_to(DATES, ANNOUNCED.date() + timedelta(days=days), years=1, on=ANNOUNCED.date())
    due = moved.offers_due.date()
    for day in (*moved.publications.values(), due, moved.confirmation_due.date(), moved.selection_by):
        assert is_working_day(day), day
    assert (due - moved.last_publication).days >= 21
    assert due < moved.confirmation_due.date() < moved.selection_by
    assert f"{moved.offers_due:%H:%M:%S}" == "23:59:59"
    if days == 10:
        assert due == date(2026, 12, 28)
