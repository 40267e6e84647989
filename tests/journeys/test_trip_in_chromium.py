"""A trip in real Chromium: planned by an assistant, approved by the head, held, its costs and report, settled, its sheet."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from core.accounts.actor import Actor
from core.documents.models import Document
from office.trips.models import Trip
from tests.browser import CHROMIUM_TEST
from tests.factories.files import pdf
from tests.journeys.hands import fill, follow, press

pytestmark = CHROMIUM_TEST


def test_from_a_plan_to_the_settlement(
    open_page: Any, enter: Any, pictured: Callable[[Page], None], people: Any, run_jobs: Any, at: datetime
) -> None:
    call_command("load_reference", verbosity=0)
    assistant: Actor = people("officer", key="KMV", name="Asia Asystentka")
    head: Actor = people("head", key="KMV", name="Henryk Kierownik")
    today = f"{localdate()}"

    page: Page = open_page("/urzad/wyjazdy/", client=enter(assistant))
    pictured(page)
    follow(page, "Zaplanuj wyjazd")
    page.locator("[name='kind'][value='foreign']").check()
    fill(page, purpose="Rozmowy o wymianie młodzieży", country="Czechy", place="Brno", starts_on=today, ends_on=today)
    fill(page, people__0__name="Jan Tłumacz", people__0__role="tłumacz")
    fill(page, points__0__day=today, points__0__time="09:30", points__0__text="Spotkanie z radą kraju")
    page.get_by_role("button", name="Dodaj punkt programu").click()
    fill(page, points__1__day=today, points__1__time="14:00", points__1__text="Podpisanie listu")
    page.locator("[name='costs-0-kind']").select_option("lodging")
    page.locator("[name='costs-0-currency']").select_option("EUR")
    fill(page, costs__0__amount="120,50")
    pictured(page)
    press(page, "Zapisz plan")
    expect(page.locator("main")).to_contain_text("podaj kurs jednej jednostki")
    pictured(page)
    fill(page, costs__0__rate="4,2513", costs__0__rate_on=today)
    press(page, "Zapisz plan")
    expect(page.locator("main")).to_contain_text("512,28")
    pictured(page)
    trip = Trip.objects.get()
    assert len(trip.points) == 2
    address = f"/urzad/wyjazdy/{trip.public_id}/"

    decides: Page = open_page(address, client=enter(head))
    follow(decides, "Zatwierdź wyjazd")
    pictured(decides)
    press(decides, "Zatwierdź wyjazd")
    run_jobs()

    page.reload()
    follow(page, "Odnotuj odbycie wyjazdu")
    press(page, "Odnotuj odbycie wyjazdu")
    follow(page, "Dodaj plik")
    fill(page, title="Prezentacja rady kraju")
    page.locator("[name='file']").set_input_files(
        {"name": "rada.pdf", "mimeType": "application/pdf", "buffer": pdf("rada.pdf").read()}
    )
    pictured(page)
    press(page, "Dodaj plik")
    follow(page, "Wpisz koszty")
    fill(page, costs__0__amount="118,00")
    pictured(page)
    press(page, "Zapisz koszty")
    follow(page, "Złóż sprawozdanie")
    fill(page, report="Podpisano list intencyjny. Pierwsza wymiana jesienią.")
    pictured(page)
    press(page, "Złóż sprawozdanie")

    decides.goto(f"{decides.url.split('/urzad/')[0]}{address}")
    expect(decides.locator("main")).to_contain_text("Pierwsza wymiana jesienią")
    follow(decides, "Rozlicz wyjazd")
    press(decides, "Rozlicz wyjazd")
    run_jobs()
    decides.reload()
    pictured(decides)
    expect(decides.locator("main")).to_contain_text("rozliczony")
    sheet = Document.objects.filter(kind="trips.sheet").latest("version")
    assert sheet.version == 2
    answer = decides.request.get(f"{decides.url.split('/urzad/')[0]}/dokumenty/{sheet.public_id}/")
    assert answer.body().startswith(b"%PDF")
