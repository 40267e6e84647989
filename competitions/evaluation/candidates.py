"""Reads about experts for offers: who fits, how much each has, what ties them to the applicants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.conflicts import queries as conflicts
from competitions.conflicts.graph import Verdict
from competitions.conflicts.presentation import Told, told
from competitions.evaluation import planning
from competitions.evaluation.fit import grade
from competitions.evaluation.models import Plan, ScoreCard
from competitions.evaluation.states import GONE
from competitions.experts.models import Absence, Expert
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
        return self.expert.takes(self.load)


def graver(one: str, other: str) -> bool:
    """Whether one verdict is graver than another."""
    return GRAVITY[Verdict(one)] > GRAVITY[Verdict(other)]


def listed(competition: Competition, on: date) -> "QuerySet[Any]":
    """Experts who may get an offer on a day, with what the graph needs and their cards in a competition as `load`."""
    counting = ~Q(cards__state__in=GONE) & Q(cards__offer__competition=competition)
    rows = Expert.objects.assignable(on).select_related("user__statement")
    return rows.annotate(load=Count("cards", filter=counting, distinct=True))


def load(expert: Expert, competition: Competition) -> int:
    """How many cards an expert has in a competition; those given back or taken back do not count."""
    return ScoreCard.objects.exclude(state__in=GONE).filter(expert=expert, offer__competition=competition).count()


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


def tied_of(competition: Any) -> Any:
    """How many live cards of a competition have a graver link than the office knew of, as a column."""
    rows = ScoreCard.objects.filter(tied(), offer__competition=competition, offer__state=OfferState.ACCEPTED)
    rows = rows.exclude(state__in=GONE).order_by()
    return Coalesce(Subquery(rows.values("offer__competition").annotate(count=Count("pk")).values("count")), 0)


def lacking_of(competition: Any) -> Any:
    """How many offers of a competition lost an expert and lack one, as a column: a card was refused, taken back, its expert excluded."""
    cards = ScoreCard.objects.filter(offer=OuterRef("pk")).order_by().values("offer")
    live = cards.exclude(state__in=GONE).annotate(count=Count("pk")).values("count")
    rows = Offer.objects.filter(
        Exists(ScoreCard.objects.filter(offer=OuterRef("pk"), state__in=GONE)),
        competition=competition,
        state=OfferState.ACCEPTED,
        competition__state=CompetitionState.EVALUATION,
    ).alias(live=Coalesce(Subquery(live), 0))
    rows = rows.filter(live__lt=F("competition__experts_per_offer")).order_by()
    return Coalesce(Subquery(rows.values("competition").annotate(count=Count("pk")).values("count")), 0)


def with_tied(offers: "QuerySet[Any]") -> "QuerySet[Any]":
    """Offers with the first card on which a graver link was found than the office knew of, as `tied_card`."""
    cards = ScoreCard.objects.filter(tied(), offer=OuterRef("pk")).exclude(state__in=GONE)
    return offers.annotate(tied_card=Subquery(cards.order_by("pk").values("public_id")[:1]))


def to_give_out(competition: Competition) -> dict[str, int]:
    """How many offers may be given out, and how many experts they still lack together."""
    rows: list[Any] = list(
        competition.offers.filter(state=OfferState.ACCEPTED)
        .annotate(live=Count("cards", filter=~Q(cards__state__in=GONE), distinct=True))
        .values_list("live", flat=True)
    )
    lacking = [max(0, competition.experts_per_offer - live) for live in rows]
    return {"offers": len(rows), "lacking": sum(lacking), "waiting": sum(bool(each) for each in lacking)}


def with_absences(competition: Competition, on: date) -> "QuerySet[Any]":
    """Experts on the list on a day, with their cards in a competition as `load` and the next days away as `away_from`, `away_to`."""
    counting = ~Q(cards__state__in=GONE) & Q(cards__offer__competition=competition)
    ahead = Absence.objects.filter(expert=OuterRef("pk"), away_to__gte=on).order_by("away_from")
    return (
        Expert.objects.standing(on)
        .select_related("user")
        .annotate(
            load=Count("cards", filter=counting, distinct=True),
            away_from=Subquery(ahead.values("away_from")[:1]),
            away_to=Subquery(ahead.values("away_to")[:1]),
        )
        .order_by("user__sort_key", "pk")
    )


def problem(plan: Plan, at: datetime) -> planning.Problem:
    """The question that a plan asks: what offers still need, what experts may take, how they fit, what ties them."""
    competition = plan.competition
    offers: list[Any] = list(
        competition.offers.filter(state=OfferState.ACCEPTED)
        .select_related("organisation")
        .defer("content")
        .annotate(live=Count("cards", filter=~Q(cards__state__in=GONE), distinct=True))
        .order_by("number", "pk")
    )
    experts: list[Any] = list(listed(competition, localdate(at)))
    having = set(ScoreCard.objects.filter(offer__competition=competition).values_list("offer", "expert"))
    found = conflicts.found(experts, offers, at)
    asked = tuple(
        planning.Asked(each.public_id, each.number or 0, max(0, competition.experts_per_offer - each.live))
        for each in offers
    )
    able = []
    for each in experts:
        limits = [limit for limit in (plan.most, each.limit) if limit is not None] or [len(offers)]
        most = max(0, min(limits) - each.load)
        able.append(planning.Able(each.public_id, min(most, max(0, plan.least - each.load)), most))
    links = tuple(
        tuple(
            planning.HAS_CARD if (offer.pk, each.pk) in having else found.judge(each, offer).verdict.value
            for each in experts
        )
        for offer in offers
    )
    sphere = competition.sphere
    return planning.Problem(
        asked,
        tuple(able),
        tuple(tuple(grade(each.spheres, sphere, offer.organisation.spheres) for each in experts) for offer in offers),
        links,
        (planning.HAS_CARD, Verdict.CONFLICT.value, *(() if plan.in_doubt else (each.value for each in IN_DOUBT))),
        plan.no_repeat,
        plan.seed,
    )
