"""Nothing typed is lost, in real Chromium: no network, a closed tab, a session that ended, two tabs, the deadline."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from competitions.corrections.models import Correction
from competitions.offers.models import Offer
from competitions.offers.states import State
from core.accounts.actor import Actor, system
from core.signin.actions import verify_email
from tests.browser import CHROMIUM_TEST, check_accessible
from tests.factories.cycle import DEADLINE, Cycle, moment

pytestmark = CHROMIUM_TEST


@pytest.fixture
def evening(settings: Any) -> Iterator[Any]:
    """The last evening of the call. The browser keeps its own time, so cookies must not carry dates."""
    settings.SESSION_EXPIRE_AT_BROWSER_CLOSE, settings.CSRF_COOKIE_AGE = True, None
    with time_machine.travel(moment(2026, 12, 14, 23, 20), tick=True) as traveller:
        yield traveller


@pytest.fixture
def offer(cycle: Cycle, evening: Any) -> Offer:
    return cycle.offer(cycle.competition(), to="draft")


@pytest.fixture
def alice(cycle: Cycle, offer: Offer) -> Actor:
    actor = cycle.signatory(offer.organisation)
    verify_email(actor.person, actor=system("zegar"), at=moment(2026, 12, 1))
    return actor


@pytest.fixture
def write(open_page: Any, enter: Any, offer: Offer) -> Callable[[Actor], Page]:
    """The editor of the offer in a browser of that person."""
    return lambda actor: open_page(f"/moje/oferty/{offer.public_id}/edycja/", client=enter(actor, second_factor=False))


def field(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("[data-autosave-status]")).to_contain_text(words, timeout=20_000)


def another_tab(page: Page) -> Page:
    """The same page in a new tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(page.url)
    return tab


def stored(offer: Offer) -> dict[str, Any]:
    content: dict[str, Any] = Offer.objects.get(pk=offer.pk).content
    return content


SAVED = re.compile(r"Zapisano o \d\d:\d\d\.")


def test_without_a_network(write: Callable[[Actor], Page], alice: Actor, offer: Offer) -> None:
    page = write(alice)
    page.context.set_offline(True)
    field(page, "III.5").fill("Napisane w pociągu")
    field(page, "III.4-1-group").fill("Seniorzy")
    says(page, "Nie zapisano – brak sieci, próbuję ponownie")
    assert stored(offer) == offer.content
    page.context.set_offline(False)
    says(page, SAVED)
    assert stored(offer)["III.5"] == "Napisane w pociągu"
    assert [row["group"] for row in stored(offer)["III.4"]] == ["Mieszkańcy powiatu", "Seniorzy"]
    assert page.evaluate("localStorage.length") == 0


