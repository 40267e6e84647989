"""Verbs of the experts' cards: assign, take back, declare, save, submit."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.calls.states import State as CompetitionState
from competitions.conflicts.graph import Verdict
from competitions.conflicts.presentation import Told
from competitions.conflicts.queries import HEAD_ALONE, practice
from competitions.evaluation import candidates, queries
from competitions.evaluation.models import CardVersion, Score, ScoreCard
from competitions.evaluation.refusals import AmountTooHigh, IncompleteCard, InDoubt, NotReady, Tied
from competitions.evaluation.states import CardState
from competitions.experts.actions import insist_available, insist_standing
from competitions.experts.models import Expert
from competitions.offers.models import Offer
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.audit.ledger import canonical, record, sealed
from core.notices.actions import hide, send
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import Conflict
from law import exclusion
from law.competition import on_scale
from office.structure.hats import HEAD


@transaction.atomic
def assign(
    offer: Offer, expert: Expert, *, due: date, actor: Actor, at: datetime, reason: str = "", found: Told | None = None
) -> ScoreCard:
    """Give an offer to an expert, once what ties them to the applicants was looked at; the same pair again returns the card there is.

    `reason`: why, where the links are only possible or could not be ruled out; the ledger keeps it. `found`: what was just
    found, for who asks about many at once. Raises NotReady before the evaluation, NotOnTheList for an expert who was
    suspended or removed, NotAvailable for one who is away or has as many cards as they take, Tied for a conflict, InDoubt
    without a reason or for who may not invite on a doubt.
    """
    insist_standing(expert, at=at)
    if offer.competition.state != CompetitionState.EVALUATION or offer.state != OfferState.ACCEPTED:
        raise NotReady("assign", 1)
    if card := ScoreCard.objects.filter(offer=offer, expert=expert).first():
        return card
    # Read under a lock: of two who give this person an offer at once, the second counts the card of the first.
    expert.refresh_from_db(fields=["limit"], from_queryset=Expert.objects.select_for_update())
    insist_available(expert, holds=candidates.load(expert, offer.competition), at=at)
    if found is None:
        ((_expert, found),) = candidates.checked(offer, [expert], at)
    _insist_untied(expert, found, reason, actor)
    card, created = ScoreCard.objects.get_or_create(
        offer=offer,
        expert=expert,
        defaults={
            "assigned_at": at,
            "assigned_by": actor.user,
            "due": due,
            "links_found": found.verdict,
            "links_accepted": found.verdict,
        },
    )
    if created:
        after = {"expert": expert.public_id, "due": due, "links": found.verdict.value}
        record(card, "assign", actor=actor, at=at, after=after, reason=reason)
        context = {"offer": offer, "due": due}
        send(expert.user, template="card-assigned", context=context, subject_obj=card, at=at, link="/ekspert/")
    return card


def _insist_untied(expert: Expert, found: Told, reason: str, actor: Actor) -> None:
    """Raise Tied for a conflict, InDoubt where a doubt needs a reason, or another person to judge it."""
    if found.verdict == Verdict.CONFLICT:
        raise Tied(str(expert), found.sentences)
    if found.verdict in candidates.IN_DOUBT:
        if practice().unknown_invited_by == HEAD_ALONE and not (actor.system or actor.wears(HEAD.code)):
            raise InDoubt(str(expert), found.word, found.reasons, for_head=True)
        if not reason.strip():
            raise InDoubt(str(expert), found.word, found.reasons)


@transaction.atomic
def take_back(card: ScoreCard, *, actor: Actor, at: datetime, reason: str) -> ScoreCard:
    """Take an open card from an expert who will not finish it; the offer then waits for another expert.

    What was written stays on the card and counts for nothing. Taking it back again changes nothing.
    """
    hold(card)
    if card.state == CardState.TAKEN_BACK:
        return card
    advance(card, "take_back", actor=actor, at=at, reason=reason, note={"expert": card.expert.public_id})
    hide(card.expert.user, card.chain)
    return card


@transaction.atomic
def refuse_card(card: ScoreCard, *, reason: str, actor: Actor, at: datetime) -> ScoreCard:
    """The expert will not evaluate this offer and says why; the office is told and finds another. Again changes nothing."""
    hold(card)
    if card.state == CardState.REFUSED:
        return card
    advance(card, "refuse_card", actor=actor, at=at, reason=reason, note={"expert": card.expert.public_id})
    hide(card.expert.user, card.chain)
    _ask_for_another(card, reason, at=at)
    return card


def _ask_for_another(card: ScoreCard, reason: str, *, at: datetime) -> None:
    """Tell who gave the card out that the offer needs another expert."""
    if card.assigned_by:
        context = {"offer": card.offer, "expert": card.expert, "reason": reason}
        link = reverse("card-assign", args=[card.offer.public_id])
        send(card.assigned_by, template="card-returned", context=context, subject_obj=card, at=at, link=link)


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
    if verb == "exclude":
        hide(card.expert.user, card.chain)
        _ask_for_another(card, str(_("wyłączenie: ekspert złożył deklarację (KPA art. 24)")), at=at)
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

    Raises IncompleteCard naming the criteria, AmountTooHigh for a grant above what was requested less the questioned costs, NotReady once the panel gave its opinion or the offer was withdrawn; the points go to the
    ledger one by one, and the card is kept as a version. Submitting it again changes nothing.
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
    _insist_within(card)
    points = {str(row.criterion.number): row.points for row in rows}
    number = card.versions.count() + 1
    note = {
        "points": points,
        "expert": card.expert.public_id,
        "recommended": card.recommended_amount,
        "version": number,
    }
    if number > 1:
        note |= {"because": card.returned_because}
    content = card.content(rows)
    # The words stay out of the ledger; their hash proves that they are the ones that were submitted.
    note["content"] = hashlib.sha256(canonical(content)).hexdigest()
    CardVersion.objects.create(
        card=card,
        number=number,
        content=content,
        reason=card.returned_because,
        submitted_at=at,
    )
    advance(card, "submit", actor=actor, at=at, submitted_at=at, returned_because="", note=note)
    return card


def _insist_within(card: ScoreCard) -> None:
    """Raise AmountTooHigh when the proposed grant is more than the requested less the questioned costs."""
    questioned = sum((Decimal(row["amount"]) for row in card.questioned), Decimal(0))
    most = max(card.offer.requested - questioned, Decimal(0))
    if card.recommended_amount is not None and card.recommended_amount > most:
        raise AmountTooHigh(most)


@transaction.atomic
def return_card(card: ScoreCard, *, reason: str, actor: Actor, at: datetime) -> ScoreCard:
    """Send a submitted card back to its expert with a reason; what was submitted stays as a version.

    Only while the panel has not given its opinion: raises NotReady after it. Returning it again changes nothing.
    """
    hold(card)
    if card.state == CardState.DECLARED and card.returned_because == reason:
        return card
    if card.offer.state != OfferState.ACCEPTED:
        raise NotReady("late", 1)
    queries.insist_running(card.offer)
    note = {"expert": card.expert.public_id, "version": card.versions.count()}
    advance(card, "return_card", actor=actor, at=at, reason=reason, returned_because=reason, note=note)
    context = {"offer": card.offer, "reason": reason}
    link = f"/ekspert/karty/{card.public_id}/"
    send(card.expert.user, template="card-to-correct", context=context, subject_obj=card, at=at, link=link)
    return card
