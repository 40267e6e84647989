"""Trying the form before the competition opens: the real form and the real checks, and nothing is kept of it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.audit.models import Entry
from tests.factories.content import offer_content
from tests.factories.cycle import ANNOUNCED, Cycle
from tests.factories.pages import content, words

pytestmark = pytest.mark.django_db
PARTS = [{"title": "Śpiew", "pool": Decimal(60000)}, {"title": "Rękodzieło", "pool": Decimal(40000)}]


@pytest.mark.parametrize("to", ["draft", "approved"])
def test_checked_as_an_offer_and_never_kept(
    visit: Callable[..., Client], cycle: Cycle, officer: Actor, to: str
) -> None:
    competition = cycle.competition(to=to, subtasks=PARTS, counties=["1004"])
    client = visit(officer, ANNOUNCED)
    address = f"/urzad/konkursy/{competition.public_id}/proba/"
    shown = words(client.get(address))
    assert "PRÓBA – nic nie jest zapisywane" in shown
    assert "brzmienia części III.4, III.5, III.6, IV, V, VI, VII nie porównano jeszcze" in shown
    entries = Entry.objects.count()
    scope = {"subtask": competition.subtasks.get(number=1).pk, "counties": "1004"}
    good = client.post(address, {**content("offer-2018", offer_content()), **scope})
    assert "Taką ofertę można by złożyć" in words(good)
    much = client.post(address, {**content("offer-2018", offer_content(**{"V.B.2": "12500.00"})), **scope})
    assert "dotacja nie może pokrywać całych kosztów" in words(much)
    assert "Święto żniw w powiecie łęczyckim" in much.content.decode(), "what was typed is still there"
    unchosen = client.post(address, content("offer-2018", offer_content()))
    assert unchosen.status_code == 400
    assert (Offer.objects.count(), Entry.objects.count()) == (0, entries)


def test_only_for_staff_and_only_before_the_competition_opens(
    visit: Callable[..., Client], cycle: Cycle, officer: Actor, alice: Actor
) -> None:
    draft, open_ = cycle.competition(to="draft"), cycle.competition(to="open")
    assert visit(alice, ANNOUNCED).get(f"/urzad/konkursy/{draft.public_id}/proba/").status_code == 404
    refused = visit(officer, ANNOUNCED).get(f"/urzad/konkursy/{open_.public_id}/proba/")
    assert refused.status_code == 403
    assert "zanim konkurs zostanie ogłoszony" in words(refused)
