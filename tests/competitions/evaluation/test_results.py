"""The ranking and how firm it is, how far the experts agree: who reads it, what it says, what is kept."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.evaluation.actions.decisions import recuse
from competitions.evaluation.models import Panel, Resampling
from competitions.evaluation.queries import standing
from competitions.evaluation.reliability import fragility
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.jobs.models import Job
from ngo.registry.models import Organisation
from tests.factories.cycle import CONCLUDED, SCORED, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
POINTS = {1: [20, 15, 15, 10, 10, 10], 2: [20, 15, 10, 10, 10, 9], 3: [5, 5, 5, 5, 5, 5]}


@pytest.fixture
def panel(cycle: Cycle, ours: Organisation) -> Panel:
    """Three scored offers of 10 000 zł each in a pool for one and a half."""
    competition = cycle.competition(pool=Decimal(15000), max_grant=Decimal(15000), offers_per_organisation=3)
    for _ in range(3):
        cycle.offer(competition, ours)
    maxima = [row.max_points for row in competition.criteria.order_by("number")]
    points = {
        number: [min(Decimal(p), top) for p, top in zip(row, maxima, strict=True)] for number, row in POINTS.items()
    }
    return cycle.assessed(competition, points)


@pytest.fixture
def addresses(panel: Panel) -> list[str]:
    base = f"/urzad/konkursy/{panel.competition.public_id}"
    return [f"{base}/ranking/", f"{base}/zgodnosc-ocen/"]


def test_staff_auditor_and_chair_read_and_nobody_else(
    visit: Callable[..., Client], cycle: Cycle, panel: Panel, addresses: list[str], alice: Actor, officer: Actor
) -> None:
    card = panel.competition.offers.get(number=1).cards.first()
    expert = Actor(user=card.expert.user, hat=card.expert.user.hats.get())
    member = panel.members.get(role="member").user
    for address in addresses:
        for actor in (officer, cycle.chair(panel)):
            assert visit(actor, SCORED).get(address).status_code == 200
        for actor in (alice, expert, cycle.expert()[1], Actor(user=member, hat=member.hats.get()), VISITOR):
            assert visit(actor, SCORED).get(address).status_code in (302, 403, 404)


def test_the_chair_of_another_panel_and_one_who_has_not_declared_see_nothing(
    visit: Callable[..., Client], cycle: Cycle, panel: Panel, addresses: list[str]
) -> None:
    other = cycle.panel(cycle.competition())
    assert visit(cycle.chair(other), SCORED).get(addresses[0]).status_code == 404
    panel.members.update(declared_at=None)
    assert visit(cycle.chair(panel), SCORED).get(addresses[0]).status_code == 404


def test_how_firm_it_is_comes_from_a_job_and_is_kept_with_seed_and_input(
    visit: Callable[..., Client],
    panel: Panel,
    addresses: list[str],
    officer: Actor,
    cycle: Cycle,
    run_jobs: Callable[[], int],
) -> None:
    client = visit(officer, SCORED)
    assert "Nie obliczono jeszcze" in words(client.get(addresses[0]))
    for _ in range(2):
        assert client.post(addresses[0] + "przelicz/").status_code == 302
    job = Job.objects.get(name="evaluation.fragility")
    run_jobs()
    kept = Resampling.objects.get()
    now = standing(panel.competition)
    again = fragility(now.cards, now.rules, kept.seed, kept.resamples, highest=now.highest)
    assert (job.args[1], kept.inputs) == (kept.seed, now.fingerprint)
    assert {offer: row["share"] for offer, row in kept.offers.items()} == {
        offer: row.share for offer, row in again.offers.items()
    }
    assert Entry.objects.filter(verb="resample").latest("pk").after["inputs"] == now.fingerprint
    page = words(client.get(addresses[0]))
    assert "Dotacja w losowaniach" in page
    assert "nieaktualne" not in page
    offer = panel.competition.offers.get(number=3)
    cycle.card(cycle.fresh(offer), cycle.expert())
    assert "liczby mogą być nieaktualne" in words(client.get(addresses[0]))


def test_an_auditor_asks_for_no_work(
    visit: Callable[..., Client], people: Callable[..., Actor], addresses: list[str]
) -> None:
    answer = visit(people("auditor"), SCORED).post(addresses[0] + "przelicz/")
    assert answer.status_code == 403
    assert not Job.objects.filter(name="evaluation.fragility").exists()


def test_statistics_name_experts_to_who_may_know_them(
    visit: Callable[..., Client], cycle: Cycle, panel: Panel, addresses: list[str]
) -> None:
    page = words(visit(cycle.chair(panel), SCORED).get(addresses[1]))
    assert "6 złożonych kart" in page.replace("\xa0", " ")
    assert "Alfa Krippendorffa sum punktów" in page
    assert "Ewa Ekspertka" in page
    assert "1,00" in page, "both gave the same points"


def test_statistics_of_a_chair_leave_out_an_offer_from_which_they_stepped_aside(
    visit: Callable[..., Client], cycle: Cycle, panel: Panel, addresses: list[str], officer: Actor
) -> None:
    chair = cycle.chair(panel)
    offer = panel.competition.offers.get(number=1)
    recuse(panel.members.get(role="chair"), offer, ground="A1", actor=chair, at=SCORED)
    assert "4 złożone karty" in words(visit(chair, SCORED).get(addresses[1])).replace("\xa0", " ")
    assert "6 złożonych kart" in words(visit(officer, SCORED).get(addresses[1])).replace("\xa0", " ")


def test_a_competition_without_cards_says_so(
    visit: Callable[..., Client], competition: Competition, officer: Actor
) -> None:
    for name in ("ranking", "zgodnosc-ocen"):
        page = visit(officer, CONCLUDED).get(f"/urzad/konkursy/{competition.public_id}/{name}/")
        assert "Nie ma jeszcze złożonych kart oceny." in words(page)


def test_the_fingerprint_changes_with_every_input(cycle: Cycle, panel: Panel) -> None:
    before = standing(panel.competition).fingerprint
    assert standing(panel.competition).fingerprint == before
    score = panel.competition.offers.get(number=1).cards.first().scores.first()
    type(score).objects.filter(pk=score.pk).update(points=score.points - 1)
    after = standing(panel.competition).fingerprint
    assert after != before
    panel.competition.threshold += 1
    assert standing(panel.competition).fingerprint != after
