"""The signed confirmation: right sum in time, wrong sum, late, twice; an offer without it; withdrawal."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from competitions.offers import actions
from competitions.offers.checksum import spoken
from competitions.offers.models import Offer
from competitions.offers.refusals import WrongConfirmation
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from tests.factories.cycle import CONFIRMATION_DUE, CONFIRMED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("writing", [str, str.upper, spoken, lambda text: f" {spoken(text)}\n"])
def test_the_sum_is_read_as_people_write_it(submitted: Offer, officer: Actor, writing: Callable[[str], str]) -> None:
    actions.confirm(
        submitted,
        channel="paper",
        received_at=CONFIRMATION_DUE,
        typed_checksum=writing(submitted.checksum),
        actor=officer,
        at=CONFIRMED,
    )
    assert (submitted.state, submitted.confirmed_at) == ("confirmed", CONFIRMATION_DUE)


def changed(text: str) -> str:
    return ("0" if text[0] != "0" else "1") + text[1:]


@pytest.mark.parametrize(
    ("received_at", "alter", "words_"),
    [
        (CONFIRMED, changed, "Suma kontrolna z potwierdzenia nie zgadza się"),
        (CONFIRMED, lambda text: text[:-1], "Suma kontrolna z potwierdzenia nie zgadza się"),
        (CONFIRMATION_DUE + timedelta(seconds=1), str, "Potwierdzenie wpłynęło po terminie"),
    ],
)
def test_a_wrong_paper_is_refused(
    submitted: Offer, officer: Actor, received_at: datetime, alter: Callable[[str], str], words_: str
) -> None:
    with pytest.raises(WrongConfirmation) as refusal:
        actions.confirm(
            submitted,
            channel="paper",
            received_at=received_at,
            typed_checksum=alter(submitted.checksum),
            actor=officer,
            at=CONFIRMATION_DUE,
        )
    assert words_ in refusal.value.sentences[0]
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_the_page_keeps_what_was_typed_and_takes_a_second_click(
    visit: Callable[..., Client], submitted: Offer, officer: Actor
) -> None:
    client = visit(officer, CONFIRMED)
    address = f"/urzad/oferty/{submitted.public_id}/potwierdzenie/"
    wrong = client.post(
        address, {"channel": "paper", "received_at": "2026-12-18T09:00:00", "typed_checksum": "3f2a 90bc"}
    )
    assert wrong.status_code == 409
    assert "3f2a 90bc" in wrong.content.decode()
    assert "Suma kontrolna z potwierdzenia nie zgadza się" in words(wrong)
    right = {"channel": "paper", "received_at": "2026-12-18T09:00:00", "typed_checksum": submitted.checksum}
    assert [client.post(address, right).status_code for _ in range(2)] == [302, 302]
    assert Entry.objects.filter(verb="confirm").count() == 1
    future = client.post(address, {**right, "received_at": "2026-12-19T09:00:00"})
    assert future.status_code == 400


def test_without_a_confirmation_it_is_left(
    visit: Callable[..., Client], submitted: Offer, officer: Actor, alice: Actor
) -> None:
    address = f"/urzad/oferty/{submitted.public_id}/bez-rozpatrzenia/"
    client = visit(officer, CONFIRMATION_DUE)
    long = "Brak potwierdzenia. " * 40
    assert long.strip() in words(client.post(address, {"reason": long}))
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "Brak potwierdzenia w terminie."}).status_code == 302
    submitted.refresh_from_db()
    assert submitted.state == "unexamined"
    again = client.post(address, {"reason": "Jeszcze raz to samo."})
    assert again.status_code == 409
    assert "Jeszcze raz to samo." in again.content.decode()


def test_only_staff_receive(visit: Callable[..., Client], submitted: Offer, alice: Actor, bob: Actor) -> None:
    for address in ("potwierdzenie", "bez-rozpatrzenia"):
        for actor, status in ((VISITOR, 302), (alice, 404), (bob, 404)):
            assert visit(actor, CONFIRMED).post(f"/urzad/oferty/{submitted.public_id}/{address}/").status_code == status


def test_only_a_signatory_withdraws(
    visit: Callable[..., Client], cycle: Cycle, submitted: Offer, alice: Actor, bob: Actor
) -> None:
    address = f"/moje/oferty/{submitted.public_id}/wycofaj/"
    editor = visit(cycle.editor(submitted.organisation), WRITTEN)
    refused = editor.post(address, {"reason": "x"})
    assert refused.status_code == 403
    assert "Ofertę wycofuje osoba podpisująca" in words(refused)
    assert visit(bob, WRITTEN).post(address, {"reason": "x"}).status_code == 404
    client = visit(alice, WRITTEN)
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "Zmieniliśmy plany."}).status_code == 302
    again = client.post(address, {"reason": "Zmieniliśmy plany drugi raz."})
    assert again.status_code == 409
    assert "Zmieniliśmy plany drugi raz." in again.content.decode()
    assert Entry.objects.get(verb="withdraw").reason == "Zmieniliśmy plany."
    assert submitted.versions.count() == 1, "what was submitted stays"
