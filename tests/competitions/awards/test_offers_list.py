"""The officer's list of offers: filters, what waits, whose turn, the term; the same list as a table to take away."""

import csv
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from competitions.awards.panels import at_work
from competitions.awards.words import UNCONFIRMED, WAITS, turns, waiting
from competitions.calls.models import Competition
from competitions.offers.states import State
from core.accounts.actor import VISITOR, Actor
from tests.factories.cycle import CHECKED, CONFIRMATION_DUE, RESOLVED, WRITTEN, Cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(cycle: Cycle, competition: Competition) -> Competition:
    """Łódź (asks for 10 000, accepted), Bzura (asks for 5 000, confirmed), Ner (submitted), and a draft of Warta."""
    cycle.offer(competition, cycle.organisation("Fundacja Łódź"), to="confirmed")
    smaller = {"V.B.2": "5000.00", "V.B.3.1": "7000.00", "III.1": "=SUM(A1)"}
    cycle.offer(competition, cycle.organisation("Stowarzyszenie Bzura"), to="confirmed", **smaller)
    cycle.offer(competition, cycle.organisation("Stowarzyszenie Ner"))
    cycle.offer(competition, cycle.organisation("Stowarzyszenie Warta"), to="draft")
    cycle.close(competition)
    cycle.check(competition.offers.get(number=1))
    return competition


def listed(client: Client, competition: Competition, asked: str = "") -> list[str]:
    answer = client.get(f"/urzad/konkursy/{competition.public_id}/oferty/?{asked}")
    assert answer.status_code == 200
    return [row["cells"][0]["text"].split(":")[0] for row in answer.context["rows"]]


LODZ, BZURA, NER = "1. Fundacja Łódź", "2. Stowarzyszenie Bzura", "3. Stowarzyszenie Ner"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [LODZ, BZURA, NER]),
        ("stan=confirmed", [BZURA]),
        ("szukaj=bzura", [BZURA]),
        ("szukaj=lodz fundacja", [LODZ]),
        ("od=5000.01", [LODZ, NER]),
        ("do=5000", [BZURA]),
        ("kolej=urząd", [BZURA, NER]),
        ("kolej=komisja", [LODZ]),
        ("spoznione=tak", [NER]),
        ("kolejnosc=requested", [BZURA, LODZ, NER]),
        ("kolejnosc=organisation__sort_key", [LODZ, BZURA, NER]),
        ("stan=draft", [LODZ, BZURA, NER]),
        ("od=dużo&kolej=nikt&kolejnosc=password", [LODZ, BZURA, NER]),
    ],
)
def test_the_list_is_narrowed_by_what_is_asked(
    three: Competition, officer: Actor, visit: Callable[[Actor, datetime], Client], asked: str, found: list[str]
) -> None:
    assert listed(visit(officer, CHECKED), three, asked) == found


def test_whose_turn_it_is_changes_when_the_term_passes(three: Competition) -> None:
    assert waiting(State.SUBMITTED, three, CONFIRMATION_DUE) == WAITS[State.SUBMITTED]
    assert waiting(State.SUBMITTED, three, CONFIRMATION_DUE + timedelta(seconds=1)) == UNCONFIRMED
    assert turns(three, WRITTEN)["organizacja"] == [State.SUBMITTED, State.RETURNED]
    assert turns(three, CHECKED)["organizacja"] == [State.RETURNED], "a correction has its own term"
    assert waiting(State.WITHDRAWN, three, CHECKED) is None


def test_the_table_is_the_list_with_the_same_filters_and_no_formulas(
    cycle: Cycle, three: Competition, officer: Actor, visit: Callable[[Actor, datetime], Client]
) -> None:
    client = visit(officer, CHECKED)
    address = f"/urzad/konkursy/{three.public_id}/oferty"
    text = b"".join(client.get(f"{address}.csv?kolej=urząd").streaming_content).decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert [row[:2] for row in rows] == [["2", "Stowarzyszenie Bzura"], ["3", "Stowarzyszenie Ner"]]
    bzura = dict(zip(head, rows[0], strict=True))
    assert bzura["Zadanie"] == "'=SUM(A1)"
    assert (bzura["Dotacja wnioskowana [zł]"], bzura["Koszt zadania [zł]"]) == ("5000,00", "12500,00")
    assert (bzura["Czeka na"], bzura["Czyja kolej"], bzura["Termin"]) == ("ocena formalna", "urząd", "2027-02-15")
    sheet = load_workbook(io.BytesIO(client.get(f"{address}.xlsx?do=5000").getvalue())).active
    cells = list(sheet.iter_rows())
    assert [cell.value for cell in cells[0]] == head
    assert (len(cells), cells[1][4].value, cells[1][4].data_type) == (2, "=SUM(A1)", "s")


def test_points_and_decisions_stand_in_the_list_once_there_are_any(
    cycle: Cycle, competition: Competition, officer: Actor, visit: Callable[[Actor, datetime], Client]
) -> None:
    cycle.offer(competition)
    cycle.concluded(competition)
    cycle.resolved(competition)
    answer = visit(officer, RESOLVED).get(f"/urzad/konkursy/{competition.public_id}/oferty/")
    texts = [str(cell["text"]).replace("\xa0", " ") for cell in answer.context["rows"][0]["cells"]]
    assert texts[1:7] == ["z przyznaną dotacją", "10 000,00 zł", "100,00", "10 000,00 zł", "umowa", "urząd"]


def test_the_list_is_for_staff_and_auditors(
    three: Competition, alice: Actor, people: Any, visit: Callable[[Actor, datetime], Client]
) -> None:
    for ending in ("/", ".csv", ".xlsx"):
        address = f"/urzad/konkursy/{three.public_id}/oferty{ending}"
        assert visit(alice, CHECKED).get(address).status_code == 404
        assert visit(VISITOR, CHECKED).get(address).status_code == 302
        assert visit(people("auditor"), CHECKED).get(address).status_code == 200


def test_the_desk_says_what_waits_whose_turn_and_until_when(three: Competition, officer: Actor) -> None:
    (item,) = at_work(officer, None, CONFIRMATION_DUE).context["items"]
    assert item.note.replace("\xa0", " ") == (
        "wybór ofert do 15 lutego 2027 r., organizacje: 1 oferta bez potwierdzenia do 21 grudnia 2026 r., "
        "urząd: 1 oferta do oceny formalnej"
    )
    (item,) = at_work(officer, None, CHECKED).context["items"]
    assert "urząd: 1 oferta bez potwierdzenia w terminie" in item.note.replace("\xa0", " ")
