"""Verbs of evaluation: fill and approve formal cards, appoint, assign, declare, score, submit, conclude."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from competitions.calls.models import Competition
from competitions.calls.states import ENDED
from competitions.calls.states import State as CompetitionState
from competitions.corrections.actions import call_back
from competitions.corrections.models import Correction
from competitions.corrections.queries import addressees, open_correction
from competitions.corrections.refusals import nothing_named
from competitions.evaluation import formal, queries
from competitions.evaluation.hats import CHAIR, MEMBER, SECRETARY
from competitions.evaluation.models import (
    FormalCheck,
    Opinion,
    Panel,
    PanelMember,
    Role,
    Score,
    ScoreCard,
)
from competitions.evaluation.prefill import findings
from competitions.evaluation.refusals import (
    AlreadyAppointed,
    AlreadyDeclared,
    CompetitionOver,
    IncompleteCard,
    IncompleteFormalCheck,
    NotReady,
    SameEyes,
    card_outdated,
    confirmation_awaited,
    correction_runs,
    must_accept,
    must_not_accept,
    must_reject,
)
from competitions.evaluation.states import CardState, FormalState, PanelState
from competitions.experts.models import Expert
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.states import BEFORE_CHECK
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.signin.actions import grant_hat
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import Conflict, NotPossible, Refusal, insist
from law import exclusion
from law import panel as law
from law.competition import deadline_passed, on_scale
from office.board.models import Resolution

HATS = {Role.CHAIR: CHAIR.code, Role.SECRETARY: SECRETARY.code, Role.MEMBER: MEMBER.code}


@transaction.atomic
def fill_check(
    offer: Offer,
    answers: Mapping[str, Mapping[str, str]],
    *,
    proposal: str,
    fields: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> FormalCheck:
    """Fill the formal card of an offer; another person approves it, unless the competition asks for one alone (office practice).

    `answers`: question code → {"answer": "yes"|"no"|"na", "note": text}; `proposal`: one of models.Proposal; `fields`: codes of
    the form's fields to be unlocked for a correction. What the system found is kept beside the answers. The same card again
    gives the same row. Raises IncompleteFormalCheck, NotProposable, NotCorrectable, NotToCheck, and NotPossible for an
    offer that is not to be checked.
    """
    hold(offer)
    correction = open_correction(offer)
    number = 2 if correction else 1
    earlier = FormalCheck.objects.filter(offer=offer, round=number).first()
    said = {"answers": dict(answers), "proposal": proposal, "fields": list(fields)}
    if earlier and earlier.state != FormalState.SENT_BACK and _says_all(earlier, said):
        return earlier
    _insist_running(offer)
    version = offer.versions.latest("number")
    if earlier and earlier.state == FormalState.APPROVED:
        raise NotPossible(FormalCheck.MACHINE, "fill_again", earlier.state)
    _insist_to_check(offer, version, correction, at)
    if missing := formal.complete(answers):
        raise IncompleteFormalCheck(missing)
    found = findings(offer, version)
    if unexplained := formal.overruled(answers, found):
        raise IncompleteFormalCheck(unexplained)
    _insist_proposal(offer, answers, proposal, fields, corrected=correction is not None)
    filled: dict[str, Any] = {
        **said,
        "version": version,
        "findings": {code: asdict(finding) for code, finding in found.items()},
        "filled_by": actor.person,
        "filled_at": at,
    }
    if earlier:
        check = earlier
        advance(
            check, "fill_again", actor=actor, at=at, remark="", note=_ledger_of(answers, proposal, fields), **filled
        )
    else:
        check = FormalCheck.objects.create(offer=offer, round=number, **filled)
        record(check, "fill_check", actor=actor, at=at, after=_ledger_of(answers, proposal, fields))
    if not offer.competition.four_eyes:
        _decide(check, offer, actor=actor, at=at)
    return check


def _insist_running(offer: Offer) -> None:
    """Raise CompetitionOver for an offer whose competition was called off or cancelled: it is assessed no more."""
    # Read anew: the row in hand may be older than the decision.
    state = Competition.objects.values_list("state", flat=True).get(pk=offer.competition_id)
    if state in ENDED:
        raise CompetitionOver(CompetitionState(state))


def _says_all(check: FormalCheck, said: Mapping[str, Any]) -> bool:
    return all(getattr(check, name) == value for name, value in said.items())


def _ledger_of(answers: Mapping[str, Mapping[str, str]], proposal: str, fields: Sequence[str]) -> dict[str, Any]:
    given = {code: row["answer"] for code, row in answers.items()}
    return {"answers": given, "proposal": proposal, "fields": list(fields)}


def _insist_to_check(offer: Offer, version: OfferVersion, correction: Correction | None, at: datetime) -> None:
    """Raise unless it is the office's turn: confirmed, or corrected (and confirmed, where asked for), or the term has passed."""
    if offer.state == OfferState.RETURNED and correction and not deadline_passed(correction.due, at):
        raise correction_runs(correction.due)
    due = version.confirmation_due
    if offer.state == OfferState.CORRECTED and version.needs_confirmation and due and not deadline_passed(due, at):
        raise confirmation_awaited()
    if offer.MACHINE.find("accept", offer.state) is None:
        raise NotPossible(offer.MACHINE, "accept", offer.state)


