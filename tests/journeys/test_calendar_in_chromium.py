"""A week's calendar to the media, in real Chromium: entered, in conflict, confirmed, approved, issued, read by a visitor; axe, 360 and 1280."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from playwright.sync_api import Page, expect

from core.documents.models import Document
from core.notices.models import Notice
from office.agenda.actions import events
from office.agenda.models import Event
from office.registers.actions import enter as enter_entry
from office.registers.schema import registers
from tests.browser import CHROMIUM_TEST, check_accessible
from tests.factories.agenda import attendee, clock, planned, room, units

pytestmark = CHROMIUM_TEST
THURSDAY = clock(26, 9)


@pytest.fixture
def _thursday(settings: Any) -> Iterator[None]:
    """Thursday before the list goes out. The browser keeps its own time, so cookies must not carry dates."""
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE, settings.CSRF_COOKIE_AGE = True, None
    settings.SESSION_COOKIE_AGE = 366 * 24 * 3600
    with time_machine.travel(THURSDAY, tick=True):
        yield


def on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    check_accessible(page)
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.usefixtures("_thursday")
def test_a_weeks_calendar_reaches_the_media(
    people: Any, open_page: Any, enter: Any, run_jobs: Callable[[], int], tmp_path: Path, live_server: Any
) -> None:
    units()
    secretary, press = people("officer", key="KMII"), people("officer", key="KMI")
    marshal, hall = attendee("Marszałek Województwa"), room()
    secret = planned(
        title="Narada poufna", visibility="unit", starts_at=clock(1, 12, month=12), ends_at=clock(1, 13, month=12)
    )
    events.enter({**secret, "people": [marshal]}, actor=secretary, at=THURSDAY)
    contact = {"newsroom": "Radio Próba", "kind": "radio", "email": "radio@media.example", "confirmed": "2026-11-01"}
    enter_entry(registers()["media"], contact, actor=press, at=THURSDAY)

    page: Page = open_page("/urzad/kalendarz/?dzien=2026-12-01", client=enter(secretary))
    check_accessible(page)
    # The week by keyboard alone: to the event of Tuesday, and on to the next week.
    page.get_by_role("link", name="wtorek, 1 grudnia").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Narada poufna")).to_be_focused()
    page.get_by_role("link", name="Później").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="7–13 grudnia 2026 r.")).to_be_visible()
    page.go_back()
    on_a_phone(page)

    page.get_by_role("link", name="Wpisz wydarzenie").click()
    on_a_phone(page)
    page.get_by_label("Rodzaj").select_option("occasion")
    page.get_by_label("Tytuł").fill("Otwarcie drogi w Łęczycy")
    page.get_by_label("Dzień", exact=True).fill("2026-12-01")
    page.get_by_label("Od godziny").fill("12:30")
    page.get_by_label("Do godziny").fill("13:30")
    page.get_by_label("Marszałek Województwa").check()
    page.get_by_label("Sala").select_option(label=str(hall))
    page.get_by_label("publiczne: trafi na listę dla mediów").check()
    page.get_by_role("button", name="Zapisz wydarzenie").click()
    expect(page.get_by_text("Zajęty termin. Marszałek Województwa").first).to_be_visible()
    check_accessible(page)
    page.get_by_label("Od godziny").fill("14:00")
    page.get_by_label("Do godziny").fill("15:00")
    page.get_by_role("button", name="Zapisz wydarzenie").click()
    expect(page.get_by_role("heading", name="Otwarcie drogi w Łęczycy")).to_be_visible()
    page.get_by_role("button", name="Dodaj to, co zwykle").click()
    expect(page.get_by_role("link", name="Przemówienie")).to_be_visible()
    page.get_by_role("button", name="Potwierdź").click()
    on_a_phone(page)

    page.goto(f"{live_server.url}/urzad/kalendarz/media/")
    page.get_by_label("Dowolny dzień tygodnia").fill("2026-12-03")
    page.get_by_role("button", name="Przygotuj listę tygodnia").click()
    expect(page.get_by_text("Otwarcie drogi w Łęczycy")).to_be_visible()

    page = open_page(page.url.removeprefix(live_server.url), client=enter(press))
    on_a_phone(page)
    page.get_by_role("button", name="Zatwierdź listę").click()
    page.get_by_role("button", name="Wydaj i wyślij do mediów").click()
    expect(page.get_by_text("1 list do mediów")).to_be_visible()
    run_jobs()

    visitor: Page = open_page("/kalendarz/")
    check_accessible(visitor)
    visitor.get_by_role("link", name="30 listopada – 6 grudnia 2026 r.").click()
    expect(visitor.get_by_text("Otwarcie drogi w Łęczycy")).to_be_visible()
    expect(visitor.get_by_text("Narada poufna")).to_have_count(0)
    on_a_phone(visitor)

    event = Event.objects.get(title="Otwarcie drogi w Łęczycy")
    assert event.occurrences.get().day == date(2026, 12, 1)
    letter = Notice.objects.get(template="media-week")
    assert "14:00–15:00: Otwarcie drogi w Łęczycy" in letter.body
    file = tmp_path / "list.pdf"
    with default_storage.open(Document.objects.get().file) as stored:
        file.write_bytes(stored.read())
    text = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True).stdout
    assert "Otwarcie drogi w Łęczycy" in text
    assert "poufna" not in text
