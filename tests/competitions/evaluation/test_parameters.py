"""What a competition says of its scoring: announced, obeyed, and a further expert called where two disagree."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from competitions.calls.forms import CompetitionForm
from competitions.calls.queries import scoring_rules
from competitions.evaluation.actions.formal import start_evaluation
from competitions.evaluation.queries import offers_lacking_cards, standing
from core.accounts.actor import VISITOR
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, SCORED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
# The factory's card has six criteria of 100 points together.
RULES = {"divergence": Decimal(30), "combining": "closest"}


def scored(cycle: Cycle, ours: Organisation, *sums: int, **values: object) -> tuple[object, object]:
    """An offer with cards of the given sums, all in the first criteria as far as they reach; its competition."""
    competition = cycle.competition(**values)
    cycle.offer(competition, ours)
    cycle.close(competition)
    cycle.confirm(competition.offers.get())
    cycle.check(competition.offers.get())
    start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    cycle.panel(competition)
    offer = competition.offers.get()
    for total in sums:
        left, points = Decimal(total), []
        for criterion in competition.criteria.all():
            points.append(min(left, criterion.max_points))
            left -= points[-1]
        cycle.card(cycle.fresh(offer), cycle.expert(), points=points)
    return offer, competition


@pytest.mark.parametrize(
    ("sums", "values", "waits"),
    [
        ((80,), {}, True),
        ((80, 20), {}, False),  # no divergence set
        ((80, 50), RULES, False),  # exactly 30 percent
        ((81, 50), RULES, True),
        ((81, 50, 70), RULES, False),
        ((80, 50), {"experts_per_offer": 3}, True),
        ((80,), {"experts_per_offer": 1}, False),
    ],
)
def test_an_offer_waits_for_the_cards_that_the_rules_ask(
    cycle: Cycle, ours: Organisation, sums: tuple[int, ...], values: dict[str, object], waits: bool
) -> None:
    offer, competition = scored(cycle, ours, *sums, **values)
    assert offers_lacking_cards(competition) == ([offer] if waits else [])  # type: ignore[arg-type]


def test_the_meeting_waits_for_the_further_expert(
    visit: Callable[..., Client], cycle: Cycle, ours: Organisation
) -> None:
    _offer, competition = scored(cycle, ours, 90, 40, **RULES)
    panel = competition.panel  # type: ignore[attr-defined]
    page = words(visit(cycle.chair(panel), SCORED).get(f"/komisja/{panel.public_id}/"))
    assert "1 oferta czeka jeszcze na kartę oceny." in page.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("values", "points"),
    [
        (RULES, "85.00"),
        ({**RULES, "combining": "all"}, "70.00"),
        ({**RULES, "combining": "all", "scoring_method": "median"}, "80.00"),
    ],
)
def test_points_follow_the_announced_rule(
    cycle: Cycle, ours: Organisation, values: dict[str, object], points: str
) -> None:
    _offer, competition = scored(cycle, ours, 40, 80, 90, **values)
    (placed,) = standing(competition).ranking  # type: ignore[arg-type]
    assert placed.points == Decimal(points)


def test_the_announcement_says_how_points_are_counted(visit: Callable[..., Client], cycle: Cycle) -> None:
    competition = cycle.competition(**RULES, scoring_method="median")
    said = words(visit(VISITOR, WRITTEN).get(f"/konkursy/{competition.public_id}/")).replace("\xa0", " ")
    assert "Ofertę oceniają 2 eksperci. Punkty oferty to mediana punktów z kart oceny." in said
    assert "różnią się o więcej niż 30,0% maksimum, ofertę ocenia kolejny ekspert" in said
    assert "najbliższe sobie" in said
    answer = visit(VISITOR, WRITTEN).get(f"/api/v1/competitions/{competition.public_id}/").json()
    asked = ("experts_per_offer", "scoring_method", "divergence", "combining")
    assert [answer[name] for name in asked] == [2, "median", "30.00", "closest"]


@pytest.mark.parametrize(
    ("experts", "said"),
    [
        (1, "Ofertę ocenia 1 ekspert."),
        (2, "Ofertę oceniają 2 eksperci."),
        (5, "Ofertę ocenia 5 ekspertów."),
    ],
)
def test_experts_are_counted_in_polish(cycle: Cycle, experts: int, said: str) -> None:
    rules = scoring_rules(cycle.competition(experts_per_offer=experts))
    assert [sentence.replace("\xa0", " ") for sentence in rules] == [
        said,
        "Punkty oferty to średnia punktów z kart oceny.",
    ]


def test_one_card_cannot_diverge() -> None:
    form = CompetitionForm({"experts_per_offer": "1", "divergence": "30"})
    assert form.errors["divergence"] == ["Jedna karta nie ma się z czym różnić: wpisz co najmniej dwóch ekspertów."]