def _insist_proposal(
    offer: Offer,
    answers: Mapping[str, Mapping[str, str]],
    proposal: str,
    fields: Sequence[str],
    *,
    corrected: bool,
) -> None:
    may_correct = not corrected and offer.competition.correction_days > 0
    possible = formal.possible(answers, may_correct=may_correct)
    if proposal not in possible:
        if possible == (formal.ACCEPT,):
            raise must_accept()
        raise must_not_accept() if proposal == formal.ACCEPT else must_reject()
    if proposal == formal.CORRECT and not fields and answers["signed"]["answer"] != "no":
        raise nothing_named()


@transaction.atomic
def approve_check(check: FormalCheck, *, actor: Actor, at: datetime) -> FormalCheck:
    """Approve a formal card, so that what it proposes happens: accepted, called to correct, rejected (UDPP art. 15 ust. 1).

    A second pair of eyes: raises SameEyes for who filled it, where the competition asks for two. Approving it again changes
    nothing. Raises NotToCheck when the organisation has submitted another version since.
    """
    offer = (
        Offer.objects.select_for_update(of=("self",))
        .select_related("competition", "organisation")
        .get(pk=check.offer_id)
    )
    hold(check)
    if check.state == FormalState.APPROVED:
        return check
    if offer.competition.four_eyes and check.filled_by_id == actor.person.pk:
        raise SameEyes()
    version = offer.versions.latest("number")
    if check.version_id != version.pk:
        raise card_outdated()
    _insist_to_check(offer, version, open_correction(offer), at)
    _decide(check, offer, actor=actor, at=at)
    return check


@transaction.atomic
def approve_many(
    checks: Sequence[FormalCheck], *, actor: Actor, at: datetime
) -> tuple[list[FormalCheck], list[tuple[FormalCheck, Refusal]]]:
    """Approve many formal cards, each for itself: those that were approved, and those that were not with the refusal."""
    done: list[FormalCheck] = []
    refused: list[tuple[FormalCheck, Refusal]] = []
    for check in checks:
        try:
            done.append(approve_check(check, actor=actor, at=at))
        except Refusal as refusal:
            refused.append((check, refusal))
    return done, refused


def _decide(check: FormalCheck, offer: Offer, *, actor: Actor, at: datetime) -> None:
    """Do what the card proposes."""
    note = {"proposal": check.proposal}
    advance(check, "approve_check", actor=actor, at=at, approved_by=actor.person, approved_at=at, note=note)
    reason = formal.reason(check.answers)
    if check.proposal == formal.CORRECT:
        sign_again = check.answers["signed"]["answer"] == "no"
        call_back(offer, fields=check.fields, sign_again=sign_again, reason=reason, actor=actor, at=at)
        return
    accepted = check.proposal == formal.ACCEPT
    advance(offer, "accept" if accepted else "reject", actor=actor, at=at, reason=reason)
    template = "offer-accepted" if accepted else "offer-rejected"
    context = {"offer": offer, "competition": offer.competition, "reason": reason}
    for person in addressees(offer):
        link = f"/moje/oferty/{offer.public_id}/"
        send(person, template=template, context=context, subject_obj=offer, at=at, link=link)


@transaction.atomic
def send_back_check(check: FormalCheck, *, remark: str, actor: Actor, at: datetime) -> FormalCheck:
    """Send a formal card back to who filled it, with what is to be looked at again. Doing it again changes nothing."""
    hold(check)
    if made(check, "send_back_check", remark=remark):
        return check
    advance(check, "send_back_check", actor=actor, at=at, reason=remark, remark=remark)
    return check


@transaction.atomic
def start_evaluation(competition: Competition, *, actor: Actor, at: datetime) -> Competition:
    """Begin the evaluation on the merits; every submitted offer must have been checked or left unexamined.

    Raises NotReady naming the number of offers that still wait.
    """
    waiting = competition.offers.filter(state__in=BEFORE_CHECK).count()
    if waiting:
        raise NotReady("formal", waiting)
    advance(competition, "start_evaluation", actor=actor, at=at)
    return competition


