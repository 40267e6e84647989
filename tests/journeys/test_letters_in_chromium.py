"""Congratulations to a list and a communiqué, in real Chromium: written, forms checked, printed, signed, sent; published, read."""

from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.accounts.actor import Actor
from office.letters.models import Communique, LetterSet
from tests.browser import CHROMIUM_TEST
from tests.journeys.hands import fill, follow, press

pytestmark = CHROMIUM_TEST
TABLE = """Zwrot;Tytuł;Imię;Nazwisko;Funkcja;Instytucja;Ulica i numer;Kod pocztowy;Miejscowość
Pani;dr;Anna;Leśniewska;Wójt Gminy Zawilce;Urząd Gminy w Zawilcach;Rynek 1;98-997;Zawilce
Państwo;;;;;Orkiestra Dęta w Zawilcach;ul. Strażacka 1;98-997;Zawilce
"""


def test_congratulations_go_out_only_when_a_person_checked_every_form(
    open_page: Any, enter: Any, pictured: Callable[[Page], None], people: Any, run_jobs: Callable[[], int]
) -> None:
    call_command("load_reference", verbosity=0)
    officer: Actor = people("officer", key="KMI", name="Pola Prasowa")
    page: Page = open_page("/urzad/pisma/", client=enter(officer))
    pictured(page)
    follow(page, "Przygotuj pisma")
    page.locator("main [name='kind']").select_option("congratulations")
    fill(page, subject="Stulecie orkiestry", text="Składam gratulacje {imie}.", dated_on="2026-12-01")
    fill(page, signatory="Bogumił Świętosławski", office="Marszałek Województwa Łódzkiego")
    press(page, "Zapisz")
    expect(page.locator("main")).to_contain_text("{imie}")
    pictured(page)
    fill(page, text="proszę przyjąć gratulacje z okazji stulecia.\n\nList składam {komu}.")
    press(page, "Zapisz")
    pictured(page)

    # One addressee by hand, two from a table that is tried first.
    follow(page, "Dodaj adresata")
    page.locator("main [name='gender'][value='man']").check()
    fill(page, first_name="Jan", last_name="Kozioł", function="Starosta", city="Rzeczany", postcode="98994")
    press(page, "Zapisz adresata")
    expect(page.locator("main")).to_contain_text("Kod ma postać 90-051.")
    pictured(page)
    fill(page, postcode="98-994")
    press(page, "Zapisz adresata")
    follow(page, "Wczytaj z tabeli")
    file: Any = {"name": "adresaci.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.locator("main [name='file']").set_input_files(file)
    press(page, "Dalej")
    expect(page.locator("main")).to_contain_text("Poprawne wiersze: 2")
    pictured(page)
    page.locator("main [name='file']").set_input_files(file)
    page.locator("main [name='how'][value='take']").check()
    press(page, "Dalej")
    expect(page.locator("main")).to_contain_text("3 adresaci")
    pictured(page)

    # Nothing is made before every form is checked; where the rules are not sure, a person types the form.
    follow(page, "Potwierdź sprawdzenie")
    press(page, "Potwierdź sprawdzenie")
    expect(page.locator("main")).to_contain_text("Nie sprawdzono form grzecznościowych 3 adresatów.")
    pictured(page)
    follow(page, "Wróć bez zmian")
    follow(page, "Sprawdź formy")
    expect(page.locator("[name='forms-0-salutation']")).to_have_value("Szanowny Panie Starosto")
    expect(page.locator("[name='forms-0-dative']")).to_have_value("")
    expect(page.locator("[name='forms-1-dative']")).to_have_value("Pani Annie Leśniewskiej")
    fill(page, forms__0__dative="Panu Janowi Koziołowi")
    for number in range(3):
        page.locator(f"[name='forms-{number}-checked']").check()
    pictured(page)
    press(page, "Zapisz sprawdzenie")
    letter_set = LetterSet.objects.get()
    first = letter_set.addressees.first()
    assert first is not None
    home = page.url.split("/urzad/")[0]
    draft = page.request.get(f"{home}/urzad/pisma/adresaci/{first.public_id}/pismo.pdf")
    assert draft.body().startswith(b"%PDF")
    follow(page, "Potwierdź sprawdzenie")
    press(page, "Potwierdź sprawdzenie")
    expect(page.locator("main")).to_contain_text("Pliki powstają w tle")
    pictured(page)

    # The jobs make a letter for each, all in one file, labels and envelopes.
    run_jobs()
    page.reload()
    expect(page.locator("main")).to_contain_text("Pola Prasowa")
    for words in ("wszystkie pisma w jednym pliku", "etykiety adresowe A4", "koperty DL"):
        address = page.locator("main").get_by_role("link", name=words).get_attribute("href")
        assert page.request.get(f"{home}{address}").body().startswith(b"%PDF")
    page.get_by_text("Pisma osobno: 3").click()
    pictured(page)
    follow(page, "Odnotuj podpisanie")
    pictured(page)
    press(page, "Odnotuj podpisanie")
    follow(page, "Odnotuj wysłanie")
    press(page, "Odnotuj wysłanie")
    pictured(page)
    letter_set.refresh_from_db()
    assert (letter_set.state, letter_set.sent_on) == ("sent", localdate())


def test_a_communique_is_drafted_published_and_read_by_a_visitor(
    open_page: Any, enter: Any, pictured: Callable[[Page], None], people: Any
) -> None:
    call_command("load_reference", verbosity=0)
    officer: Actor = people("officer", key="KMI", name="Pola Prasowa")
    page: Page = open_page("/komunikaty/", client=enter(officer))
    pictured(page)
    follow(page, "Nowy komunikat")
    fill(page, title="Sto lat orkiestry", lead="Koncert już w sobotę.", contact="prasa@urzad.example")
    press(page, "Zapisz komunikat")
    expect(page.locator("main [name='lead']")).to_have_value("Koncert już w sobotę.")
    pictured(page)
    fill(page, text="Wystąpią trzy pokolenia muzyków.\n\nWstęp jest wolny.")
    press(page, "Zapisz komunikat")
    pictured(page)
    communique = Communique.objects.get()
    address = f"/komunikaty/{communique.public_id}/"

    visitor: Page = open_page("/komunikaty/")
    expect(visitor.locator("main")).not_to_contain_text("Sto lat orkiestry")
    follow(page, "Zmień")
    fill(page, lead="Koncert w sobotę o 18.00.")
    press(page, "Zapisz komunikat")
    press(page, "Opublikuj komunikat")
    expect(page.locator("main")).to_contain_text("opublikowany")
    pictured(page)

    visitor.reload()
    pictured(visitor)
    follow(visitor, "Sto lat orkiestry")
    assert visitor.url.endswith(address)
    expect(visitor.locator("main")).to_contain_text("Koncert w sobotę o 18.00.")
    expect(visitor.locator("main")).to_contain_text("Wystąpią trzy pokolenia muzyków.")
    pictured(visitor)
    document = visitor.locator("main .documents a").first.get_attribute("href")
    assert visitor.request.get(f"{visitor.url.split('/komunikaty/')[0]}{document}").body().startswith(b"%PDF")

    follow(page, "Wycofaj komunikat")
    fill(page, reason="Koncert przełożono.")
    pictured(page)
    press(page, "Wycofaj komunikat")
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("Koncert przełożono.")
    expect(visitor.locator("main")).not_to_contain_text("Wystąpią trzy pokolenia")
    pictured(visitor)
