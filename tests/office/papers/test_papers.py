"""A paper to sign: its number, the check, the way back with a reason, the next version, the signature, what is forgotten."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client

from core.accounts.actor import Actor
from core.audit.ledger import faults
from core.audit.models import Entry, PersonalRead
from core.workflow.refusal import NotPossible
from office.board.actions.sittings import end_member
from office.papers import access, actions, privacy
from office.papers.models import Paper
from office.papers.refusals import NotSignable
from office.papers.states import State
from tests.factories.board import Board
from tests.factories.files import pdf
from tests.factories.papers import COMPLETE, checked, submitted
from tests.factories.terms import waiting

Enter = Callable[[Actor], Client]


def test_a_complete_paper_is_signed(board: Board, at: datetime) -> None:
    paper = checked(board, at)
    assert paper.sign == "1/2026"
    with pytest.raises(NotSignable, match="wcześniejszy niż przekazanie"):
        actions.sign_paper(paper, signed_on=at.date() - timedelta(days=1), actor=board.clerk, at=at)
    with pytest.raises(NotSignable, match="późniejszy niż dziś"):
        actions.sign_paper(paper, signed_on=at.date() + timedelta(days=1), actor=board.clerk, at=at)
    for _click in range(2):
        actions.sign_paper(paper, signed_on=at.date(), actor=board.clerk, at=at)
    assert paper.state == State.SIGNED
    with pytest.raises(NotPossible):
        actions.withdraw_paper(paper, "x", actor=board.officer, at=at)
    assert "Fundacji" not in str(list(Entry.objects.values("after", "before", "reason")))
    assert list(faults()) == []


def test_what_lacks_something_goes_back_and_comes_again_as_a_new_version(board: Board, at: datetime) -> None:
    paper = submitted(board, at)
    lacking = {**COMPLETE, "legal": "no", "finance": "na"}
    with pytest.raises(NotSignable, match="brakuje: Opinia radcy prawnego"):
        actions.check_paper(paper, lacking, actor=board.clerk, at=at)
    with pytest.raises(NotSignable, match="przy każdym punkcie"):
        actions.check_paper(paper, {"legal": "yes"}, actor=board.clerk, at=at)
    actions.return_paper(paper, "Brak opinii.", found=lacking, actor=board.clerk, at=at)
    assert waiting(board.officer, at) == ["dokument do podpisu"]
    assert waiting(board.clerk, at) == []
    again: dict[str, Any] = {"signatory": board.members[1], "due_on": at.date() + timedelta(days=5), "at": at}
    for _click in range(2):
        actions.resubmit_paper(paper, title="Inny tytuł", file=pdf(pages=2), actor=board.officer, **again)
    assert [file.version for file in paper.files.all()] == [1, 2]
    assert Paper.objects.get().found == {}
    assert actions.check_paper(paper, {**COMPLETE, "finance": "na"}, actor=board.clerk, at=at).state == State.CHECKED


def test_the_day_and_the_signatory_must_be_possible(board: Board, at: datetime) -> None:
    with pytest.raises(NotSignable, match="już minął"):
        submitted(board, at, due_on=at.date() - timedelta(days=1))
    end_member(board.members[4], valid_to=date(2026, 10, 1), actor=board.clerk, at=at)
    with pytest.raises(NotSignable, match="nie jest dziś członkiem"):
        submitted(board, at, signatory=board.members[4])
    assert submitted(board, at, once="raz") == submitted(board, at, once="raz")
    assert Paper.objects.count() == 1


def test_who_sees_a_paper_and_what_is_late(board: Board, at: datetime, people: Any) -> None:
    paper = submitted(board, at)
    for actor in (board.clerk, board.officer, people("auditor")):
        assert list(access.visible(actor, at)) == [paper]
        assert access.files(actor, at).exists()
    for actor in (people("officer", key="KMI"), people(), Actor()):
        assert not access.visible(actor, at).exists()
        assert not access.files(actor, at).exists()
    after = at + timedelta(days=4)
    assert waiting(board.clerk, after) == ["dokument do podpisu"]
    assert list(Paper.objects.overdue(after.date())) == [paper]


def test_two_years_after_the_signature_the_title_and_the_file_are_gone(board: Board, at: datetime) -> None:
    paper = checked(board, at)
    waiting = submitted(board, at, file=pdf(pages=3))
    actions.sign_paper(paper, signed_on=at.date(), actor=board.clerk, at=at)
    path = paper.files.get().file
    assert default_storage.exists(path)
    rows = list(privacy.ended(at + timedelta(days=1)))
    assert rows == [paper]
    privacy.forget(rows, at=at)
    paper.refresh_from_db()
    assert (paper.title, paper.search_key, paper.sign) == ("", "", "1/2026")
    assert not paper.files.exists()
    assert waiting.files.exists()
    assert not privacy.ended(at + timedelta(days=1)).exists()


def test_a_paper_goes_its_way_on_the_pages(board: Board, at: datetime, enter: Enter) -> None:
    with time_machine.travel(at, tick=False):
        officer, clerk = enter(board.officer), enter(board.clerk)
        typed = {"kind": "letter", "title": "Podziękowanie", "signatory": board.members[0].public_id, "once": "a"}
        wrong = officer.post("/urzad/do-podpisu/nowy/", {**typed, "due_on": "2020-01-01", "file": pdf()})
        assert wrong.status_code == 409
        assert "Podziękowanie" in wrong.content.decode()
        for _click in range(2):
            sent = officer.post("/urzad/do-podpisu/nowy/", {**typed, "due_on": "2026-11-25", "file": pdf()})
            assert sent.status_code == 302
        paper = Paper.objects.get()
        page = f"/urzad/do-podpisu/{paper.public_id}/"
        found = {f"found_{code}": value for code, value in {**COMPLETE, "form": "no"}.items()}
        assert officer.post(f"{page}sprawdzenie/", {**found, "outcome": "pass"}).status_code == 403
        assert clerk.post(f"{page}sprawdzenie/", {**found, "outcome": "pass"}).status_code == 409
        assert clerk.post(f"{page}sprawdzenie/", {**found, "outcome": "return"}).status_code == 400
        back = {**found, "outcome": "return", "reason": "Brak daty."}
        assert clerk.post(f"{page}sprawdzenie/", back).status_code == 302
        assert "Brak daty." in officer.get(page).content.decode()
        mended = {"title": "Podziękowanie", "signatory": board.members[0].public_id, "due_on": "2026-11-26"}
        assert officer.post(f"{page}ponow/", {**mended, "file": pdf(pages=2)}).status_code == 302
        good = {f"found_{code}": "yes" for code in COMPLETE}
        assert clerk.post(f"{page}sprawdzenie/", {**good, "outcome": "pass"}).status_code == 302
        assert clerk.post(f"{page}podpis/", {"signed_on": "2026-11-23"}).status_code == 302
        assert "podpisany" in officer.get("/urzad/do-podpisu/?stan=signed").content.decode()
        file = paper.files.latest("version")
        assert officer.get(f"/urzad/do-podpisu/pliki/{file.public_id}/").status_code == 200
        assert set(PersonalRead.objects.values_list("page", flat=True)) >= {"paper_page", "paper_file", "papers"}


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_costs_the_same_at_one_and_a_full_page(
    board: Board, at: datetime, enter: Enter, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        submitted(board, at, title=f"Pismo {number}")
    client = enter(board.clerk)
    with time_machine.travel(at, tick=False):
        client = enter(board.clerk)
        client.get("/urzad/")
        with django_assert_num_queries(9):
            assert client.get("/urzad/do-podpisu/?stan=live").status_code == 200
