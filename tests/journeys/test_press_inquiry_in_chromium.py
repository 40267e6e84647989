"""A press inquiry from the letter to its answer, in real Chromium: registered, refused without a basis, answered, off the desk."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from core.accounts.actor import Actor
from office.registers.models import Entry
from tests.browser import CHROMIUM_TEST
from tests.journeys.hands import press

pytestmark = CHROMIUM_TEST


def field(page: Page, name: str) -> Locator:
    return page.locator(f"main [name='{name}']")


def test_an_inquiry_goes_from_the_letter_to_its_answer(
    people: Any, enter: Any, open_page: Any, pictured: Callable[[Page], None]
) -> None:
    call_command("load_reference", verbosity=0)
    officer: Actor = people("officer", key="KMI", name="Anna Prasowa")
    page: Page = open_page("/rejestry/zapytania-prasowe/", client=enter(officer))
    pictured(page)
    page.get_by_role("link", name="Nowy wpis").click()
    pictured(page)

    # The letter that came three weeks ago: its term is counted and has passed.
    field(page, "received").fill("2026-11-02")
    field(page, "medium").fill("Kurier Próbny")
    field(page, "journalist").fill("Jan Wymyślony")
    press(page, "Zapisz wpis")
    expect(page.get_by_text("Uzupełnij pole „Pytanie”.").first).to_be_visible()
    expect(field(page, "medium")).to_have_value("Kurier Próbny")
    pictured(page)
    field(page, "question").fill("Ile kosztował remont sali?")
    press(page, "Zapisz wpis")
    expect(page.get_by_role("heading", name="Ile kosztował remont sali?")).to_be_visible()
    expect(page.get_by_text("Termin minął")).to_be_visible()
    entry = Entry.objects.get()
    pictured(page)

    # It waits on the desk of the unit and among its terms.
    page.goto(page.url.replace(f"/rejestry/wpisy/{entry.public_id}/", "/urzad/"))
    expect(page.get_by_role("link", name=entry.sign)).to_be_visible()
    page.get_by_role("link", name=entry.sign).click()

    # A refusal needs its basis; the answer does not.
    page.get_by_role("link", name="Zmień wpis").click()
    field(page, "result").select_option(label="odmówiono")
    press(page, "Zapisz wpis")
    expect(page.get_by_text("Uzupełnij pole „Podstawa prawna odmowy”").first).to_be_visible()
    field(page, "result").select_option(label="udzielono odpowiedzi")
    field(page, "answer").fill("Remont kosztował 120 000 zł.")
    field(page, "answered").fill("2026-11-23")
    pictured(page)
    press(page, "Zapisz wpis")
    expect(page.get_by_text("Remont kosztował 120 000 zł.")).to_be_visible()
    expect(page.get_by_text("Termin minął")).to_have_count(0)
    pictured(page)

    # The filter finds it by its result; nothing waits any more.
    page.locator("main").get_by_role("link", name="Zapytania prasowe").first.click()
    field(page, "result").select_option(label="udzielono odpowiedzi")
    press(page, "Pokaż")
    expect(page.get_by_role("link", name=entry.sign)).to_be_visible()
    pictured(page)
    page.goto(page.url.partition("/rejestry/")[0] + "/urzad/rejestry/terminy/")
    expect(page.get_by_text("Żaden wpis nie czeka")).to_be_visible()
    pictured(page)
