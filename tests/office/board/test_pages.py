"""Pages of the Board: who may what on them, what a refusal keeps, at a price that does not grow."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.accounts.actor import Actor
from core.audit.models import PersonalRead
from office.board.models import BoardItem, Resolution, Sitting
from office.board.states import ItemState
from tests.factories.board import Board
from tests.factories.files import pdf

Enter = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def _today(at: datetime) -> Any:
    with time_machine.travel(at, tick=False):
        yield


def planned(client: Client, **values: str) -> dict[str, str]:
    once = client.get("/urzad/zarzad/nowe-posiedzenie/").context["form"]["once"].value()
    return {"starts_at": "2026-11-24T10:00", "place": "sala 812", "items_due": "2026-11-23", "once": once, **values}


def test_a_sitting_is_planned_once_by_those_who_serve_it(board: Board, enter: Enter) -> None:
    client = enter(board.clerk)
    form = planned(client)
    answers = [client.post("/urzad/zarzad/nowe-posiedzenie/", form) for _click in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Sitting.objects.get().sign == "1/2026"
    late = client.post("/urzad/zarzad/nowe-posiedzenie/", planned(client, items_due="2026-12-24"))
    assert late.status_code == 409
    assert "późniejszy niż dzień posiedzenia" in late.content.decode()
    assert "sala 812" in late.content.decode()
    other = enter(board.officer)
    assert other.get("/urzad/zarzad/nowe-posiedzenie/").status_code == 403
    address = f"/urzad/zarzad/posiedzenia/{Sitting.objects.get().public_id}/"
    assert other.post(f"{address}odwolaj/", {"reason": "x"}).status_code == 403
    assert other.get("/urzad/zarzad/posiedzenia/nieznane/").status_code == 404
    assert Client().get(address).status_code == 302


def test_an_item_goes_its_way_on_the_pages(board: Board, enter: Enter) -> None:
    sitting = board.sitting()
    officer, clerk = enter(board.officer), enter(board.clerk)
    address = f"/urzad/zarzad/posiedzenia/{sitting.public_id}/"
    typed = {"kind": "resolution", "title": "nagród", "reporter": "skarbnik", "once": "abc"}
    refused = officer.post(f"{address}zglos/", typed)
    assert refused.status_code == 400
    assert "nagród" in refused.content.decode()
    assert officer.post(f"{address}zglos/", {**typed, "file": pdf("p.exe.pdf")}).status_code == 302
    item = BoardItem.objects.get()
    page = f"/urzad/zarzad/punkty/{item.public_id}/"
    assert officer.post(f"{page}przyjmij/").status_code == 403
    assert clerk.post(f"{page}zwroc/", {"reason": "brak opinii"}).status_code == 302
    assert "brak opinii" in officer.get(page).content.decode()
    again = {"title": "nagród", "reporter": "skarbnik"}
    assert clerk.post(f"{page}ponow/", {**again, "file": pdf(pages=2)}).status_code == 403
    assert officer.post(f"{page}ponow/", {**again, "file": pdf(pages=2)}).status_code == 302
    assert clerk.post(f"{page}przyjmij/").status_code == 302
    assert clerk.post(f"{address}zamknij-porzadek/").status_code == 302
    file = item.files.latest("version")
    assert officer.get(f"/urzad/zarzad/projekty/{file.public_id}/").status_code == 200
    assert PersonalRead.objects.filter(page="draft_file").count() == 1


def test_a_decision_that_the_votes_deny_keeps_what_was_typed(board: Board, enter: Enter) -> None:
    sitting = board.sitting()
    item = board.item(sitting)
    board.opened(sitting)
    client, page = enter(board.clerk), f"/urzad/zarzad/punkty/{item.public_id}/rozstrzygniecie/"
    votes = {f"vote_{member.public_id}": "against" for member in board.members}
    wrong = client.post(page, {**votes, "outcome": "adopted", "settled": "Uwagi skarbnika."})
    assert wrong.status_code == 409
    assert "uchwała nie została podjęta" in wrong.content.decode()
    assert "Uwagi skarbnika." in wrong.content.decode()
    assert not Resolution.objects.exists()
    with time_machine.travel(board.day, tick=False):
        assert enter(board.clerk).post(page, {**votes, "outcome": "rejected"}).status_code == 302
    assert enter(board.officer).post(page, {"outcome": "adopted"}).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_lists_and_pages_cost_the_same_at_one_and_thirty(
    board: Board, enter: Enter, count: int, django_assert_num_queries: Any, at: datetime
) -> None:
    for number in range(count):
        board.sitting(starts_at=at + timedelta(days=2 + number))
    sitting = board.sitting()
    rows = [board.item(sitting, title=f"sprawa {number}") for number in range(count)]
    client = enter(board.clerk)
    client.get("/urzad/")
    for address, price in (
        ("/urzad/zarzad/", 6),
        ("/urzad/zarzad/punkty/?szukaj=sprawa", 7),
        (f"/urzad/zarzad/posiedzenia/{sitting.public_id}/", 8),
        (f"/urzad/zarzad/punkty/{rows[0].public_id}/", 8),
    ):
        with django_assert_num_queries(price):
            assert client.get(address).status_code == 200


def test_the_desk_says_what_waits_and_the_hub_leads_there(board: Board, enter: Enter) -> None:
    board.item(board.sitting(), accepted=False)
    assert "punkt zgłoszony na Zarząd" in enter(board.clerk).get("/urzad/").content.decode()
    hub = enter(board.clerk).get("/rejestry/").content.decode()
    assert "Posiedzenia Zarządu" in hub.partition('id="office-work"')[2]
    assert "Posiedzenia Zarządu" not in Client().get("/rejestry/").content.decode()


def test_a_decision_typed_wrongly_is_taken_back_on_its_page(board: Board, enter: Enter) -> None:
    sitting = board.sitting()
    item = board.item(sitting)
    board.opened(sitting)
    board.decide(item, "ffaof")
    with time_machine.travel(board.day, tick=False):
        client, page = enter(board.clerk), reverse("board-item", args=[item.public_id])
        address = reverse("board-item-take-back", args=[item.public_id])
        assert address in client.get(page).content.decode()
        assert "Uchwała zachowa numer 1/26" in client.get(address).content.decode()
        assert client.post(address, {"reason": ""}).status_code == 400
        assert client.post(address, {"reason": "pomylone głosy"})["Location"] == page
        assert "Zapisz rozstrzygnięcie" in client.get(page).content.decode()
    item.refresh_from_db()
    assert item.state == ItemState.ACCEPTED
