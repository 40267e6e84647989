"""Pages of cases: register, find, close, cancel; the file plan is kept by heads."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now

from core.accounts.actor import Actor
from core.audit.models import PersonalRead
from office.cases.actions import register
from office.cases.models import Case, FileClass
from office.structure.models import Unit

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]


@pytest.fixture
def unit() -> Unit:
    call_command("load_reference", verbosity=0)
    return Unit.objects.get(code="KMIII")


def sent(client: Client, **values: str) -> dict[str, str]:
    """What the form carries when it is opened, with what a person types."""
    once = client.get("/urzad/sprawy/nowa/").context["form"]["once"].value()
    return {"title": "Zapytanie o lokal", "symbol": "614", "once": once, **values}


def test_a_double_click_registers_once(unit: Unit, people: Any, enter: Enter) -> None:
    client = enter(people("officer", key="KMIII"))
    form = sent(client)
    first, second = client.post("/urzad/sprawy/nowa/", form), client.post("/urzad/sprawy/nowa/", form)
    year = now().year
    assert first.headers["Location"] == second.headers["Location"] == f"/urzad/sprawy/KMIII.614.1.{year}/"
    assert Case.objects.count() == 1


def test_a_refusal_keeps_what_was_typed(unit: Unit, people: Any, enter: Enter) -> None:
    client = enter(people("officer", key="KMIII"))
    page = client.post("/urzad/sprawy/nowa/", sent(client, due_on="2020-01-01"))
    assert page.status_code == 409
    assert "wcześniejszy niż dzień wszczęcia" in page.content.decode()
    assert "Zapytanie o lokal" in page.content.decode()
    assert not Case.objects.exists()


def test_a_case_runs_to_its_archive_on_its_pages(unit: Unit, at: datetime, people: Any, enter: Enter) -> None:
    FileClass.objects.update(category="B5")
    officer = people("officer", key="KMIII", name="Zofia Urzędnik")
    case = register("Zapytanie o lokal", unit=unit, symbol="614", actor=officer, at=at)
    client, address = enter(officer), f"/urzad/sprawy/{case.sign}/"
    assert client.post(f"{address}zakoncz/").status_code == 302
    page = client.get(address).content.decode()
    assert "Metryka sprawy" in page
    assert "Zakończono sprawę" in page
    assert f"do 31 grudnia {now().year + 5} r." in page
    assert PersonalRead.objects.filter(page="case_page", user=officer.user).count() == 1
    assert client.post(f"{address}wznow/", {"reason": ""}).status_code == 400
    assert client.post(f"{address}wznow/", {"reason": "nowe pismo"}).status_code == 302
    assert client.post(f"{address}anuluj/", {"reason": "pomyłka"}).status_code == 403
    assert enter(people("head", key="KMIII")).post(f"{address}anuluj/", {"reason": "pomyłka"}).status_code == 302
    assert "numer anulowany" in client.get(address).content.decode()
    assert enter(people("officer", key="KMI")).get(address).status_code == 404


def test_the_list_is_searched_and_narrowed(unit: Unit, at: datetime, people: Any, enter: Enter) -> None:
    officer = people("officer", key="KMIII")
    for title in ("Świetlica w Łęczycy", "Zjazd kół"):
        register(title, unit=unit, symbol="614", actor=officer, at=at)
    client = enter(officer)

    def titles(query: str) -> list[str]:
        return [row["cells"][1]["text"] for row in client.get(f"/urzad/sprawy/?{query}").context["rows"]]

    assert titles("") == ["Zjazd kół", "Świetlica w Łęczycy"]
    assert titles("szukaj=swietlica+leczycy") == ["Świetlica w Łęczycy"]
    assert titles("szukaj=614.2.2026") == ["Zjazd kół"]
    assert titles("stan=closed") == titles("stan=late") == titles("stan=expired") == titles("rok=2025") == []
    assert titles("klasa=614&rok=2026&stan=open") == titles("")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_cost_the_same_at_any_size(
    unit: Unit, at: datetime, people: Any, enter: Enter, rows: int, django_assert_num_queries: Any
) -> None:
    officer = people("officer", key="KMIII")
    group = register("Grupa", unit=unit, symbol="614", is_group=True, actor=officer, at=at)
    for _ in range(rows):
        register("Sprawa", unit=unit, symbol="614", group=group, actor=officer, at=at)
    client = enter(officer)
    with django_assert_num_queries(6):
        client.get("/urzad/sprawy/")
    with django_assert_num_queries(8):
        client.get(f"/urzad/sprawy/{group.sign}/")


def test_heads_keep_the_file_plan(unit: Unit, people: Any, enter: Enter) -> None:
    client = enter(people("head", key="KMIII"))
    values = {
        "symbol": "0210",
        "title": "Skargi i wnioski",
        "category": "B5",
        "valid_from": "2026-01-01",
        "valid_to": "",
    }
    assert (
        "kategorii archiwalnej" in client.post("/urzad/wykaz-akt/nowa/", {**values, "category": "Z"}).content.decode()
    )
    assert client.post("/urzad/wykaz-akt/nowa/", values).status_code == 302
    again = client.post("/urzad/wykaz-akt/nowa/", {**values, "valid_from": "2027-01-01"})
    assert (again.status_code, "obowiązuje już" in again.content.decode()) == (409, True)
    added = FileClass.objects.get(symbol="0210")
    address = f"/urzad/wykaz-akt/{added.public_id}/"
    assert client.post(address, {**values, "symbol": "999", "valid_to": "2026-12-31"}).status_code == 302
    added.refresh_from_db()
    assert (added.symbol, str(added.valid_to)) == ("0210", "2026-12-31")
    assert client.post(address, {**values, "valid_to": "2025-12-31"}).status_code == 400
    officer = enter(people("officer", key="KMIII"))
    assert "Skargi i wnioski" in officer.get("/urzad/wykaz-akt/").content.decode()
    assert officer.post("/urzad/wykaz-akt/nowa/", values).status_code == 403
    assert officer.post(address, values).status_code == 403
