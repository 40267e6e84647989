"""Pages of the book of controls: who may what, the filter, the table to take away, the price."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client

from core.accounts.actor import Actor
from core.audit.models import PersonalRead
from office.controls.models import Control, Recommendation
from tests.factories.controls import Book
from tests.factories.files import pdf

Enter = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _today(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


def test_a_control_is_written_on_its_pages(book: Book, enter: Enter) -> None:
    clerk, officer = enter(book.clerk), enter(book.officer)
    once = clerk.get("/urzad/kontrole/nowa/").context["form"]["once"].value()
    typed = {"body": "Izba", "authorisation": "7/26", "scope": "Dotacje", "unit": "KMIII", "begins_on": "2026-11-10"}
    wrong = clerk.post("/urzad/kontrole/nowa/", {**typed, "ends_on": "2026-11-01", "once": once})
    assert wrong.status_code == 409
    assert "wcześniejszy niż początek" in wrong.content.decode()
    assert "Dotacje" in wrong.content.decode()
    for _click in range(2):
        assert clerk.post("/urzad/kontrole/nowa/", {**typed, "once": once}).status_code == 302
    control = Control.objects.get()
    page = f"/urzad/kontrole/{control.public_id}/"
    days = {"ends_on": "2026-11-20", "protocol_on": "2026-11-20", "reservations_due": "2026-12-01"}
    assert officer.post(f"{page}protokol/", days).status_code == 403
    assert clerk.post(f"{page}protokol/", days).status_code == 302
    assert clerk.post(f"{page}zastrzezenia/", {"reservations_on": "2026-11-21"}).status_code == 302
    came = {"recommended_on": "2026-11-23", "answer_due": "2026-12-14"}
    assert clerk.post(f"{page}wystapienie/", came).status_code == 302
    told = {"text": "Ewidencja", "owner": "KMIII", "due_on": "2026-12-20", "once": "a1"}
    for _click in range(2):
        assert clerk.post(f"{page}zalecenie/", told).status_code == 302
    recommendation = Recommendation.objects.get()
    done = {"executed_on": "2026-11-23", "how": "Założono."}
    assert enter(book.officer).post(f"/urzad/zalecenia/{recommendation.public_id}/wykonanie/", done).status_code == 302
    assert officer.post(f"/urzad/zalecenia/{recommendation.public_id}/przywroc/", {"reason": "x"}).status_code == 403
    assert clerk.post(f"{page}zakoncz/", follow=True).content.decode().count("czeka na odpowiedź") == 1
    assert clerk.post(f"{page}odpowiedz/", {"answered_on": "2026-11-23"}).status_code == 302
    assert clerk.post(f"{page}plik/", {"title": "odpowiedź", "file": pdf()}).status_code == 302
    assert clerk.post(f"{page}zakoncz/").status_code == 302
    assert "zakończona" in officer.get(page).content.decode()
    assert officer.get(f"/urzad/kontrole/pliki/{control.files.get().public_id}/").status_code == 200
    assert PersonalRead.objects.filter(page="control_file").count() == 1


def test_others_do_not_know_that_there_is_a_control(book: Book, enter: Enter, people: Any) -> None:
    control = book.control("followed")
    told = book.recommendation(control)
    stranger = enter(people("officer", key="KMI"))
    for address in (f"/urzad/kontrole/{control.public_id}/", f"/urzad/zalecenia/{told.public_id}/wykonanie/"):
        assert stranger.get(address).status_code == 404
    assert stranger.get("/urzad/kontrole/nowa/").status_code == 403
    assert "Najwyższy Urząd" not in stranger.get("/urzad/kontrole/").content.decode()
    assert Client().get("/urzad/kontrole/").status_code == 302


def test_the_list_is_narrowed_and_taken_away_without_formulas(book: Book, enter: Enter, at: datetime) -> None:
    control = book.control("followed", body="=CMD()", scope="Świetlice")
    book.recommendation(control, text="Druga ewidencja")
    book.control(body="Izba", scope="Drogi")
    client = enter(book.clerk)

    def signs(query: str) -> list[str]:
        return [row["cells"][0]["text"] for row in client.get(f"/urzad/kontrole/?{query}").context["rows"]]

    assert signs("") == ["2/2026", "1/2026"]
    assert signs("szukaj=swietlic") == ["1/2026"]
    assert signs("stan=waiting") == ["1/2026"]
    assert signs("od=2030-01-01") == []
    assert signs("stan=late") == []
    with time_machine.travel(at + timedelta(days=60), tick=False):
        assert [
            row["cells"][0]["tag"] for row in enter(book.clerk).get("/urzad/kontrole/?stan=late").context["rows"]
        ] == ["po terminie"]
    lines = b"".join(client.get("/urzad/kontrole/tabela.csv?stan=waiting")).decode("utf-8-sig").splitlines()  # type: ignore[arg-type]
    assert len(lines) == 2
    assert "'=CMD()" in lines[1]
    assert "Druga ewidencja" in lines[1]
    book_read = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/urzad/kontrole/tabela.xlsx"))))  # type: ignore[arg-type]
    assert [cell.value for cell in book_read.active["B"]] == ["Organ kontroli", "Izba", "=CMD()"]  # type: ignore[index]
    assert book_read.active["B3"].data_type == "s"  # type: ignore[index]
    assert client.get("/urzad/kontrole/tabela.exe").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_price_is_the_same_at_one_and_thirty(
    book: Book, enter: Enter, count: int, django_assert_num_queries: Any
) -> None:
    control = book.control("followed")
    for number in range(count):
        book.control(scope=f"Zakres {number}")
        book.recommendation(control, text=f"Zalecenie {number}")
    client = enter(book.clerk)
    client.get("/urzad/")
    for address, price in (("/urzad/kontrole/", 7), (f"/urzad/kontrole/{control.public_id}/", 8)):
        with django_assert_num_queries(price):
            assert client.get(address).status_code == 200


def test_the_desk_says_what_is_late(book: Book, enter: Enter, at: datetime) -> None:
    book.recommendation(book.control("followed"))
    with time_machine.travel(at + timedelta(days=31), tick=False):
        desk = enter(book.officer).get("/urzad/").content.decode()
        assert "zalecenie po kontroli" in desk
        assert "termin minął" in desk
