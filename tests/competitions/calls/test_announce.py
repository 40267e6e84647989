"""From an approved announcement to an open competition: three publications, a late one, a moved deadline, closing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from competitions.calls import actions
from competitions.calls.models import Competition
from competitions.calls.refusals import AlreadyPublished
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.workflow.refusal import NotPossible, Refused
from office.cases.models import Case
from tests.factories.cycle import ANNOUNCED, CONFIRMATION_DUE, DEADLINE, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
LATE = ANNOUNCED + timedelta(days=2)


@pytest.fixture
def approved(cycle: Cycle) -> Competition:
    return cycle.competition(to="approved")


def publish(competition: Competition, officer: Actor, *places: str, at: datetime = ANNOUNCED) -> Competition:
    for place in places:
        actions.record_publication(competition, place=place, published_at=at, note="", actor=officer, at=at)
    return competition


def test_the_third_publication_opens(approved: Competition, officer: Actor) -> None:
    assert publish(approved, officer, "bip", "board").state == "approved"
    assert publish(approved, officer, "website").state == "open"
    assert approved.announced_at == ANNOUNCED


def test_a_late_third_publication_waits_for_a_later_deadline(approved: Competition, officer: Actor) -> None:
    publish(approved, officer, "bip", "board")
    publish(approved, officer, "website", at=LATE)
    assert approved.state == "approved"
    (breach,) = actions.window_breaches(approved, at=LATE)
    assert breach.code == "competition.window_short"
    with pytest.raises(Refused):
        actions.announce(approved, actor=officer, at=LATE)
    later = {"offers_due": moment(2026, 12, 16, 23, 59, 59), "confirmation_due": moment(2026, 12, 22, 16)}
    actions.move_deadline(approved, **later, reason="późna publikacja", actor=officer, at=LATE)
    assert approved.state == "open"
    assert Entry.objects.get(verb="move_deadline").reason == "późna publikacja"


@pytest.mark.parametrize(
    ("offers_due", "confirmation_due", "code"),
    [
        (DEADLINE, CONFIRMATION_DUE, "competition.deadline_not_later"),
        (moment(2026, 12, 22), CONFIRMATION_DUE, "competition.confirmation_early"),
        (moment(2027, 2, 15), moment(2027, 2, 20), "competition.selection_early"),
    ],
)
def test_a_deadline_moves_only_later_and_within_the_announcement(
    approved: Competition, officer: Actor, offers_due: datetime, confirmation_due: datetime, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.move_deadline(
            approved, offers_due=offers_due, confirmation_due=confirmation_due, reason="x", actor=officer, at=LATE
        )
    assert [breach.code for breach in refusal.value.breaches] == [code]
    approved.refresh_from_db()
    assert (approved.offers_due, approved.confirmation_due) == (DEADLINE, CONFIRMATION_DUE)


def test_a_publication_is_recorded_once(approved: Competition, officer: Actor) -> None:
    publish(approved, officer, "bip", "bip")
    assert Entry.objects.filter(verb="publish", chain=approved.chain).count() == 1
    with pytest.raises(AlreadyPublished):
        publish(approved, officer, "bip", at=LATE)
    with pytest.raises(AlreadyPublished):
        actions.send_back(approved, reason="błąd", actor=officer, at=LATE)


def test_a_draft_is_not_published(cycle: Cycle, officer: Actor) -> None:
    with pytest.raises(NotPossible):
        publish(cycle.competition(to="draft"), officer, "bip")


def test_sent_back_and_approved_anew_it_keeps_its_case(cycle: Cycle, approved: Competition, officer: Actor) -> None:
    sign = approved.case
    actions.send_back(approved, reason="literówka", actor=officer, at=ANNOUNCED)
    actions.approve(approved, resolution=cycle.resolution(), actor=officer, at=ANNOUNCED)
    assert approved.case == sign
    assert Case.objects.count() == 1


def test_closing_waits_for_the_end_of_the_deadline_second(competition: Competition, officer: Actor) -> None:
    with pytest.raises(NotPossible):
        actions.close(competition, actor=officer, at=DEADLINE + timedelta(microseconds=999_999))
    assert list(Competition.objects.open(DEADLINE + timedelta(microseconds=999_999))) == [competition]
    assert not Competition.objects.overdue(DEADLINE + timedelta(microseconds=999_999)).exists()
    after = DEADLINE + timedelta(seconds=1)
    assert list(Competition.objects.overdue(after)) == [competition]
    assert actions.close(competition, actor=officer, at=after).state == "closed"


def test_pages_refuse_in_words_and_keep_what_was_typed(
    visit: Callable[..., Client], approved: Competition, officer: Actor
) -> None:
    client = visit(officer, LATE)
    base = f"/urzad/konkursy/{approved.public_id}"
    typed = {"place": "bip", "published_at": "2026-11-25T09:30:00", "note": "bip.example.org/123"}
    assert client.post(f"{base}/publikacja/", typed).status_code == 302
    again = client.post(f"{base}/publikacja/", typed)
    assert again.status_code == 302, "a second click gets the same answer"
    other = client.post(f"{base}/publikacja/", {**typed, "published_at": "2026-11-25T09:31:00"})
    assert other.status_code == 409
    assert "ukazało się już: Biuletyn Informacji Publicznej" in words(other)
    assert 'value="bip.example.org/123"' in other.content.decode()
    moved = client.post(
        f"{base}/termin/",
        {"offers_due": "2026-12-10T23:59:59", "confirmation_due": "2026-12-21T16:00:00", "reason": "zbyt długi nabór"},
    )
    assert moved.status_code == 409
    assert "Termin można tylko wydłużyć" in words(moved)
    assert "zbyt długi nabór" in moved.content.decode()


def test_only_staff_record_publications(visit: Callable[..., Client], approved: Competition, alice: Actor) -> None:
    address = f"/urzad/konkursy/{approved.public_id}/publikacja/"
    assert visit(alice, LATE).post(address, {}).status_code == 404
    assert Client().post(address, {}).status_code == 302


def test_the_year_of_the_announcement_is_that_of_its_last_publication(cycle: Cycle, officer: Actor) -> None:
    days: dict[str, Any] = {
        "planned_bip": moment(2026, 12, 30).date(),
        "planned_board": moment(2026, 12, 30).date(),
        "planned_website": moment(2027, 1, 4).date(),
        "offers_due": moment(2027, 1, 25, 23, 59, 59),
        "confirmation_due": moment(2027, 2, 1),
    }
    competition = cycle.competition(to="draft", **days)
    actions.approve(competition, resolution=cycle.resolution(), actor=officer, at=ANNOUNCED)
    assert competition.state == "approved"
