"""What the evaluation says of one offer, without anything that tells who scored it or how another offer was judged."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.db.models import Q

from competitions.calls.models import Criterion
from competitions.consolidated.masking import masked
from competitions.evaluation.models import Motion, PanelMember, Score
from competitions.evaluation.queries import motions, rules_of
from competitions.evaluation.scoring import Card, Rules, by_criterion
from competitions.evaluation.states import CardState
from competitions.offers.models import Offer
from competitions.offers.queries import with_partners
from competitions.offers.states import State as OfferState
from core.accounts.models import User


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
        rows = competition.offers.exclude(state=OfferState.DRAFT).select_related("organisation", "award", "opinion")
        # Every offer of the competition: whose it is, what was opined and decided.
        self.offers = list(with_partners(rows.defer("content")).order_by("number", "pk"))
        self.decided = {offer.pk: offer for offer in self.offers if hasattr(offer, "award")}
        # Offer → what each submitted card says of each criterion, card by card in the order of the criteria.
        self.scores: dict[int, list[Score]] = {}
        keys = [offer.pk for offer in offers]
        scores = Score.objects.filter(card__offer__in=keys, card__state=CardState.SUBMITTED)
        for score in scores.select_related("card", "criterion").order_by("card", "criterion__number"):
            self.scores.setdefault(score.card.offer_id, []).append(score)
        voted = motions(competition).filter(offer__in=keys, carried=True)
        self.rules, self.points = self._counted(offers, voted)
        scored = Q(expert__cards__offer__competition=competition)
        sat = Q(pk__in=PanelMember.objects.filter(panel__competition=competition).values("user"))
        self.people = sorted(set(User.objects.filter(scored | sat).values_list("name", flat=True)))

    def _counted(self, offers: Sequence[Offer], voted: Iterable[Motion]) -> tuple[Rules, dict[str, dict[int, Decimal]]]:
        """The rules, and of each offer the points of its criteria as they count, by its public id."""
        # Every submitted card gives points for every criterion.
        criteria = {score.criterion_id: score.criterion for rows in self.scores.values() for score in rows}
        decided: dict[str, dict[int, Decimal]] = {}
        for motion in voted:
            if motion.criterion is None:
                continue
            decided.setdefault(motion.offer.public_id, {})[motion.criterion.number] = motion.after
        requested = {offer.public_id: offer.requested or Decimal(0) for offer in offers}
        rules = rules_of(self.competition, list(criteria.values()), requested=requested, decided=decided)
        cards = [
            Card(offer.public_id, str(card), {row.criterion.number: row.points or Decimal(0) for row in rows})
            for offer in offers
            for card, rows in groupby(self.scores.get(offer.pk, ()), key=attrgetter("card_id"))
        ]
        return rules, by_criterion(cards, rules)

    def others(self, offer: Offer) -> set[str]:
        """The names of organisations that take part in the competition but not in this offer, partners included."""
        own = set(_organisations(self.decided[offer.pk]))
        return {name for each in self.offers for name in _organisations(each)} - own

    def card(self, offer: Offer) -> Consolidated:
        """The consolidated card of one offer."""
        decided, scores = self.decided[offer.pk], self.scores.get(offer.pk, [])
        opinion, award = decided.opinion, decided.award
        same_pool = [row for row in self.decided.values() if row.subtask_id == offer.subtask_id]
        funded = [row.opinion.points for row in same_pool if row.award.granted]
        waiting = [row for row in same_pool if row.opinion.positive and not row.award.granted]
        places = [row.pk for row in sorted(waiting, key=lambda row: (row.opinion.place, row.pk))]
        own = self.points.get(offer.public_id, {})
        clean = partial(masked, people=self.people, organisations=self.others(offer))
        cards = list({score.card_id: score.card for score in scores}.values())
        said_of: dict[Criterion, list[Score]] = {}
        for score in scores:
            said_of.setdefault(score.criterion, []).append(score)
        return Consolidated(
            number=offer.number or 0,
            organisation=", ".join(_organisations(self.decided[offer.pk])),
            task=offer.title,
            cards=len(cards),
            points=opinion.points,
            maximum=self.rules.maximum,
            threshold=self.competition.threshold,
            place=opinion.place,
            ranked=len(self.decided),
            criteria=tuple(
                CriterionRow(
                    criterion.number,
                    criterion.name,
                    criterion.max_points,
                    own.get(criterion.number, Decimal(0)),
                    min(given, default=Decimal(0)),
                    max(given, default=Decimal(0)),
                    _sorted(clean, (score.justification for score in said)),
                )
                for criterion, said in said_of.items()
                for given in [[score.points or Decimal(0) for score in said]]
            ),
            strengths=_sorted(clean, (card.strengths for card in cards)),
            weaknesses=_sorted(clean, (card.weaknesses for card in cards)),
            opinion=clean(opinion.text.strip()),
            requested=offer.requested or Decimal(0),
            proposed=opinion.proposed_amount,
            granted=award.amount,
            reason=clean(award.reason.strip()),
            line=min(funded, default=None),
            reserve=places.index(offer.pk) + 1 if offer.pk in places else None,
        )


def _organisations(offer: Offer) -> list[str]:
    """Whose an offer of `with_partners` is."""
    return [offer.organisation.name, *(each["name"] for each in offer.joint_with or ())]  # type: ignore[attr-defined]


def _sorted(clean: Callable[[str], str], texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in alphabetical order: the order of the cards would tell which words are by the same person."""
    return tuple(sorted(clean(text.strip()) for text in texts if text.strip()))
