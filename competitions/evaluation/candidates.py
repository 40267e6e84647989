"""Reads about experts for offers: who fits, how much each has, what ties them to the applicants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate

from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.conflicts import queries as conflicts
from competitions.conflicts.graph import Verdict
from competitions.conflicts.presentation import Told, told
from competitions.evaluation.fit import grade
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.states import GONE
from competitions.experts.models import Expert
from competitions.offers.models import Offer
from competitions.offers.states import State as OfferState

# The verdicts that need a reason before an expert gets the offer.
IN_DOUBT = (Verdict.POSSIBLE, Verdict.UNKNOWN)
GRAVITY = {verdict: -place for place, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert as somebody who might get an offer: the fit 0–5, cards in this competition, what was found."""

    expert: Expert
    fit: int
    load: int
    found: Told

    @property
    def free(self) -> bool:
        """Whether the expert's own limit leaves room."""
        return self.expert.limit is None or self.load < self.expert.limit


def graver(one: str, other: str) -> bool:
    """Whether one verdict is graver than another."""
    return GRAVITY[Verdict(one)] > GRAVITY[Verdict(other)]


def listed(competition: Competition, on: date) -> "QuerySet[Any]":
    """Experts who may get an offer on a day, with what the graph needs and their cards in a competition as `load`."""
    counting = ~Q(cards__state__in=GONE) & Q(cards__offer__competition=competition)
    rows = Expert.objects.assignable(on).select_related("user__statement")
    return rows.annotate(load=Count("cards", filter=counting, distinct=True))


def checked(offer: Offer, experts: Sequence[Expert], at: datetime) -> list[tuple[Expert, Told]]:
    """What is found of experts and one offer; three queries, however many experts."""
    found = conflicts.found(experts, [offer], at)
    on = localdate(at)
    return [(each, told(found.judge(each, offer), found.names, on)) for each in experts]


def candidates(offer: Offer, at: datetime) -> list[Candidate]:
    """Those who may get an offer and have no card for it: without a conflict first, then by fit, then the least loaded."""
    having = ScoreCard.objects.filter(offer=offer).order_by().values("expert")
    rows: list[Any] = list(listed(offer.competition, localdate(at)).exclude(pk__in=having))
    sphere, own = offer.competition.sphere, offer.organisation.spheres
    loads = {each.pk: each.load for each in rows}
    found = [
        Candidate(each, grade(each.spheres, sphere, own), loads[each.pk], result)
        for each, result in checked(offer, rows, at)
    ]
    return sorted(
        found,
        key=lambda each: (
            each.found.verdict == Verdict.CONFLICT,
            not each.free,
            -each.fit,
            GRAVITY[each.found.verdict],
            each.load,
            each.expert.user.sort_key,
        ),
    )


def live_cards() -> "QuerySet[ScoreCard]":
    """Cards that count, of competitions under evaluation, with what a look at their links needs."""
    rows = ScoreCard.objects.exclude(state__in=GONE).filter(
        offer__competition__state=CompetitionState.EVALUATION, offer__state=OfferState.ACCEPTED
    )
    return (
        rows.select_related("expert__user__statement", "offer__competition", "offer__organisation", "assigned_by")
        .defer("offer__content")
        .order_by("offer__competition", "offer__number", "pk")
    )


def findings(cards: Sequence[ScoreCard], at: datetime) -> list[tuple[ScoreCard, Told]]:
    """What is found now of the expert and the applicants of each card; three queries."""
    people = list({card.expert_id: card.expert for card in cards}.values())
    offers = list({card.offer_id: card.offer for card in cards}.values())
    found = conflicts.found(people, offers, at)
    on = localdate(at)
    return [(card, told(found.judge(card.expert, card.offer), found.names, on)) for card in cards]


def tied() -> Q:
    """Cards on which something graver was found than the office gave them out with."""
    grown = Q()
    for found, accepted in ((one, other) for one in Verdict for other in Verdict if graver(one, other)):
        grown |= Q(links_found=found, links_accepted=accepted)
    return grown


def waiting() -> "QuerySet[Offer]":
    """Offers under evaluation that lost an expert and lack one: their card was refused, taken back, or its expert excluded."""
    rows = Offer.objects.filter(state=OfferState.ACCEPTED, competition__state=CompetitionState.EVALUATION)
    live = Count("cards", filter=~Q(cards__state__in=GONE), distinct=True)
    gone = Count("cards", filter=Q(cards__state__in=GONE), distinct=True)
    return (
        rows.annotate(live=live, gone=gone)
        .filter(live__lt=F("competition__experts_per_offer"), gone__gt=0)
        .select_related("competition", "organisation")
        .defer("content")
        .order_by("competition", "number")
    )