def test_a_closed_tab_and_a_return(write: Callable[[Actor], Page], alice: Actor, offer: Offer) -> None:
    page = write(alice)
    page.context.set_offline(True)
    field(page, "III.5").fill("Zamknięta karta")
    page.locator("[data-rows='V.A.II']").get_by_role("button", name="Dodaj wiersz").click()
    field(page, "V.A.II-1-name").fill("Druk plakatów")
    wait_for(lambda: "Druk plakatów" in page.evaluate("JSON.stringify(localStorage)"), page)
    page.route("**/edycja/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.context.set_offline(False)
    back = another_tab(page)
    page.close()
    expect(field(back, "III.5")).to_have_value(offer.content["III.5"])
    back.get_by_role("button", name="Przywróć je").click()
    expect(field(back, "III.5")).to_have_value("Zamknięta karta")
    says(back, SAVED)
    assert stored(offer)["III.5"] == "Zamknięta karta"
    assert [row["name"] for row in stored(offer)["V.A.II"]] == ["Księgowość", "Druk plakatów"]
    assert back.evaluate("localStorage.length") == 0


def test_what_a_closing_tab_can_still_send_it_sends(write: Callable[[Actor], Page], alice: Actor, offer: Offer) -> None:
    page = write(alice)
    field(page, "III.5").fill("W ostatniej chwili")
    page.goto("about:blank")
    wait_for(lambda: stored(offer)["III.5"] == "W ostatniej chwili", page)
    page.go_back()
    expect(field(page, "III.5")).to_have_value("W ostatniej chwili")
    expect(page.get_by_role("button", name="Przywróć je")).to_have_count(0)


def test_a_session_that_ended(write: Callable[[Actor], Page], alice: Actor, offer: Offer) -> None:
    page = write(alice)
    page.context.clear_cookies(name="sessionid")
    field(page, "III.5").fill("Pisane długo w noc")
    says(page, "Sesja wygasła – zaloguj się w nowej karcie, tekst jest zachowany.")
    assert stored(offer) == offer.content
    with page.expect_popup() as opened:
        page.get_by_role("link", name="zaloguj się w nowej karcie").click()
    tab = opened.value
    tab.get_by_label("E-mail").fill(alice.person.email)
    tab.get_by_label("Hasło").fill("haslo-do-testow-1")
    tab.get_by_role("button", name="Zaloguj się", exact=True).click()
    expect(tab.get_by_role("button", name="Przywróć je")).to_be_visible()
    # The first tab goes on by itself, with the new session.
    says(page, SAVED)
    assert stored(offer)["III.5"] == "Pisane długo w noc"


def test_two_people_write_at_once(write: Callable[[Actor], Page], cycle: Cycle, alice: Actor, offer: Offer) -> None:
    hers = write(alice)
    his = write(cycle.editor(offer.organisation))
    field(hers, "III.5").fill("Rezultaty Alicji")
    field(hers, "III.4-0-group").fill("Dzieci")
    hers.locator("[data-rows='V.A.II']").get_by_role("button", name="Dodaj wiersz").click()
    field(hers, "V.A.II-1-name").fill("Druk plakatów")
    says(hers, SAVED)

    # He wrote elsewhere: both texts stay and hers appears on his page.
    field(his, "IV.1").fill("Doświadczenie Bolka")
    field(his, "III.4-1-group").fill("Seniorzy")
    says(his, SAVED)
    expect(field(his, "III.5")).to_have_value("Rezultaty Alicji")
    expect(field(his, "III.4-0-group")).to_have_value("Dzieci")
    expect(field(his, "V.A.II-1-name")).to_have_value("Druk plakatów")
    assert stored(offer)["IV.1"] == "Doświadczenie Bolka"
    assert [row["group"] for row in stored(offer)["III.4"]] == ["Dzieci", "Seniorzy"]

    # The same place: hers is stored, his stays on his page, both are shown, and he chooses.
    field(hers, "IV.2").fill("Zasoby Alicji")
    says(hers, SAVED)
    wait_for(lambda: stored(offer)["IV.2"] == "Zasoby Alicji", hers)
    field(his, "IV.2").fill("Zasoby Bolka")
    box = his.locator("[data-conflict='IV.2']")
    expect(box).to_contain_text("Zasoby Alicji")
    expect(box).to_contain_text("Zasoby Bolka")
    expect(field(his, "IV.2")).to_have_value("Zasoby Bolka")
    check_accessible(his)
    field(his, "III.3").fill("Reszta zapisuje się dalej")
    wait_for(lambda: stored(offer)["III.3"] == "Reszta zapisuje się dalej", his)
    assert stored(offer)["IV.2"] == "Zasoby Alicji"
    box.get_by_role("button", name="Zostaw mój tekst").click()
    wait_for(lambda: stored(offer)["IV.2"] == "Zasoby Bolka", his)
    expect(box).to_have_count(0)
    assert stored(offer)["IV.1"] == "Doświadczenie Bolka"


def wait_for(true: Callable[[], bool], page: Page) -> None:
    """Wait until something is so in the database; the page goes on meanwhile."""
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(150)
    raise AssertionError("it never came")


def test_the_deadline_passes_while_one_writes(
    write: Callable[[Actor], Page], alice: Actor, offer: Offer, evening: Any
) -> None:
    page = write(alice)
    evening.move_to(DEADLINE + timedelta(minutes=1))
    field(page, "III.5").fill("Minutę po terminie")
    says(page, "po terminie: tej oferty nie można już złożyć")
    kept = Offer.objects.get(pk=offer.pk)
    assert (kept.content["III.5"], kept.state) == ("Minutę po terminie", State.DRAFT)
    assert kept.late_at is not None
    page.reload()
    expect(page.locator("main")).to_contain_text("Ostatni zapis po terminie")
    page.get_by_role("button", name="Zapisz i sprawdź").click()
    expect(page.locator("main")).to_contain_text("Termin składania ofert minął")
    expect(page.get_by_role("button", name="Złóż ofertę")).to_have_count(0)


def test_the_term_of_a_correction_passes_while_one_writes(
    open_page: Any, enter: Any, cycle: Cycle, alice: Actor, offer: Offer, evening: Any
) -> None:
    called = cycle.offer(offer.competition, to="confirmed")
    cycle.check(called, proposal="correct", fields=["III.3"], accessibility={"answer": "no", "note": "brak opisu"})
    writer = cycle.signatory(called.organisation)
    verify_email(writer.person, actor=system("zegar"), at=moment(2026, 12, 1))
    due = called.correction.due
    evening.move_to(due - timedelta(minutes=2))
    page = open_page(f"/moje/oferty/{called.public_id}/uzupelnienie/", client=enter(writer, second_factor=False))
    field(page, "III.3").fill("W terminie")
    says(page, SAVED)
    evening.move_to(due + timedelta(minutes=1))
    field(page, "III.3").fill("Minutę po terminie")
    says(page, "po terminie: tego uzupełnienia nie można już złożyć")
    kept = Correction.objects.get(pk=called.correction.pk)
    assert (kept.content, kept.version) == ({"III.3": "Minutę po terminie"}, None)
    page.reload()
    expect(field(page, "III.3")).to_have_value("Minutę po terminie")
    page.get_by_role("button", name="Zapisz i sprawdź").click()
    page.get_by_role("button", name="Złóż uzupełnienie").click()
    expect(page.locator("main")).to_contain_text("Termin uzupełnienia minął")
