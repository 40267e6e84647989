"""Reminders of reports: one letter before the term, one after it, none once the report is in."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from competitions.agreements.models import Agreement
from core.audit.ledger import history
from core.jobs.actions import CLOCK, enqueue
from core.jobs.runner import drain
from core.notices.models import Notice
from tests.factories.cycle import Cycle, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(cycle: Cycle) -> Agreement:
    """A paid grant whose report is not written."""
    return cycle.paid()


def morning(agreement: Agreement, days: int) -> datetime:
    """The morning so many days after the term of the report."""
    day = agreement.report_due + timedelta(days=days)
    return moment(day.year, day.month, day.day, 7, 10)


def tick(at: datetime) -> dict[str, Any]:
    job = enqueue("reports.remind", key=CLOCK)
    drain(lambda: at)
    job.refresh_from_db()
    return job.result


def letters() -> list[str]:
    return list(Notice.objects.filter(template__startswith="report-").order_by("pk").values_list("template", flat=True))


def test_once_in_the_last_week_and_once_after_the_term(agreement: Agreement) -> None:
    written = [tick(morning(agreement, days))["letters"] for days in (-8, -7, -6, 0, 1, 2, 30)]
    assert written == [0, 1, 0, 0, 1, 0, 0]
    assert letters() == ["report-due", "report-overdue"]
    assert history(agreement).filter(verb="remind").count() == 2


def test_letter_says_what_is_due_when_and_where(agreement: Agreement) -> None:
    tick(morning(agreement, -7))
    letter = Notice.objects.get(template="report-due")
    assert letter.user == agreement.offer.submitted_by
    assert agreement.number in letter.body
    assert "art. 18 ust. 1" in letter.body
    assert letter.link == f"/moje/umowy/{agreement.public_id}/"


@pytest.mark.parametrize(("to", "expected"), [("draft", 1), ("submitted", 0), ("accepted", 0)])
def test_only_while_the_report_is_not_submitted(cycle: Cycle, agreement: Agreement, to: str, expected: int) -> None:
    cycle.report(agreement, to=to)
    assert tick(morning(agreement, 1)) == {"letters": expected}
