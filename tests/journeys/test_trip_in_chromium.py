"""A trip in real Chromium: planned by an assistant, approved by the head, held, its costs and report, settled, its sheet."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.accounts.actor import Actor
from core.documents.models import Document
from office.trips.models import Trip
from tests.browser import CHROMIUM_TEST, check_accessible
from tests.factories.files import pdf

pytestmark = CHROMIUM_TEST


@pytest.fixture
def look(tmp_path: Path) -> Callable[[Page], None]:
    """`look(page)`: accessible on a phone and on a desk, with a picture of each."""
    count: list[int] = []

    def at_both(page: Page) -> None:
        count.append(1)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            check_accessible(page)
            page.screenshot(path=tmp_path / f"{len(count):02d}-{width}.png", full_page=True)

    return at_both


def press(page: Page, words: str) -> None:
    """Press the button and wait for the page that follows."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words, exact=True).click()


def go(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=words, exact=True).click()


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name='{name.replace('__', '-')}']").fill(value)


def test_from_a_plan_to_the_settlement(
    open_page: Any, enter: Any, look: Callable[[Page], None], people: Any, run_jobs: Any, at: datetime
) -> None:
    call_command("load_reference", verbosity=0)
    assistant: Actor = people("officer", key="KMV", name="Asia Asystentka")
    head: Actor = people("head", key="KMV", name="Henryk Kierownik")
    today = f"{localdate()}"

    page: Page = open_page("/urzad/wyjazdy/", client=enter(assistant))
    look(page)
    go(page, "Zaplanuj wyjazd")
    page.locator("[name='kind'][value='foreign']").check()
    fill(page, purpose="Rozmowy o wymianie młodzieży", country="Czechy", place="Brno", starts_on=today, ends_on=today)
    fill(page, people__0__name="Jan Tłumacz", people__0__role="tłumacz")
    fill(page, points__0__day=today, points__0__time="09:30", points__0__text="Spotkanie z radą kraju")
    page.get_by_role("button", name="Dodaj punkt programu").click()
    fill(page, points__1__day=today, points__1__time="14:00", points__1__text="Podpisanie listu")
    page.locator("[name='costs-0-kind']").select_option("lodging")
    page.locator("[name='costs-0-currency']").select_option("EUR")
    fill(page, costs__0__amount="120,50")
    look(page)
    press(page, "Zapisz plan")
    expect(page.locator("main")).to_contain_text("podaj kurs jednej jednostki")
    look(page)
    fill(page, costs__0__rate="4,2513", costs__0__rate_on=today)
    press(page, "Zapisz plan")
    expect(page.locator("main")).to_contain_text("512,28")
    look(page)
    trip = Trip.objects.get()
    assert len(trip.points) == 2
    address = f"/urzad/wyjazdy/{trip.public_id}/"

    decides: Page = open_page(address, client=enter(head))
    go(decides, "Zatwierdź wyjazd")
    look(decides)
    press(decides, "Zatwierdź wyjazd")
    run_jobs()

    page.reload()
    go(page, "Odnotuj odbycie wyjazdu")
    press(page, "Odnotuj odbycie wyjazdu")
    go(page, "Dodaj plik")
    fill(page, title="Prezentacja rady kraju")
    page.locator("[name='file']").set_input_files(
        {"name": "rada.pdf", "mimeType": "application/pdf", "buffer": pdf("rada.pdf").read()}
    )
    look(page)
    press(page, "Dodaj plik")
    go(page, "Wpisz koszty")
    fill(page, costs__0__amount="118,00")
    look(page)
    press(page, "Zapisz koszty")
    go(page, "Złóż sprawozdanie")
    fill(page, report="Podpisano list intencyjny. Pierwsza wymiana jesienią.")
    look(page)
    press(page, "Złóż sprawozdanie")

    decides.goto(f"{decides.url.split('/urzad/')[0]}{address}")
    expect(decides.locator("main")).to_contain_text("Pierwsza wymiana jesienią")
    go(decides, "Rozlicz wyjazd")
    press(decides, "Rozlicz wyjazd")
    run_jobs()
    decides.reload()
    look(decides)
    expect(decides.locator("main")).to_contain_text("rozliczony")
    sheet = Document.objects.filter(kind="trips.sheet").latest("version")
    assert sheet.version == 2
    answer = decides.request.get(f"{decides.url.split('/urzad/')[0]}/dokumenty/{sheet.public_id}/")
    assert answer.body().startswith(b"%PDF")
