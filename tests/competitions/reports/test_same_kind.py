"""The table of same-kind tasks (art. 13 ust. 2 pkt 7), made of agreements, payments and accepted reports."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from competitions.calls.documents import AnnouncementSheet
from competitions.calls.queries import SameKind, same_kind_tasks
from competitions.reports import actions as reports
from core.accounts.actor import VISITOR
from core.web.templatetags.polish import zloty
from tests.factories.cycle import ACCEPTED, ANNOUNCED, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
NEXT_YEAR = {
    "planned_bip": moment(2027, 11, 22).date(),
    "planned_board": moment(2027, 11, 22).date(),
    "planned_website": moment(2027, 11, 22).date(),
}


def years(cycle: Cycle, **values: object) -> list[SameKind]:
    return same_kind_tasks(cycle.competition(to="draft", **{**NEXT_YEAR, **values}))


def test_costs_are_the_agreed_ones_until_a_report_is_accepted(cycle: Cycle) -> None:
    competition = cycle.competition(pool=Decimal(200000))
    first, second = cycle.offer(competition), cycle.offer(competition)
    cycle.resolved(competition)
    agreements = [cycle.agreement(cycle.fresh(offer)) for offer in (first, second)]
    report = cycle.report(agreements[0])
    before, of_year = years(cycle)
    assert (before.year, before.rows, before.cost) == (2026, (), Decimal(0)), "a year without tasks is stated"
    (row,) = of_year.rows
    assert (row.competition, row.tasks, row.unsettled) == (competition.title, 2, 2)
    assert row.cost == sum(agreement.total_cost for agreement in agreements)
    assert row.grants == sum(agreement.amount for agreement in agreements)
    reports.accept(report, actor=cycle.officer, at=ACCEPTED)
    report.refresh_from_db()
    (row,) = years(cycle)[1].rows
    assert row.unsettled == 1
    assert row.cost == report.spent_total + agreements[1].total_cost


def test_only_what_is_signed_and_only_grants_that_were_transferred(cycle: Cycle) -> None:
    competition = cycle.competition(pool=Decimal(200000))
    prepared, signed = cycle.offer(competition), cycle.offer(competition)
    cycle.resolved(competition)
    cycle.agreement(cycle.fresh(prepared), to="prepared")
    agreement = cycle.agreement(cycle.fresh(signed), to="signed")
    (row,) = years(cycle)[1].rows
    assert (row.tasks, row.cost, row.grants) == (1, agreement.total_cost, Decimal(0))


def test_another_kind_and_another_year_do_not_count(cycle: Cycle) -> None:
    competition = cycle.competition()
    offer = cycle.offer(competition)
    cycle.resolved(competition)
    cycle.agreement(cycle.fresh(offer))
    assert [year.tasks for year in years(cycle)] == [0, 1]
    assert [year.tasks for year in same_kind_tasks(cycle.competition(to="draft"))] == [0, 0], "announced in 2026"
    other = cycle.programme(year=2029, spheres=("4",)).tasks.get()
    assert [year.tasks for year in years(cycle, task=other)] == [0, 0]


def test_the_page_and_the_document_show_it(visit: Callable[..., Client], cycle: Cycle) -> None:
    past = {name: day.replace(year=2026) for name, day in NEXT_YEAR.items()}
    task = {"task_from": moment(2026, 11, 24).date(), "task_to": moment(2026, 12, 31).date()}
    competition = cycle.competition(**past)
    offer = cycle.offer(competition)
    cycle.resolved(competition)
    agreement = cycle.agreement(cycle.fresh(offer))
    type(agreement).objects.filter(pk=agreement.pk).update(**task)
    new = cycle.competition()
    public = words(visit(VISITOR, ANNOUNCED).get(f"/konkursy/{new.public_id}/"))
    assert f"2026 r. razem 1 {zloty(agreement.total_cost)} {zloty(agreement.amount)}".replace("\u00a0", " ") in public
    assert "2025 r. razem 0" in public
    sheet = AnnouncementSheet.of(new)
    assert [(year.year, year.tasks, year.cost, year.grants) for year in sheet.same_kind] == [
        (2025, 0, Decimal(0), Decimal(0)),
        (2026, 1, agreement.total_cost, agreement.amount),
    ]
