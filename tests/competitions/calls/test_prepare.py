"""Preparing a competition: the form, what the law says against it, approval; who sees what before it is announced."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.calls import actions
from competitions.calls.models import Competition
from core.accounts.actor import VISITOR, Actor
from core.workflow.refusal import NotPossible, Refused
from tests.factories.cycle import ANNOUNCED, CRITERIA, Cycle
from tests.factories.pages import rows, words

# The criteria as the page posts them, with the scale of each.
SCALES = [{**row, "weight": "1"} for row in CRITERIA]
pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(cycle: Cycle) -> dict[str, str]:
    """The form of a lawful competition, as the page posts it."""
    values: dict[str, Any] = {
        **cycle.parameters(),
        "task": cycle.programme().tasks.get().pk,
        "offers_due": "2026-12-14T23:59:59",
        "confirmation_due": "2026-12-21T16:00:00",
        "own_share_base": "total",
        "own_share_kind": "any",
        "admin_cap_base": "grant",
        "offers_per_organisation": 1,
        "indicators_required": "on",
        "decisive": "received",
        "four_eyes": "on",
        "correction_days": 5,
        "correction_confirmation_days": 0,
        "threshold": "60",
        "experts_per_offer": 2,
        "scoring_method": "mean",
        "combining": "all",
        "budget_basis": "draft",
    }
    del values["form_version"]
    return {
        **{name: str(value) for name, value in values.items()},
        **rows("criteria", SCALES),
        **rows("attachments", ()),
        **rows("subtasks", ()),
    }


def test_from_the_form_to_approval(
    visit: Callable[..., Client], cycle: Cycle, officer: Actor, posted: dict[str, str]
) -> None:
    client = visit(officer, ANNOUNCED)
    answer = client.post("/urzad/konkursy/nowy/", posted)
    competition = Competition.objects.get()
    assert answer["Location"] == f"/urzad/konkursy/{competition.public_id}/"
    assert (competition.sphere, competition.unit.code, competition.pool) == ("16", "KMIII", Decimal(100000))
    assert competition.form_version == "offer-2018"
    assert [row.group for row in competition.criteria.all()] == [1, 2, 3, 4, 5, 6]
    resolution = cycle.resolution()
    for _ in range(2):
        approved = client.post(f"{answer['Location']}zatwierdz/", {"resolution": resolution.pk})
        assert approved.status_code == 302, "a second click gets the same answer"
    competition.refresh_from_db()
    assert competition.state == "approved"
    assert competition.case is not None
    assert competition.case.sign == "KMIII.614.1.2026"


def test_rules_of_an_offer_are_kept_and_told(
    visit: Callable[..., Client], officer: Actor, posted: dict[str, str]
) -> None:
    """Territory, shares, attachments: what was chosen stands on the public page, and the form shows it again."""
    client = visit(officer, ANNOUNCED)
    statute = {"name": "Statut", "note": "Stowarzyszenia zwykłe", "required": "on", "kinds": "pdf", "max_mb": 5}
    chosen = {
        "organiser": "Regionalne Centrum Przykładu",
        "counties": "1004",
        "max_grant_share": "80",
        "own_share_min": "12.5",
        "own_share_base": "grant",
        "own_share_kind": "money",
        **rows("attachments", [statute]),
    }
    address = client.post("/urzad/konkursy/nowy/", {**posted, **chosen})["Location"]
    competition = Competition.objects.get()
    assert (competition.counties, competition.max_grant_share) == (["1004"], Decimal(80))
    (rule,) = competition.attachment_rules
    assert (rule.name, rule.required, [kind.label for kind in rule.allowed], rule.max_mb) == (
        "Statut",
        True,
        ["PDF"],
        5,
    )
    page = words(client.get(f"/konkursy/{competition.public_id}/"))
    for said in (
        "Konkurs prowadzi Regionalne Centrum Przykładu",
        "najwyżej 80,0% kosztów zadania",
        "co najmniej 12,5% dotacji (tylko finansowy)",
        "Obszar realizacji łęczycki",
        "Statut – obowiązkowy (PDF, do 5 MB) Stowarzyszenia zwykłe",
    ):
        assert said in page
    again = client.get(f"{address}zmien/").content.decode()
    assert 'value="1004"' in again
    assert "Stowarzyszenia zwykłe" in again


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pool", "-1"),
        ("pool", "99999999999999"),
        ("max_grant_share", "100.01"),
        ("max_grant_share", "0"),
        ("own_share_min", "-0.01"),
        ("own_share_base", "cokolwiek"),
        ("counties", "9999"),
        ("offers_per_organisation", "-1"),
        ("task_from", "2027-12-01"),
        ("attachments-0-kinds", "exe"),
        ("attachments-0-max_mb", "9999"),
        ("criteria-0-max_points", "1000"),
        ("criteria-0-group", "7"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    visit: Callable[..., Client], officer: Actor, posted: dict[str, str], field: str, value: str
) -> None:
    statute = rows("attachments", [{"name": "Statut", "kinds": "pdf", "max_mb": 5}])
    answer = visit(officer, ANNOUNCED).post("/urzad/konkursy/nowy/", {**posted, **statute, field: value})
    assert answer.status_code == 400
    assert "error" in answer.content.decode()
    assert not Competition.objects.exists()


def test_the_page_says_what_the_law_asks(
    visit: Callable[..., Client], cycle: Cycle, officer: Actor, posted: dict[str, str]
) -> None:
    client = visit(officer, ANNOUNCED)
    address = client.post("/urzad/konkursy/nowy/", {**posted, "offers_due": "2026-12-11T12:00:00", "rules": ""})[
        "Location"
    ]
    page = words(client.get(address))
    assert "ustawa wymaga co najmniej 21" in page
    assert "Ogłoszenie nie zawiera obowiązkowego elementu: zasady przyznawania dotacji" in page
    refused = client.post(f"{address}zatwierdz/", {"resolution": cycle.resolution().pk})
    assert refused.status_code == 409
    assert "(art. 13 ust. 2 pkt 3)" in words(refused)
    assert Competition.objects.get().state == "draft"


def test_a_wrong_form_keeps_every_word(visit: Callable[..., Client], officer: Actor, posted: dict[str, str]) -> None:
    answer = visit(officer, ANNOUNCED).post(
        "/urzad/konkursy/nowy/", {**posted, "pool": "dużo", "rules": "Długi tekst."}
    )
    assert answer.status_code == 400
    assert "Długi tekst." in answer.content.decode()
    assert not Competition.objects.exists()


def test_an_approved_competition_is_not_revised_but_the_text_stays(
    visit: Callable[..., Client], cycle: Cycle, officer: Actor, posted: dict[str, str]
) -> None:
    competition = cycle.competition(to="approved")
    posted["task"] = str(competition.task_id)
    answer = visit(officer, ANNOUNCED).post(
        f"/urzad/konkursy/{competition.public_id}/zmien/", {**posted, "conditions": "Nowe warunki realizacji."}
    )
    assert answer.status_code == 409
    assert "Nowe warunki realizacji." in answer.content.decode()
    with pytest.raises(NotPossible):
        actions.revise(competition, {"title": "x"}, criteria=CRITERIA, actor=officer, at=ANNOUNCED)


def test_approval_needs_the_whole_card(cycle: Cycle, officer: Actor) -> None:
    competition = cycle.competition(to="draft", criteria=CRITERIA[:5])
    with pytest.raises(Refused) as refusal:
        actions.approve(competition, resolution=cycle.resolution(), actor=officer, at=ANNOUNCED)
    assert [breach.basis for breach in refusal.value.breaches] == ["art. 15 ust. 1 pkt 6"]


@pytest.mark.parametrize(("to", "public"), [("draft", 404), ("approved", 404), ("open", 200)])
def test_who_sees_it(
    visit: Callable[..., Client], cycle: Cycle, people: Any, alice: Actor, officer: Actor, to: str, public: int
) -> None:
    competition = cycle.competition(to=to)
    page, work = f"/konkursy/{competition.public_id}/", f"/urzad/konkursy/{competition.public_id}/"
    for actor, of_page, of_work in (
        (VISITOR, 302 if public == 404 else public, 302),
        (alice, public, 404),
        (people("auditor"), 200, 404),
        (officer, 200, 200),
    ):
        client = visit(actor, ANNOUNCED)
        assert (client.get(page).status_code, client.get(work).status_code) == (of_page, of_work), actor


def test_a_forged_address_is_no_page(visit: Callable[..., Client], officer: Actor) -> None:
    assert visit(officer, ANNOUNCED).get("/urzad/konkursy/nie-ma-takiego/").status_code == 404