@transaction.atomic
def appoint(
    competition: Competition,
    *,
    resolution: Resolution,
    members: Sequence[Mapping[str, Any]],
    no_ngo_reason: str = "",
    actor: Actor,
    at: datetime,
) -> Panel:
    """Appoint the panel by a Board resolution and give its members their hats (UDPP art. 15 ust. 2a–2da).

    `members`: rows of {user, role, side, indicated_by}; `no_ngo_reason` is "1", "2" or "3": the point of art. 15 ust. 2da.
    Raises Refused when the composition breaks the law, AlreadyAppointed when there is a panel of other people; the same
    people by the same resolution again give the panel there is.
    """
    hold(competition)
    if earlier := Panel.objects.filter(competition=competition).first():
        same = set(earlier.members.values_list("user", "role", "side")) == {
            (row["user"].pk, row["role"], row["side"]) for row in members
        }
        if same and earlier.appointment == resolution:
            return earlier
        raise AlreadyAppointed
    insist(law.breaches(queries.panel_facts(competition, members, no_ngo_reason)))
    panel = Panel.objects.create(competition=competition, appointment=resolution, no_ngo_reason=no_ngo_reason)
    for row in members:
        PanelMember.objects.create(panel=panel, **row)
        key = competition.public_id
        grant_hat(row["user"], HATS[row["role"]], key=key, title=competition.title, actor=actor, at=at)
    record(
        panel,
        "appoint",
        actor=actor,
        at=at,
        after={
            "resolution": str(resolution),
            "members": [{"user": row["user"].public_id, "role": row["role"], "side": row["side"]} for row in members],
            "no_ngo_reason": no_ngo_reason,
        },
    )
    return panel


@transaction.atomic
def declare_member(member: PanelMember, answers: Mapping[str, Any], *, actor: Actor, at: datetime) -> PanelMember:
    """Record a panel member's declaration of impartiality (KPA art. 24); a ground of exclusion takes the hat's work away.

    `answers`: ground code → bool. The answers themselves stay out of the ledger, which keeps their outcome and a seal.
    A declaration is made once: the same again changes nothing, another one raises AlreadyDeclared.
    """
    outcome = exclusion.outcome(answers)
    member = (
        PanelMember.objects.select_for_update(of=("self",))
        .select_related("user", "panel__competition")
        .get(pk=member.pk)
    )
    if member.declaration:
        if member.declaration != {**answers, "outcome": outcome}:
            raise AlreadyDeclared
        return member
    PanelMember.objects.filter(pk=member.pk).update(
        declaration={**answers, "outcome": outcome}, declared_at=at if outcome == exclusion.OK else None
    )
    member.refresh_from_db()
    after = {"outcome": outcome, "seal": sealed(repr(sorted(answers.items())))}
    record(member.panel, "declare_member", actor=actor, at=at, after={**after, "member": member.user.public_id})
    return member


@transaction.atomic
def assign(offer: Offer, expert: Expert, *, due: date, actor: Actor, at: datetime) -> ScoreCard:
    """Give an offer to an expert; the same pair again returns the card there is. Raises NotReady before the evaluation."""
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
    _insist_running(card.offer)
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


@transaction.atomic
def conclude(
    panel: Panel,
    *,
    met_on: date,
    present: Sequence[PanelMember],
    texts: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> Panel:
    """Close the minutes: the ranking follows from the submitted cards, each offer gets the panel's opinion.

    `texts`: offer public id → the panel's words. Raises NotReady while an offer has fewer than two submitted cards, and
    Refused without a quorum or without the declarations of those present (UDPP art. 15 ust. 2a–2f). The same minutes again
    give the panel as it is.
    """
    hold(panel)
    who = {member.pk for member in present}
    if made(panel, "conclude", met_on=met_on) and who == set(
        panel.members.filter(present=True).values_list("pk", flat=True)
    ):
        return panel
    if panel.state != PanelState.APPOINTED:
        raise NotPossible(panel.MACHINE, "conclude", panel.state)
    competition = panel.competition
    lacking = queries.offers_without_two_cards(competition)
    if lacking:
        raise NotReady("cards", len(lacking))
    insist(law.meeting_breaches(queries.meeting_facts(panel, present)))
    PanelMember.objects.filter(panel=panel, pk__in=who).update(present=True)
    offers = {offer.public_id: offer for offer in competition.offers.filter(state=OfferState.ACCEPTED)}
    ranking = queries.ranking(competition)
    for placed in ranking:
        offer = offers[placed.offer]
        text = texts.get(placed.offer, "").strip() or queries.default_opinion(placed)
        Opinion.objects.create(
            offer=offer,
            points=placed.points,
            place=placed.place,
            positive=placed.above,
            proposed_amount=placed.proposed,
            text=text,
        )
        note = {"points": placed.points, "place": placed.place, "proposed": placed.proposed, "text": text}
        advance(offer, "opine", actor=actor, at=at, note=note)
    note = {"met_on": met_on, "present": [member.user.public_id for member in present], "offers": len(ranking)}
    advance(panel, "conclude", actor=actor, at=at, met_on=met_on, concluded_at=at, note=note)
    advance(competition, "conclude", actor=actor, at=at)
    enqueue("evaluation.minutes", panel.pk, key=panel.public_id, actor=actor)
    return panel
