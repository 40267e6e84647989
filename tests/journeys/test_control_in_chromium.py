"""A control of the office to its executed recommendations, in real Chromium: entry, protocol, recommendation, work, answer, end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Page, expect

from core.accounts.actor import Actor
from office.controls.models import Control
from tests.browser import CHROMIUM_TEST, check_accessible
from tests.factories.controls import Book
from tests.factories.cycle import moment
from tests.factories.files import pdf
from tests.journeys import hands
from tests.journeys.hands import fill

pytestmark = CHROMIUM_TEST

TODAY = moment(2026, 11, 23, 9)


def press(page: Page, words: str) -> None:
    hands.press(page, words)
    check_accessible(page)


def follow(page: Page, words: str) -> None:
    hands.follow(page, words, exact=False)
    check_accessible(page)


def test_a_control_goes_to_its_executed_recommendations(
    hold: Callable[[datetime], None], look: Callable[[Actor, str], Page], people: Any
) -> None:
    call_command("load_reference", verbosity=0)
    hold(TODAY)
    book = Book(people, at=TODAY)
    page = look(book.clerk, "/urzad/kontrole/")
    follow(page, "Wpisz kontrolę")
    fill(page, body="Regionalna Izba Przykładowa", authorisation="WK.601.3.2026", scope="Dotacje w 2025 r.")
    page.locator("[name='unit']").select_option("KMIII")
    fill(page, begins_on="2026-11-02", ends_on="2026-10-02")
    press(page, "Wpisz kontrolę")
    expect(page.locator("main")).to_contain_text("Koniec kontroli jest wcześniejszy niż początek")
    fill(page, ends_on="2026-11-20")
    press(page, "Wpisz kontrolę")
    control = Control.objects.get()
    address = f"/urzad/kontrole/{control.public_id}/"

    follow(page, "Wpisz protokół")
    fill(page, protocol_on="2026-11-20", reservations_due="2026-11-30")
    press(page, "Wpisz protokół")
    follow(page, "Dodaj plik")
    fill(page, title="protokół kontroli")
    paper = {"name": "protokol.pdf", "mimeType": "application/pdf", "buffer": pdf().read()}
    page.locator("[name='file']").set_input_files(paper)
    press(page, "Dodaj plik")
    follow(page, "Wpisz wystąpienie pokontrolne")
    fill(page, recommended_on="2026-11-23", answer_due="2026-12-14")
    press(page, "Wpisz wystąpienie pokontrolne")
    follow(page, "Dodaj zalecenie")
    fill(page, text="Prowadzić ewidencję rozliczeń.", due_on="2026-12-07")
    page.locator("[name='owner']").select_option("KMIII")
    press(page, "Dodaj zalecenie")

    # The unit finds it on its desk, late, and says what it did.
    hold(TODAY + timedelta(days=15))
    page = look(book.officer, "/urzad/")
    expect(page.locator("main")).to_contain_text("termin minął")
    follow(page, "1/2026, zalecenie 1")
    fill(page, executed_on="2026-12-08", how="Ewidencja jest prowadzona od 8 grudnia.")
    press(page, "Wpisz wykonanie")
    expect(page.locator("main")).to_contain_text("wykonane")

    # The keeper answers the body and closes the control.
    page = look(book.clerk, address)
    press(page, "Zakończ kontrolę")
    expect(page.locator("[role=status]").first).to_contain_text("czeka na odpowiedź")
    follow(page, "Wpisz odpowiedź")
    fill(page, answered_on="2026-12-08")
    press(page, "Wpisz odpowiedź")
    press(page, "Zakończ kontrolę")
    expect(page.locator("main")).to_contain_text("zakończona")
    assert "1 z 1 wykonano" in look(book.clerk, "/urzad/kontrole/?szukaj=izba").locator("main").inner_text()
