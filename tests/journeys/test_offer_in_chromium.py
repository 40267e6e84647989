"""An offer at night before the deadline, in real Chromium: signing in, writing, a budget that adds up, the confirmation."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.signin.actions import verify_email
from tests.browser import CHROMIUM_TEST, check_accessible
from tests.factories.content import OFFER
from tests.factories.cycle import PUBLISHED, Cycle, moment

pytestmark = CHROMIUM_TEST


@pytest.fixture
def night(settings: Any) -> Iterator[None]:
    """Twenty past eleven on the last evening. The browser keeps its own time, so cookies must not carry dates."""
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE, settings.CSRF_COOKIE_AGE = True, None
    with time_machine.travel(moment(2026, 12, 14, 23, 20), tick=True):
        yield


@pytest.fixture
def signatory(cycle: Cycle, clock: Actor) -> Actor:
    """A person who signs for the one organisation, with a verified address."""
    actor = cycle.signatory(cycle.organisation("Fundacja Źródło Pieśni"))
    verify_email(actor.person, actor=clock, at=PUBLISHED)
    return actor


def fill(page: Page, fields: dict[str, Any]) -> None:
    """Type into the form what the mapping says: texts, choices, ticks, rows of tables (added by their button)."""
    for code, value in fields.items():
        if isinstance(value, list):
            for number, row in enumerate(value):
                place = page.locator(f"#pole-{code.replace('.', chr(92) + '.')}")
                if place.locator("[data-row]").count() <= number:
                    place.get_by_role("button", name="Dodaj wiersz").click()
                for column, text in row.items():
                    cell = page.locator(f"[name='{code}-{number}-{column}']")
                    if cell.evaluate("cell => cell.localName") == "select":
                        cell.select_option(text)
                    else:
                        cell.fill(text)
        elif page.locator(f"[name='{code}'][type=radio]").count():
            page.locator(f"[name='{code}'][value='{value}']").check()
        elif page.locator(f"[name='{code}'][type=checkbox]").count():
            page.locator(f"[name='{code}']").check()
        else:
            page.locator(f"[name='{code}']").fill(value)


def test_from_signing_in_to_the_confirmation(
    night: None, cycle: Cycle, signatory: Actor, open_page: Any, run_jobs: Any
) -> None:
    competition = cycle.competition()
    page = open_page(f"/konkursy/{competition.public_id}/")
    page.get_by_role("link", name="Napisz ofertę").click()
    page.get_by_label("E-mail").fill(signatory.person.email)
    page.get_by_label("Hasło").fill("haslo-do-testow-1")
    page.get_by_role("button", name="Zaloguj się", exact=True).click()
    page.get_by_role("button", name="Rozpocznij pisanie oferty").click()

    # Half of the text, then the budget with a grosz too few: the page counts while one writes.
    check_accessible(page)
    fill(page, {**OFFER, "V.B.3.1": "1999.99"})
    expect(page.locator("[data-sum=costs]").first).to_contain_text("12 500,00")
    expect(page.locator("[data-sum=difference]").first).to_contain_text("0,01")
    page.get_by_role("button", name="Zapisz i sprawdź").click()
    expect(page.locator("#missing")).to_have_text("1 rzecz do poprawienia")
    expect(page.locator(".breaches")).to_contain_text("V.B")
    check_accessible(page)

    # The defect leads to its field; put right, the offer goes.
    page.locator(".breaches a").first.click()
    fill(page, {"V.B.3.1": "2000"})
    expect(page.locator("[data-sum=difference]").first).to_contain_text("0,00")
    page.get_by_role("button", name="Zapisz i sprawdź").click()
    page.get_by_role("button", name="Złóż ofertę").click()
    expect(page.locator("main")).to_contain_text("złożona, czeka na potwierdzenie")
    offer = Offer.objects.get()
    assert (offer.state, offer.number) == ("submitted", 1)

    # The confirmation is made in the background and appears without a reload.
    assert run_jobs() >= 1
    link = page.get_by_role("link", name="Otwórz dokument")
    expect(link).to_be_visible(timeout=10_000)
    check_accessible(page)
    answer = page.request.get(f"{page.url.split('/moje/')[0]}{link.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF")
