"""A paper that is turned down leaves its trace in the case: which version, why, who said so; no names of who signed."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from competitions.confirmations import actions
from competitions.confirmations.models import Receipt
from competitions.confirmations.refusals import RightConfirmation, WrongConfirmation
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from ngo.papers import actions as papers
from ngo.registry.models import Organisation
from tests.factories.cycle import CONFIRMATION_DUE, CONFIRMED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
LATE = CONFIRMATION_DUE + timedelta(seconds=1)


def refused(offer: Offer, officer: Actor, **given: Any) -> list[Entry]:
    """What the ledger says after the paper was not taken."""
    values: dict[str, Any] = {"typed_checksum": offer.checksum, "channel": "paper", "received_at": CONFIRMED}
    values |= {"others": "Żaneta Łęcka", "at": CONFIRMED, **given}
    with pytest.raises(WrongConfirmation):
        actions.receive(offer, **values, actor=officer)
    assert not Receipt.objects.exists()
    return list(Entry.objects.filter(chain=offer.chain, verb="refuse_confirmation"))


def test_a_late_paper_stands_in_the_case_once(submitted: Offer, officer: Actor, visit: Callable[..., Client]) -> None:
    for _ in range(2):
        (entry,) = refused(submitted, officer, received_at=LATE, at=LATE)
    assert (entry.after["why"], entry.after["version"], entry.after["channel"]) == ("late", 1, "paper")
    assert entry.user == officer.user
    assert "Żaneta" not in json.dumps([entry.after, entry.reason], ensure_ascii=False)
    submitted.refresh_from_db()
    assert submitted.state == "submitted"
    page = words(visit(officer, LATE).get(f"/moje/oferty/{submitted.public_id}/"))
    assert "Nie przyjęto potwierdzenia oferty" in page
    assert "po terminie" in page


def test_a_signatory_who_may_not_sign_is_not_named(
    submitted: Offer, ours: Organisation, alice: Actor, officer: Actor
) -> None:
    who = {"actor": alice, "at": WRITTEN}
    person = papers.declare_signatory(ours, name="Gustaw Dawny", function="prezes", valid_from=None, **who)
    papers.end_signatory(person, on=WRITTEN.date() - timedelta(days=1), **who)
    person.refresh_from_db()
    (entry,) = refused(submitted, officer, signatories=[person], others="")
    assert entry.after["why"] == "signatory"
    assert "Gustaw" not in json.dumps([entry.after, entry.reason])


def test_a_superseded_version_is_named(
    cycle: Cycle, competition: Any, ours: Organisation, alice: Actor, officer: Actor
) -> None:
    offer = cycle.offer(competition, ours)
    old = offer.checksum
    offers.withdraw(offer, reason="poprawka", actor=alice, at=WRITTEN)
    offers.reopen(offer, actor=alice, at=WRITTEN)
    offers.save(offer, {**offer.content, "III.1": "Nowy tytuł"}, revision=offer.revision, actor=alice, at=WRITTEN)
    offers.submit(offer, actor=alice, clock=lambda: WRITTEN)
    offer.refresh_from_db()
    (entry,) = refused(offer, officer, typed_checksum=old)
    assert (entry.after["why"], entry.after["version"]) == ("superseded", 1)


def test_a_sum_of_another_offer_is_noted_in_the_case_it_was_held_against(submitted: Offer, officer: Actor) -> None:
    (entry,) = refused(submitted, officer, typed_checksum="0123456789abcdef" * 4)
    assert (entry.after["why"], entry.after["version"]) == ("another-text", None)


@pytest.mark.parametrize("given", [{"typed_checksum": "12ab"}, {"others": " "}])
def test_a_slip_of_who_types_is_no_refusal_of_a_paper(submitted: Offer, officer: Actor, given: dict[str, Any]) -> None:
    assert not refused(submitted, officer, **given)


def test_what_was_scanned_is_turned_down_by_a_button_and_listed(
    cycle: Cycle, submitted: Offer, alice: Actor, officer: Actor, people: Any, visit: Callable[..., Client]
) -> None:
    address = f"/urzad/oferty/{submitted.public_id}/potwierdzenie/odmowa/"
    posted = {"typed_checksum": submitted.checksum}
    with pytest.raises(RightConfirmation):
        actions.turn_down(submitted, **posted, actor=officer, at=CONFIRMED)
    assert visit(officer, CONFIRMED).post(address, posted).status_code == 409
    cycle.confirm(submitted)
    client = visit(officer, CONFIRMED)
    page = words(client.get(f"/urzad/potwierdzenia/?suma={submitted.checksum}"))
    assert "Odnotuj odmowę w historii sprawy" in page
    assert client.get(address).status_code == 405
    for actor, status in ((VISITOR, 302), (alice, 404), (people("auditor"), 404), (officer, 302), (officer, 302)):
        assert visit(actor, CONFIRMED).post(address, posted).status_code == status
    entry = Entry.objects.get(verb="refuse_confirmation")
    assert (entry.after["why"], entry.subject_id) == ("already", submitted.public_id)
    page = words(visit(officer, CONFIRMED).get("/urzad/potwierdzenia/"))
    assert "Papiery nieprzyjęte w ostatnich 30 dniach" in page
    assert "tę wersję już potwierdzono" in page
    gone = words(visit(officer, CONFIRMED + timedelta(days=31)).get("/urzad/potwierdzenia/"))
    assert "Papiery nieprzyjęte" not in gone
