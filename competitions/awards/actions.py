"""Verbs over awards: resolve a competition; cancel one in which nothing can be chosen."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from competitions.awards.models import Award
from competitions.awards.queries import award_facts, lists_in_words, offers_count
from competitions.calls.models import Competition, SubTask
from competitions.calls.states import State as CompetitionState
from competitions.changes.actions import cancel as cancel_counted
from competitions.changes.actions import cancel_part as cancel_part_counted
from competitions.changes.models import Change
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible, insist
from law import award as law
from office.board.models import Resolution


@transaction.atomic
def resolve(
    competition: Competition,
    *,
    resolution: Resolution,
    decisions: Mapping[str, tuple[Decimal, str]],
    actor: Actor,
    at: datetime,
) -> Competition:
    """Record the Board's decision on every offer the panel gave an opinion on (UDPP art. 15 ust. 2g–2h).

    `decisions`: offer public id → (amount in PLN, zero for refusal; reason, needed for a refusal and for any departure
    from the panel's opinion). Raises Refused when the sum exceeds the pool, an amount its request, or a reason is missing.
    The same decision again changes nothing.
    """
    # The row lock keeps two decisions from spending one pool.
    hold(competition)
    if made(competition, "resolve", decision=resolution) and _decided(competition) == dict(decisions):
        return competition
    if competition.state != CompetitionState.CONCLUDED:
        raise NotPossible(competition.MACHINE, "resolve", competition.state)
    insist(law.breaches(award_facts(competition, dict(decisions))))
    offers = competition.offers.filter(state=OfferState.OPINIONED).select_related("opinion", "organisation")
    for offer in offers.order_by("number"):
        amount, reason = decisions[offer.public_id]
        granted = amount > 0
        Award.objects.create(offer=offer, granted=granted, amount=amount, reason=reason, decided_at=at)
        note = {"amount": amount, "proposed": offer.opinion.proposed_amount}
        advance(offer, "award" if granted else "refuse", actor=actor, at=at, reason=reason, note=note)
        context = {"offer": offer, "competition": competition, "amount": amount, "reason": reason}
        if offer.submitted_by:
            template = "offer-awarded" if granted else "offer-refused"
            link = f"/moje/oferty/{offer.public_id}/"
            send(offer.submitted_by, template=template, context=context, subject_obj=offer, at=at, link=link)
    note = lists_in_words(competition)
    advance(competition, "resolve", actor=actor, at=at, decision=resolution, resolved_at=at, note=note)
    # The document of the three lists is issued by a job, which then records its three publications.
    enqueue("awards.results", competition.pk, key=competition.public_id, actor=actor)
    enqueue("consolidated.cards", competition.pk, key=competition.public_id, actor=actor)
    return competition


def _decided(competition: Competition) -> dict[str, tuple[Decimal, str]]:
    rows = Award.objects.filter(offer__competition=competition).select_related("offer")
    return {award.offer.public_id: (award.amount, award.reason) for award in rows}


@transaction.atomic
def cancel_part(subtask: SubTask, *, resolution: Resolution, reason: str, actor: Actor, at: datetime) -> Change:
    """Cancel one sub-task without any offer, or without one that meets the announcement; the others go on (UDPP art. 18a).

    Offers in it on which the panel gave an opinion end with it: there is nothing left for the Board to decide on them.
    """
    hold(subtask.competition)
    subtask.refresh_from_db(fields=["cancelled_at"])
    again = subtask.cancelled_at is not None
    count = offers_count(subtask.competition, subtask)
    change = cancel_part_counted(subtask, count=count, resolution=resolution, reason=reason, actor=actor, at=at)
    if not again:
        for offer in subtask.offers.filter(state=OfferState.OPINIONED).order_by("number"):
            advance(offer, "void", actor=actor, at=at, reason=reason, note={"change": change.number})
    return change


@transaction.atomic
def cancel(competition: Competition, *, resolution: Resolution, reason: str, actor: Actor, at: datetime) -> Change:
    """Cancel a competition without any offer, or without one that meets the announcement (UDPP art. 18a).

    The row lock keeps what is counted still. Raises Refused while an offer waits for its check or meets the announcement.
    """
    hold(competition)
    count = offers_count(competition)
    return cancel_counted(competition, count=count, resolution=resolution, reason=reason, actor=actor, at=at)
