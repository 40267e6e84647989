"""How an expert comes to a decision, in real Chromium: application, list, invitation, declaration, card, meeting, minutes."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from competitions.calls.models import Competition
from competitions.evaluation.actions import formal
from competitions.evaluation.models import Panel, ScoreCard
from competitions.evaluation.states import CardState
from competitions.experts.models import Expert
from competitions.meetings.models import Meeting
from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.documents.models import Document
from tests.browser import CHROMIUM_TEST, check_accessible
from tests.factories.cycle import CHECKED as EVALUATED
from tests.factories.cycle import UNKNOWN_LINKS, Cycle, moment
from tests.factories.files import pdf
from tests.factories.recruitment import AFTER, APPLIED, APPROVED, CHECKED, Office
from tests.journeys.hands import fill, press

pytestmark = CHROMIUM_TEST

INVITED, SCORED = moment(2027, 2, 3), moment(2027, 2, 9)
CALLED, MET = moment(2027, 2, 11), moment(2027, 2, 16, 10)


def tick(page: Page, *choices: tuple[str, str]) -> None:
    for name, value in choices:
        page.locator(f"[name='{name}'][value='{value}']").check()


def applies(page: Page) -> None:
    """A candidate writes, adds the proof and submits."""
    press(page, "Zgłoś się")
    check_accessible(page)
    fill(page, name="Ewa Kandydatka", town="Łódź", education="Magister kulturoznawstwa", career="Dom kultury w Zgierzu")
    fill(page, note_1="Dyplom z 2010 r.", value_2="25", value_3="12")
    tick(page, ("spheres", "16"), ("statements", "0"), ("statements", "1"))
    press(page, "Zapisz i dodaj pliki")
    page.locator("[name='condition']").select_option(label="1. Wykształcenie wyższe")
    file = pdf("dyplom.pdf")
    page.locator("[name='file']").set_input_files(
        {"name": "dyplom.pdf", "mimeType": "application/pdf", "buffer": file.read()}
    )
    press(page, "Dodaj plik")
    page.get_by_role("link", name="Wróć do zgłoszenia").click()
    press(page, "Złóż zgłoszenie")
    expect(page.locator("main")).to_contain_text("złożone")


def scores(page: Page, points: str) -> None:
    """The expert gives points and reasons for each criterion; the sum is counted while they write, the text saved by itself."""
    for field in page.locator("[name^='points_']").all():
        field.fill(points)
    for field in page.locator("[name^='why_']").all():
        field.fill("Działania są opisane i realne.")
    fill(page, strengths="Doświadczony zespół.")
    expect(page.locator("[data-sum=points]")).to_have_text("30 pkt")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Zapisano", timeout=10_000)
    press(page, "Złóż kartę oceny")
    expect(page.locator("main")).to_contain_text("Nie masz teraz ofert do oceny")


@pytest.fixture
def competition(cycle: Cycle) -> Competition:
    """One offer in evaluation, with the card of one expert already in; the second expert is still to come."""
    competition = cycle.competition()
    offer = cycle.offer(competition)
    cycle.close(competition)
    cycle.confirm(offer)
    cycle.check(cycle.fresh(offer))
    formal.start_evaluation(competition, actor=cycle.officer, at=EVALUATED)
    cycle.card(cycle.fresh(offer), cycle.expert("Edward Ekspert"), points=(5, 5, 5, 5, 5, 5))
    return competition


def test_from_an_application_to_the_minutes(
    hold: Callable[[datetime], None],
    look: Callable[[Actor, str], Page],
    cycle: Cycle,
    competition: Competition,
    people: Any,
    run_jobs: Any,
) -> None:
    # The recruitment: a candidate applies, an officer checks, another approves the list, everyone reads it.
    office = Office(cycle)
    recruitment = office.recruitment()
    ewa: Actor = people(name="Ewa Kandydatka")
    hold(APPLIED)
    applies(look(ewa, f"/eksperci/nabory/{recruitment.public_id}/"))
    hold(AFTER)
    office.close(recruitment)
    hold(CHECKED)
    candidacy = recruitment.candidacies.get()
    page = look(cycle.officer, f"/urzad/zgloszenia/{candidacy.public_id}/")
    tick(page, *((f"verdict_{number}", "yes") for number in (1, 2, 3)))
    press(page, "Zapisz ocenę warunków")
    press(page, "Uznaj warunki za spełnione")
    press(look(cycle.officer, f"/urzad/nabory/{recruitment.public_id}/"), "Ułóż listę")
    hold(APPROVED)
    page = look(cycle.second, f"/urzad/nabory/{recruitment.public_id}/")
    fill(page, approval="decyzja dyrektora nr 3/2027")
    press(page, "Zatwierdź i ogłoś listę")
    assert "Ewa Kandydatka" in look(Actor(), f"/eksperci/nabory/{recruitment.public_id}/").locator("main").inner_text()

    # The invitation: links are unknown, so the officer says why this person all the same.
    hold(INVITED)
    expert = Expert.objects.get(user=ewa.person)
    offer = competition.offers.get()
    page = look(cycle.officer, f"/urzad/oferty/{offer.public_id}/przydzial/")
    page.locator("[name='expert']").select_option(str(expert.pk))
    fill(page, due=f"{date(2027, 2, 15)}", reason=UNKNOWN_LINKS)
    press(page, "Przydziel ofertę")
    card = ScoreCard.objects.get(expert=expert)

    # The declaration comes before any content, then the card.
    hold(SCORED)
    invited = Actor(user=ewa.person, hat=Hat.objects.get(user=ewa.person, kind="expert"))
    page = look(invited, "/ekspert/")
    page.get_by_role("link", name="Złóż deklarację bezstronności").click()
    check_accessible(page)
    assert offer.title not in page.locator("main").inner_text()
    for name in sorted({each.get_attribute("name") or "" for each in page.locator("main input[type=radio]").all()}):
        tick(page, (name, "no"))
    press(page, "Złóż deklarację")
    check_accessible(page)
    expect(page.locator("main")).to_contain_text(offer.title)
    scores(page, "5")
    card.refresh_from_db()
    assert card.state == CardState.SUBMITTED

    # The panel: called together, in session, an amount changed by vote, the opinion, the minutes.
    panel: Panel = cycle.panel(competition)
    chair = cycle.chair(panel)
    hold(CALLED)
    page = look(chair, f"/komisja/{panel.public_id}/posiedzenia/")
    fill(page, starts_at=f"{MET:%Y-%m-%d}T11:00", place="sala 312")
    press(page, "Zwołaj posiedzenie")
    hold(MET)
    meeting = Meeting.objects.get()
    page = look(chair, f"/posiedzenia/{meeting.public_id}/")
    tick(page, *(("present", str(member.pk)) for member in panel.members.all()))
    press(page, "Otwórz posiedzenie")
    check_accessible(page)
    page.get_by_role("link", name="Omów ofertę nr 1").click()
    check_accessible(page)
    page.get_by_text("Komisja głosuje nad zmianą").click()
    page.locator("[name='what']").select_option("amount")
    fill(page, after="9000", reason="Dwa koszty są zawyżone.")
    for member in panel.members.all():
        tick(page, (f"vote_{member.pk}", "for"))
    press(page, "Zapisz głosowanie")
    expect(page.locator("main")).to_contain_text("9 000,00")
    check_accessible(page)
    fill(page, text="Komisja popiera zadanie w niższej kwocie.")
    press(page, "Zapisz i przejdź do następnej")
    press(page, "Zakończ posiedzenie i zamknij protokół")
    expect(page.locator("main")).to_contain_text("Komisja popiera zadanie w niższej kwocie.")
    check_accessible(page)
    run_jobs()
    minutes = Document.objects.get(kind="evaluation.minutes")
    assert minutes.subject_id == panel.public_id
    answer = page.request.get(f"{page.url.split('/komisja/')[0]}/dokumenty/{minutes.public_id}/")
    assert answer.body().startswith(b"%PDF")
