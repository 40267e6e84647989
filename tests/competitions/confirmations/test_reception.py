"""One page for the clerk: what was scanned finds the offer and says at once whether this paper is the one required now."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.confirmations.recognition import digits, recognise
from competitions.offers import actions as offers
from competitions.offers.checksum import spoken
from competitions.offers.documents import ConfirmationSheet
from competitions.offers.models import Offer, OfferVersion
from core.accounts.actor import VISITOR, Actor
from core.audit.models import PersonalRead
from ngo.registry.models import Organisation
from tests.factories.cycle import CONFIRMATION_DUE, CONFIRMED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def scan(visit: Callable[..., Client], officer: Actor) -> Callable[..., str]:
    """What the page says of a text."""

    def scanned(text: str, at: Any = CONFIRMED) -> str:
        return words(visit(officer, at).get("/urzad/potwierdzenia/", {"suma": text}))

    return scanned


def test_a_scan_leads_to_the_receipt(
    visit: Callable[..., Client], scan: Callable[..., str], submitted: Offer, officer: Actor
) -> None:
    page = scan(submitted.checksum)
    assert "Właściwe potwierdzenie To wersja, której potwierdzenia teraz trzeba." in page
    assert "Termin wpływu: 21 grudnia 2026 r., godz. 16:00" in page
    assert PersonalRead.objects.filter(page="reception").count() == 1
    client = visit(officer, CONFIRMED)
    body = client.get("/urzad/potwierdzenia/", {"suma": submitted.checksum}).content.decode()
    action = re.search(r'<form method="post" action="(/urzad/oferty/[^"]+)"', body)
    assert action
    posted = {
        "typed_checksum": submitted.checksum,
        "channel": "paper",
        "received_at": "2026-12-18T09:00:00",
        "others": "A. B.",
    }
    assert client.post(html.unescape(action[1]), posted).headers["Location"] == "/urzad/potwierdzenia/"
    again = scan(submitted.checksum)
    assert "Tego potwierdzenia nie można przyjąć" in again
    assert "Wpis 1: potwierdzenie wersji 1 wpłynęło 18 grudnia 2026 r." in again


def test_what_stands_on_the_pdf_is_what_the_page_takes(submitted: Offer, scan: Callable[..., str]) -> None:
    sheet = ConfirmationSheet.of(submitted.versions.get())
    for text in (sheet.checksum, sheet.spoken_checksum, sheet.spoken_checksum[:9]):
        assert "Właściwe potwierdzenie" in scan(text)


def test_after_the_term_only_what_came_before_counts(submitted: Offer, scan: Callable[..., str]) -> None:
    page = scan(submitted.checksum, CONFIRMATION_DUE + timedelta(seconds=1))
    assert "Właściwe potwierdzenie, ale termin minął" in page
    assert "Przyjmij je tylko wtedy, gdy wpłynęło w terminie." in page


def test_one_misread_group_is_named(submitted: Offer, scan: Callable[..., str]) -> None:
    wrong = ("8" if submitted.checksum[20] != "8" else "9").join([submitted.checksum[:20], submitted.checksum[21:]])
    page = scan(wrong)
    assert "1 grupa z 16 (która z kolei: 6) różni się od sumy oferty nr 1 (Fundacja Alicji)" in page


def test_what_names_nothing_says_so(submitted: Offer, scan: Callable[..., str]) -> None:
    assert "Nie ma takiej oferty" in scan("0" * 64)
    assert "Nie ma takiej oferty" in scan("f" * 70)
    assert "To za mało" in scan(submitted.checksum[:7])
    assert "To za mało" in scan("zupełnie nic")


def test_the_same_content_submitted_twice_is_said_plainly(
    cycle: Cycle, competition: Competition, submitted: Offer, ours: Organisation, alice: Actor, scan: Callable[..., str]
) -> None:
    offers.withdraw(submitted, reason="pomyłka", actor=alice, at=WRITTEN)
    again = cycle.offer(competition, ours)
    assert again.checksum == submitted.checksum
    page = scan(spoken(again.checksum))
    assert "Te znaki pasują do kilku ofert" in page
    assert "Oferta nr 1" in page
    assert "Oferta nr 2" in page


def test_first_groups_of_two_offers(
    cycle: Cycle, competition: Competition, submitted: Offer, scan: Callable[..., str]
) -> None:
    other = cycle.offer(competition, **{"III.1": "Inny tytuł"})
    begun = submitted.checksum[:12]
    OfferVersion.objects.filter(offer=other).update(checksum=begun + "0" * 52)
    assert "Te znaki pasują do kilku ofert" in scan(begun)
    assert "Właściwe potwierdzenie" in scan(submitted.checksum[:16])


def test_a_draft_is_found_by_nobody(draft: Offer, officer: Actor) -> None:
    assert recognise("0" * 64, OfferVersion.objects.all()).versions == ()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("3f2a 90bc", "3f2a90bc"),
        ("SUMA KONTROLNA: 3F2A-90BC.", "3f2a90bc"),
        ("a 3f2a 90bc to be", "a3f2a90bc"),
        ("3f2a 9Obc l234", "3f2a90bc1234"),
        ("zgoda", ""),
        ("", ""),
    ],
)
def test_digits_are_picked_out_of_words(text: str, read: str) -> None:
    assert digits(text) == read


def test_who_may(visit: Callable[..., Client], people: Any, submitted: Offer, alice: Actor, officer: Actor) -> None:
    for actor, status in ((VISITOR, 302), (alice, 403), (people("auditor"), 403), (officer, 200)):
        assert visit(actor, CONFIRMED).get("/urzad/potwierdzenia/", {"suma": submitted.checksum}).status_code == status
