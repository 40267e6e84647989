"""The three result lists, as they follow from recorded decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.awards.models import Award
from competitions.calls.models import Competition, SubTask
from competitions.evaluation.models import FormalCheck
from competitions.evaluation.states import FormalState
from competitions.offers.models import Offer
from competitions.offers.queries import names_together, with_partners
from competitions.offers.states import BEFORE_CHECK
from competitions.offers.states import State as OfferState
from law.award import AwardFacts, OfferDecision
from law.competition import OffersCount


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A line of a result list (UDPP art. 15 ust. 2h), with every organisation of a joint offer. Amount in PLN; `reason` only where there is no grant."""

    number: int
    organisation: str
    task: str
    points: Decimal | None
    amount: Decimal
    reason: str
    subtask: int | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    """Awarded, not awarded, formally negative."""

    awarded: tuple[ResultRow, ...]
    refused: tuple[ResultRow, ...]
    rejected: tuple[ResultRow, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the grants awarded, in PLN."""
        return sum((row.amount for row in self.awarded), Decimal(0))


@dataclass(frozen=True, slots=True)
class PartResults:
    """The lists of one sub-task beside its own pool, in PLN; `cancelled_on` where it ended without a choice (art. 18a)."""

    number: int
    title: str
    pool: Decimal
    cancelled_on: date | None
    lists: Lists

    @property
    def total(self) -> Decimal:
        return self.lists.total


@dataclass(frozen=True, slots=True)
class Results(Lists):
    """The lists of a whole competition; of a divided one also those of each sub-task, in their order."""

    parts: tuple[PartResults, ...] = ()


def results(competition: Competition) -> Results:
    """The three lists of a resolved competition, in the order of the ranking, then of the offers' numbers.

    An offer that ended with its cancelled sub-task got no grant: it stands among the refused, with that as its reason.
    """
    awards = Award.objects.filter(offer__competition=competition).select_related(
        "offer__organisation", "offer__opinion", "offer__subtask"
    )
    rows = [
        (award.granted, _row(award.offer, award.joint_with, award.amount, "" if award.granted else award.reason))
        for award in with_partners(awards, "offer").order_by("offer__opinion__place", "offer__number")
    ]
    refused = [row for granted, row in rows if not granted]
    if competition.divided:
        voided = competition.offers.filter(state=OfferState.VOIDED).select_related("organisation", "opinion", "subtask")
        reason = _("podzadanie unieważniono: żadna oferta nie spełniła wymogów ogłoszenia (art. 18a ust. 1 pkt 2)")
        ended = with_partners(voided).order_by("opinion__place", "number")
        refused += [_row(offer, offer.joint_with, Decimal(0), reason) for offer in ended]
    lists = Lists(
        awarded=tuple(row for granted, row in rows if granted),
        refused=tuple(refused),
        rejected=tuple(_rejected(offer) for offer in formally_negative(competition)),
    )
    return Results(
        lists.awarded,
        lists.refused,
        lists.rejected,
        tuple(
            PartResults(
                part.number,
                part.title,
                part.pool,
                localdate(part.cancelled_at) if part.cancelled_at else None,
                _within(lists, part.number),
            )
            for part in competition.parts
        ),
    )


def lists_in_words(competition: Competition) -> dict[str, Any]:
    """What the lists say beside amounts and points, for the entry of the decision: number of an offer → whose it is, why no grant."""
    lists = results(competition)
    negative = [*lists.refused, *lists.rejected]
    return {
        "listed": {str(row.number): [row.organisation, row.task, row.subtask] for row in [*lists.awarded, *negative]},
        "reasons": {str(row.number): row.reason for row in negative},
    }


def _row(offer: Offer, joint_with: Sequence[Mapping[str, str]] | None, amount: Decimal, reason: str) -> ResultRow:
    """A row of an offer that the panel gave an opinion on."""
    subtask = offer.subtask.number if offer.subtask else None
    names = names_together(offer, joint_with)
    return ResultRow(offer.number or 0, names, offer.title, offer.opinion.points, amount, reason, subtask)


def _within(lists: Lists, number: int) -> Lists:
    """The rows of one sub-task."""
    awarded, refused, rejected = (
        tuple(row for row in rows if row.subtask == number) for rows in (lists.awarded, lists.refused, lists.rejected)
    )
    return Lists(awarded, refused, rejected)


def formally_negative(competition: Competition) -> list[Offer]:
    """Offers rejected formally or left unexamined."""
    rows = competition.offers.filter(state__in=(OfferState.REJECTED, OfferState.UNEXAMINED))
    decisive = FormalCheck.objects.filter(offer=OuterRef("pk"), state=FormalState.APPROVED).order_by("-round")
    rows = rows.annotate(answers=Subquery(decisive.values("answers")[:1]))
    return list(with_partners(rows).select_related("organisation", "subtask").order_by("number"))


def _rejected(offer: Any) -> ResultRow:
    """A row of `formally_negative` with its reasons."""
    notes = [row["note"] for row in (offer.answers or {}).values() if row["answer"] == "no"]
    reason = "; ".join(notes) or "brak potwierdzenia złożenia oferty w terminie"
    subtask = offer.subtask.number if offer.subtask else None
    names = names_together(offer, offer.joint_with)
    return ResultRow(offer.number or 0, names, offer.title, None, Decimal(0), reason, subtask)


def award_facts(competition: Competition, decisions: dict[str, tuple[Decimal, str]]) -> AwardFacts:
    """The Board's decisions for the law: per offer the requested and the awarded amount, and whether a reason is given."""
    rows = competition.offers.filter(state=OfferState.OPINIONED).select_related("opinion", "subtask")
    return AwardFacts(
        pool=competition.living_pool,
        subtasks={row.number: row.pool for row in competition.parts if not row.cancelled_at},
        decisions=tuple(
            OfferDecision(
                number=offer.number or 0,
                requested=offer.requested,
                amount=decisions.get(offer.public_id, (Decimal(0), ""))[0],
                reason=decisions.get(offer.public_id, (Decimal(0), ""))[1],
                proposed=offer.opinion.proposed_amount,
                decided=offer.public_id in decisions,
                subtask=offer.subtask.number if offer.subtask else None,
            )
            for offer in rows
        ),
    )


def offers_count(competition: Competition, subtask: SubTask | None = None) -> OffersCount:
    """The offers of a competition, or of one sub-task, as cancelling it asks of them (UDPP art. 18a ust. 1).

    An offer meets the announcement when its form is right, and once it has an opinion, when it reached the threshold.
    """
    filed = Offer.objects.filter(competition=competition).exclude(state__in=(OfferState.DRAFT, OfferState.WITHDRAWN))
    if subtask:
        filed = filed.filter(subtask=subtask)
    counted = filed.aggregate(
        filed=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=BEFORE_CHECK)),
        meeting=Count(
            "pk", filter=Q(state=OfferState.ACCEPTED) | Q(state=OfferState.OPINIONED, opinion__positive=True)
        ),
    )
    return OffersCount(**counted)


def subtasks_left(competition: Competition, offers: Sequence[Offer]) -> list[tuple[SubTask, Decimal]]:
    """Each sub-task with what is left of its pool, in PLN, when every offer gets what the panel proposes."""
    proposed: dict[int | None, Decimal] = {}
    for offer in offers:
        proposed[offer.subtask_id] = proposed.get(offer.subtask_id, Decimal(0)) + offer.opinion.proposed_amount
    return [(row, row.pool - proposed.get(row.pk, Decimal(0))) for row in competition.parts if not row.cancelled_at]
