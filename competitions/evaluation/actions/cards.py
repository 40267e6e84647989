"""Verbs of the experts' cards: assign, take back, declare, save, submit."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from competitions.calls.states import State as CompetitionState
from competitions.evaluation import queries
from competitions.evaluation.models import Score, ScoreCard
from competitions.evaluation.refusals import IncompleteCard, NotReady
from competitions.evaluation.states import CardState
from competitions.experts.actions import insist_standing
from competitions.experts.models import Expert
from competitions.offers.models import Offer
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.notices.actions import send
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import Conflict
from law import exclusion
from law.competition import on_scale


@transaction.atomic
def assign(offer: Offer, expert: Expert, *, due: date, actor: Actor, at: datetime) -> ScoreCard:
    """Give an offer to an expert; the same pair again returns the card there is.

    Raises NotReady before the evaluation, and NotOnTheList for an expert who was suspended or removed.
    """
    insist_standing(expert, at=at)
    if offer.competition.state != CompetitionState.EVALUATION or offer.state != OfferState.ACCEPTED:
        raise NotReady("assign", 1)
    card, created = ScoreCard.objects.get_or_create(
        offer=offer, expert=expert, defaults={"assigned_at": at, "due": due}
    )
    if created:
        record(card, "assign", actor=actor, at=at, after={"expert": expert.public_id, "due": due})
        context = {"offer": offer, "due": due}
        send(expert.user, template="card-assigned", context=context, subject_obj=card, at=at, link="/ekspert/")
    return card


@transaction.atomic
def take_back(card: ScoreCard, *, actor: Actor, at: datetime, reason: str) -> ScoreCard:
    """Take an open card from an expert who will not finish it; the offer then waits for another expert.

    What was written stays on the card and counts for nothing. Taking it back again changes nothing.
    """
    hold(card)
    if card.state == CardState.TAKEN_BACK:
        return card
    advance(card, "take_back", actor=actor, at=at, reason=reason, note={"expert": card.expert.public_id})
    return card


@transaction.atomic
def declare(card: ScoreCard, answers: Mapping[str, Any], *, actor: Actor, at: datetime) -> ScoreCard:
    """Record the expert's declaration of impartiality for one offer, before any of its content is visible.

    Any ground of KPA art. 24 (or a doubt that the expert names) excludes; the expert then no longer sees the case.
    The same declaration again changes nothing.
    """
    outcome = exclusion.outcome(answers)
    verb = "declare" if outcome == exclusion.OK else "exclude"
    note = {"outcome": outcome, "seal": sealed(repr(sorted(answers.items())))}
    declaration = {**answers, "outcome": outcome}
    hold(card)
    if made(card, verb, declaration=declaration):
        return card
    advance(card, verb, actor=actor, at=at, declaration=declaration, declared_at=at, note=note)
    return card


@transaction.atomic
def save_card(
    card: ScoreCard,
    *,
    scores: Mapping[int, tuple[Decimal | None, str]],
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> ScoreCard:
    """Keep what the expert wrote so far: criterion id → (points, justification), and the card's own fields.

    A draft is not an entry of the ledger; the submitted card is. Saving what a submitted card already says changes nothing;
    anything else raises Conflict then.
    """
    hold(card)
    if card.state == CardState.SUBMITTED and _says(card, scores, values):
        return card
    if card.state != CardState.DECLARED:
        raise Conflict(card.MACHINE, "submit", card.state)
    ScoreCard.objects.filter(pk=card.pk).update(**values)
    for criterion, (points, justification) in scores.items():
        Score.objects.update_or_create(
            card=card, criterion_id=criterion, defaults={"points": points, "justification": justification}
        )
    card.refresh_from_db()
    return card


def _says(card: ScoreCard, scores: Mapping[int, tuple[Decimal | None, str]], values: Mapping[str, Any]) -> bool:
    kept = {row.criterion_id: (row.points, row.justification) for row in card.scores.all()}
    return kept == dict(scores) and all(getattr(card, name) == value for name, value in values.items())


@transaction.atomic
def submit_card(card: ScoreCard, *, actor: Actor, at: datetime) -> ScoreCard:
    """Submit a complete card: points within each criterion's scale and a justification for every criterion.

    Raises IncompleteCard naming the criteria, NotReady once the panel gave its opinion or the offer was withdrawn; the points go to the ledger one by one. Submitting it again changes nothing.
    """
    hold(card)
    if card.state == CardState.SUBMITTED:
        return card
    if card.offer.state != OfferState.ACCEPTED:
        raise NotReady("late", 1)
    queries.insist_running(card.offer)
    rows = list(card.scores.select_related("criterion"))
    criteria = {criterion.pk: criterion for criterion in card.offer.competition.criteria.all()}
    good = {
        row.criterion_id
        for row in rows
        if row.points is not None
        and on_scale(row.points, row.criterion.max_points, row.criterion.step)
        and row.justification.strip()
    }
    if missing := [criterion.name for pk, criterion in criteria.items() if pk not in good]:
        raise IncompleteCard(missing)
    points = {str(row.criterion.number): row.points for row in rows}
    note = {"points": points, "expert": card.expert.public_id, "recommended": card.recommended_amount}
    advance(card, "submit", actor=actor, at=at, submitted_at=at, note=note)
    return card
