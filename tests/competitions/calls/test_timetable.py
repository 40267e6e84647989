"""The timetable's page: every date with its reason, and "what if we announce on…", which changes nothing."""

from collections.abc import Callable

import pytest
from django.test import Client

from competitions.calls.models import Competition
from core.accounts.actor import Actor
from core.audit.models import Entry
from tests.factories.cycle import ANNOUNCED, DEADLINE, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cycle: Cycle) -> Competition:
    return cycle.competition(to="draft")


def address(competition: Competition) -> str:
    return f"/urzad/konkursy/{competition.public_id}/terminy/"


def test_the_page_says_where_each_date_comes_from(
    visit: Callable[..., Client], draft: Competition, officer: Actor
) -> None:
    text = words(visit(officer, ANNOUNCED).get(address(draft)))
    assert "ustawa: co najmniej 21 dni od ostatniej z trzech publikacji (23 listopada 2026 r.); art. 13 ust. 1" in text
    assert "praktyka urzędu: 14 dni od terminu potwierdzeń" in text
    assert "ogłoszenie: najpóźniej; art. 13 ust. 2 pkt 6" in text


def test_what_if_we_announce_on_a_later_day(visit: Callable[..., Client], draft: Competition, officer: Actor) -> None:
    entries = Entry.objects.count()
    text = words(visit(officer, ANNOUNCED).get(address(draft), {"ogloszenie": "2026-12-03"}))
    assert "Gdyby ogłoszenie ukazało się 3 grudnia 2026 r." in text
    assert "Najwcześniejszy możliwy termin to 28 grudnia 2026 r." in text
    assert "28 grudnia 2026 r. +14 dni" in text
    assert "Wigilia Bożego Narodzenia" in text
    draft.refresh_from_db()
    assert (draft.offers_due, Entry.objects.count()) == (DEADLINE, entries), "nothing changed"


def test_a_day_that_keeps_every_date(visit: Callable[..., Client], draft: Competition, officer: Actor) -> None:
    text = words(visit(officer, ANNOUNCED).get(address(draft), {"ogloszenie": "2026-11-20"}))
    assert "Daty z ogłoszenia pozostają zgodne z prawem." in text


@pytest.mark.parametrize("day", ["", "jutro", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_refused_in_words(
    visit: Callable[..., Client], draft: Competition, officer: Actor, day: str
) -> None:
    answer = visit(officer, ANNOUNCED).get(address(draft), {"ogloszenie": day})
    assert answer.status_code == 400
    assert "Wszystkie terminy" in words(answer)


def test_the_public_list_leaves_out_what_is_the_offices_own(
    visit: Callable[..., Client], competition: Competition, alice: Actor
) -> None:
    text = words(visit(alice, ANNOUNCED).get(f"/konkursy/{competition.public_id}/"))
    assert "Ostatni dzień na sprawozdania" in text
    assert "Najwcześniejszy możliwy termin" not in text
    assert visit(alice, ANNOUNCED).get(address(competition)).status_code == 404
