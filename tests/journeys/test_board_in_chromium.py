"""A unit's draft on its way to a resolution that a competition cites, in real Chromium: item, agenda, vote, number, minutes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from core.accounts.actor import Actor
from core.documents.models import Document
from office.board.models import BoardItem, Resolution, Sitting
from tests.browser import CHROMIUM_TEST, check_accessible
from tests.factories.board import Board
from tests.factories.cycle import Cycle, moment
from tests.factories.files import pdf
from tests.journeys import hands
from tests.journeys.hands import fill, press

pytestmark = CHROMIUM_TEST

TODAY = moment(2026, 11, 22, 8)


def checked(page: Page) -> None:
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        check_accessible(page)


def follow(page: Page, words: str) -> None:
    hands.follow(page, words)
    checked(page)


def test_from_a_units_draft_to_a_resolution_cited_by_a_competition(
    hold: Callable[[datetime], None],
    look: Callable[[Actor, str], Page],
    cycle: Cycle,
    people: Any,
    run_jobs: Any,
) -> None:
    competition = cycle.competition(to="draft")
    hold(TODAY)
    board = Board(people, at=TODAY, officer=cycle.officer)

    # Those who serve the Board plan a sitting, the unit sends its draft.
    page = look(board.clerk, "/urzad/zarzad/")
    follow(page, "Zaplanuj posiedzenie")
    fill(page, starts_at="2026-11-23T10:00", place="sala 812", items_due="2026-11-22")
    press(page, "Zaplanuj posiedzenie")
    sitting = Sitting.objects.get()
    address = f"/urzad/zarzad/posiedzenia/{sitting.public_id}/"
    page = look(cycle.officer, address)
    follow(page, "Zgłoś punkt")
    page.locator("[name='kind'][value='resolution']").check()
    fill(page, title="ogłoszenia otwartego konkursu ofert", reporter="dyrektor kancelarii")
    draft = {"name": "projekt.pdf", "mimeType": "application/pdf", "buffer": pdf().read()}
    page.locator("[name='file']").set_input_files(draft)
    press(page, "Zgłoś punkt")
    checked(page)

    # Returned once, mended, accepted; the agenda is closed.
    item = BoardItem.objects.get()
    page = look(board.clerk, f"/urzad/zarzad/punkty/{item.public_id}/")
    follow(page, "Zwróć do poprawy")
    fill(page, reason="Brakuje uzasadnienia.")
    press(page, "Zwróć punkt")
    page = look(cycle.officer, f"/urzad/zarzad/punkty/{item.public_id}/")
    expect(page.locator("main")).to_contain_text("Brakuje uzasadnienia.")
    follow(page, "Zgłoś ponownie")
    page.locator("[name='file']").set_input_files({**draft, "buffer": pdf(pages=2).read()})
    press(page, "Zgłoś ponownie")
    page = look(board.clerk, f"/urzad/zarzad/punkty/{item.public_id}/")
    press(page, "Przyjmij do porządku")
    page = look(board.clerk, address)
    press(page, "Zamknij porządek obrad")

    # The sitting: two are too few, four come; the vote gives the number.
    hold(TODAY + timedelta(days=1, hours=2))
    page = look(board.clerk, address)
    follow(page, "Otwórz posiedzenie")
    boxes = page.locator("[name='present']")
    for number in range(2):
        boxes.nth(number).check()
    press(page, "Otwórz posiedzenie")
    expect(page.locator("main")).to_contain_text("jest 2 z 5 członków zarządu")
    checked(page)
    for number in range(2, 4):
        boxes.nth(number).check()
    press(page, "Otwórz posiedzenie")
    checked(page)
    follow(page, "Rozstrzygnij punkt 1")
    for member, choice in zip(board.members[:4], ("for", "against", "against", "for"), strict=True):
        page.locator(f"[name='vote_{member.public_id}'][value='{choice}']").check()
    page.locator("[name='outcome'][value='adopted']").check()
    press(page, "Zapisz rozstrzygnięcie")
    expect(page.locator("main")).to_contain_text("Każdy punkt ma rozstrzygnięcie.")
    checked(page)
    press(page, "Zakończ posiedzenie")
    page = look(board.head, address)
    follow(page, "Zamknij protokół")
    press(page, "Zamknij protokół")
    run_jobs()
    minutes = Document.objects.get(kind="board.minutes")
    page = look(board.head, address)
    expect(page.locator("main")).to_contain_text("Protokół nr 1/2026")
    assert page.request.get(f"{page.url.split('/urzad/')[0]}{minutes.url}").body().startswith(b"%PDF")

    # The competition is approved by that very resolution.
    resolution = Resolution.objects.get(item__public_id=item.public_id)
    assert resolution.number in look(Actor(), "/uchwaly/").locator("main").inner_text()
    page = look(cycle.officer, f"/urzad/konkursy/{competition.public_id}/")
    page.locator("[name='resolution']").select_option(str(resolution.pk))
    press(page, "Odnotuj zatwierdzenie przez Zarząd")
    competition.refresh_from_db()
    assert competition.announcement == resolution
