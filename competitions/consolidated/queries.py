"""What the evaluation says of one offer, without anything that tells who scored it or how another offer was judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from competitions.awards.models import Award
from competitions.consolidated.masking import masked
from competitions.evaluation import scoring
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.queries import Standing, standing
from competitions.evaluation.states import CardState
from competitions.offers.models import Offer
from competitions.offers.states import State as OfferState


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion: points as they count, the lowest and the highest that a card gave, what the cards say of it."""

    number: int
    name: str
    maximum: Decimal
    points: Decimal
    lowest: Decimal
    highest: Decimal
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The consolidated card. Points after weights; amounts in PLN.

    `line` is the fewest points with which an offer got a grant from the same pool, None where none did; `reserve` the place
    among the offers above the threshold that got none, None for an offer that got one or stands below.
    """

    number: int
    organisation: str
    task: str
    cards: int
    points: Decimal
    maximum: Decimal
    threshold: Decimal
    place: int
    ranked: int
    criteria: tuple[CriterionRow, ...]
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    opinion: str
    requested: Decimal
    proposed: Decimal
    granted: Decimal
    reason: str
    line: Decimal | None
    reserve: int | None

    @property
    def distance(self) -> Decimal | None:
        """Points above (or, negative, below) the line."""
        return None if self.line is None else self.points - self.line


class Round:
    """A resolved competition read once, from which the card of each of its offers follows."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        competition = offers[0].competition
        self.competition = competition
        self.stand: Standing = standing(competition)
        self.points = scoring.by_criterion(self.stand.cards, self.stand.rules)
        awards = Award.objects.filter(offer__competition=competition)
        self.awards = {
            award.offer_id: award for award in awards.select_related("offer__opinion").defer("offer__content")
        }
        rows = ScoreCard.objects.filter(offer__in=[offer.pk for offer in offers], state=CardState.SUBMITTED)
        self.cards: dict[int, list[ScoreCard]] = {}
        for card in rows.select_related("expert__user").prefetch_related("scores"):
            self.cards.setdefault(card.offer_id, []).append(card)
        experts = ScoreCard.objects.filter(offer__competition=competition).values_list("expert__user__name", flat=True)
        panel = getattr(competition, "panel", None)
        members = panel.members.values_list("user__name", flat=True) if panel else ()
        self.people = sorted({*experts, *members})
        named = competition.offers.exclude(state=OfferState.DRAFT).values_list("organisation", "organisation__name")
        self.organisations = dict(named)

    def card(self, offer: Offer) -> Consolidated:
        """The consolidated card of one offer."""
        award, cards = self.awards[offer.pk], self.cards.get(offer.pk, [])
        opinion = award.offer.opinion
        same_pool = [row for row in self.awards.values() if row.offer.subtask_id == offer.subtask_id]
        funded = [row.offer.opinion.points for row in same_pool if row.granted]
        waiting = sorted(
            (row.offer.opinion.place, row.offer_id)
            for row in same_pool
            if not row.granted and row.offer.opinion.positive
        )
        places = [pk for _place, pk in waiting]
        own = self.points.get(offer.public_id, {})
        return Consolidated(
            number=offer.number or 0,
            organisation=offer.organisation.name,
            task=offer.title,
            cards=len(cards),
            points=opinion.points,
            maximum=self.stand.rules.maximum,
            threshold=self.competition.threshold,
            place=opinion.place,
            ranked=len(self.awards),
            criteria=tuple(
                CriterionRow(
                    criterion.number,
                    criterion.name,
                    criterion.max_points,
                    own.get(criterion.number, Decimal(0)),
                    min(given, default=Decimal(0)),
                    max(given, default=Decimal(0)),
                    reasons,
                )
                for criterion in self.stand.criteria
                for given, reasons in [self._said(offer, cards, criterion.pk)]
            ),
            strengths=self._texts(offer, [card.strengths for card in cards]),
            weaknesses=self._texts(offer, [card.weaknesses for card in cards]),
            opinion=self._clean(offer, opinion.text),
            requested=offer.requested or Decimal(0),
            proposed=opinion.proposed_amount,
            granted=award.amount,
            reason=self._clean(offer, award.reason),
            line=min(funded, default=None),
            reserve=places.index(offer.pk) + 1 if offer.pk in places else None,
        )

    def _said(self, offer: Offer, cards: list[ScoreCard], criterion: int) -> tuple[list[Decimal], tuple[str, ...]]:
        scores = [score for card in cards for score in card.scores.all() if score.criterion_id == criterion]
        given = [score.points or Decimal(0) for score in scores]
        return given, self._texts(offer, [score.justification for score in scores])

    def _texts(self, offer: Offer, texts: list[str]) -> tuple[str, ...]:
        """The texts in alphabetical order: the order of the cards would tell which words are by the same person."""
        return tuple(sorted(self._clean(offer, text) for text in texts if text.strip()))

    def _clean(self, offer: Offer, text: str) -> str:
        others = [name for key, name in self.organisations.items() if key != offer.organisation_id]
        return masked(text.strip(), people=self.people, organisations=others)
