"""The duty of 31 May: on the office's desk until it is done, with a letter 30 and 7 days before."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from competitions.annual.panels import due
from competitions.annual.queries import duties, people_to_remind, reminder
from core.accounts.actor import Actor
from core.audit.ledger import history
from core.jobs.actions import CLOCK, enqueue
from core.jobs.runner import drain
from core.notices.models import Notice
from core.web.panels import Item
from ngo.programmes.models import Programme
from tests.factories.cycle import Cycle, moment

pytestmark = pytest.mark.django_db

# The report on the programme of 2026 is due on Monday 31 May 2027, that of 2025 on Sunday 31 May 2026.
DUE = date(2027, 5, 31)


def morning(day: date) -> datetime:
    return moment(day.year, day.month, day.day, 7, 20)


def on_desk(actor: Actor, day: date) -> list[Item]:
    panel = due(actor, None, morning(day))
    assert panel is not None
    items: list[Item] = panel.context["items"]
    return items


def tick(day: date) -> int:
    job = enqueue("annual.remind", key=CLOCK)
    drain(lambda: morning(day))
    job.refresh_from_db()
    return int(job.result["letters"])


@pytest.fixture
def programme(cycle: Cycle) -> Programme:
    return cycle.programme(year=2026)


@pytest.mark.parametrize(
    ("left", "expected"), [(31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7), (-1, None)], ids=str
)
def test_which_reminder_stands(left: int, expected: int | None) -> None:
    assert reminder(DUE, on=DUE - timedelta(days=left)) == expected


def test_each_reminder_is_written_once(programme: Programme) -> None:
    days = (31, 30, 29, 8, 7, 6, 0, -1, -30)
    # To each of the two officers of the unit, twice.
    assert [tick(DUE - timedelta(days=left)) for left in days] == [0, 2, 0, 0, 2, 0, 0, 0, 0]
    assert Notice.objects.filter(template="annual-report-due").count() == 4
    assert history(programme).filter(verb="remind").count() == 2


def test_the_letter_goes_to_the_units_of_the_programme(cycle: Cycle, programme: Programme, people: Any) -> None:
    head: Actor = people("head", key=cycle.unit.code)
    people("officer", key="KMI")
    people("auditor")
    assert list(people_to_remind(programme)) == [cycle.officer.user, cycle.second.user, head.user]
    assert tick(DUE - timedelta(days=7)) == 3
    letter = Notice.objects.get(user=head.user)
    assert letter.subject == "Sprawozdanie roczne do 31 maja 2027 r."
    assert "art. 5a ust. 3" in letter.body
    assert "jeszcze nie rozpoczęto" in letter.body
    assert "dzień roboczy" not in letter.body
    assert letter.link == "/sprawozdania-roczne/"


def test_where_nobody_acts_for_the_units_the_office_gets_it(cycle: Cycle, programme: Programme, settings: Any) -> None:
    for actor in (cycle.officer, cycle.second):
        assert actor.hat is not None
        actor.hat.withdrawn_at = morning(DUE)
        actor.hat.save()
    assert tick(DUE - timedelta(days=7)) == 1
    assert Notice.objects.get(template="annual-report-due").email == settings.OFFICE["email"]


def test_a_term_on_a_day_off_does_not_move_and_the_letter_says_so(cycle: Cycle) -> None:
    cycle.programme(year=2025)
    assert tick(date(2026, 5, 24)) == 2
    for letter in Notice.objects.filter(template="annual-report-due"):
        assert "Ostatni dzień roboczy przed nim: 29 maja 2026 r." in letter.body


def test_the_desk_shows_what_comes_next(cycle: Cycle, programme: Programme) -> None:
    day = DUE - timedelta(days=15)
    (item,) = on_desk(cycle.officer, day)
    assert item.label == "Rozpocznij sprawozdanie za 2026 rok"
    assert item.note == "nierozpoczęte, termin: 31 maja 2027 r. (art. 5a ust. 3)"
    assert item.tag == ""
    report = cycle.annual(programme, to="prepared")
    (item,) = on_desk(cycle.officer, day)
    assert item.label.startswith("Zamroź")
    assert item.url.endswith(f"{report.public_id}/")
    type(report).objects.update(state="frozen")
    (item,) = on_desk(cycle.officer, DUE + timedelta(days=1))
    assert item.label.startswith("Przedłóż")
    assert (item.tag, item.tone) == ("termin minął", "bad")
    type(report).objects.update(state="submitted")
    assert [row.tag for row in on_desk(cycle.officer, DUE)] == [""], "done, and its term is today"
    assert on_desk(cycle.officer, DUE + timedelta(days=1)) == []
    assert tick(DUE - timedelta(days=7)) == 0, "what is done needs no reminder"


def test_a_year_must_be_over_and_its_programme_published(cycle: Cycle, programme: Programme) -> None:
    cycle.programme(year=2025, to="adopted")
    every = Programme.objects.all()
    assert duties(every, on=date(2026, 12, 31)) == []
    assert [row.due for row in duties(every, on=date(2027, 1, 1))] == [DUE]
    assert [row.due for row in duties(every, on=date(2030, 1, 1))] == [DUE], "what was not done stays"


def test_only_staff_have_the_duty(people: Any, programme: Programme) -> None:
    assert due(people("expert"), None, morning(DUE)) is None


@pytest.mark.parametrize("years", [1, 3])
def test_cost(cycle: Cycle, years: int, django_assert_num_queries: Any) -> None:
    for year in range(2024, 2024 + years):
        cycle.programme(year=year)
    with django_assert_num_queries(1):
        assert len(on_desk(cycle.officer, DUE)) == years
