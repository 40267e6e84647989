"""A letter in real Chromium: an e-mail is read in and registered, decreed, handed over, received, answered."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.utils.timezone import localdate, now
from playwright.sync_api import Page, expect

from core.accounts.actor import Actor
from office.correspondence.models import Letter
from office.correspondence.states import State
from tests.browser import CHROMIUM_TEST
from tests.factories.files import pdf
from tests.factories.mail import eml
from tests.journeys.hands import follow, press

pytestmark = CHROMIUM_TEST
DESK = "/urzad/korespondencja/"


def put(page: Page, file: Any) -> None:
    given = {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read()}
    page.locator("[name='file']").set_input_files(given)


def test_from_the_post_to_the_answer(
    open_page: Any, enter: Any, people: Any, pictured: Callable[[Page], None], run_jobs: Any
) -> None:
    call_command("load_reference", verbosity=0)
    sabina: Actor = people("officer", key="KMII", name="Sabina Sekretarka")
    ola: Actor = people("officer", key="KMI", name="Ola Prasowa")

    # The secretary enters a paper letter by keyboard alone: the form begins at the sender, Enter goes to the next letter.
    page: Page = open_page(f"{DESK}nowe/", client=enter(sabina))
    pictured(page)
    expect(page.locator("[name='sender']")).to_be_focused()
    page.keyboard.type("Gmina Próbna")
    page.keyboard.press("Tab")
    page.keyboard.type("Zaproszenie na dożynki")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("body")).to_contain_text("Zarejestrowano pismo RPW/1/")
    expect(page.locator("[name='sender']")).to_have_value("")

    # An e-mail fills the form.
    follow(page, "Wczytaj e-mail")
    pictured(page)
    put(page, eml(pdf("Wniosek.pdf")))
    press(page, "Wczytaj")
    pictured(page)
    expect(page.locator("[name='sender']")).to_have_value("Żaneta Próbna")
    page.locator("[name='received_on']").fill(localdate(now()).isoformat())
    page.locator("[name='kind']").select_option("complaint")
    press(page, "Zapisz i otwórz pismo")
    expect(page.locator("main")).to_contain_text("KPA art. 237 § 1")

    # Decreed and handed over.
    follow(page, "Zadekretuj")
    pictured(page)
    page.locator("[name='to']").select_option(label="Ola Prasowa")
    page.locator("[name='instruction']").fill("Proszę o odpowiedź do piątku.")
    press(page, "Zadekretuj")
    press(page, "Przekaż")
    pictured(page)
    letter = Letter.objects.get(sender="Żaneta Próbna")
    assert letter.state == State.HANDED

    # Who has it finds it among her terms, takes it and answers; the other letter does not exist for her.
    page = open_page(DESK, client=enter(ola))
    pictured(page)
    expect(page.locator("main")).not_to_contain_text("dożynki")
    page.goto(page.url.replace(DESK, "/urzad/nieobecnosci/nowa/"))
    pictured(page)
    page.goto(page.url.replace("nieobecnosci/nowa/", "terminy/"))
    pictured(page)
    follow(page, letter.sign)
    press(page, "Potwierdź odbiór")
    follow(page, "Odnotuj odpowiedź")
    pictured(page)
    put(page, pdf("Odpowiedź.pdf"))
    press(page, "Odnotuj odpowiedź")
    pictured(page)
    expect(page.locator("main")).to_contain_text("z odpowiedzią")
    expect(page.locator("main")).to_contain_text("Odpowiedź.pdf")
    letter.refresh_from_db()
    assert letter.state == State.ANSWERED
