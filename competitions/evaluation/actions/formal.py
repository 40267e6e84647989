"""Verbs of the formal check: fill, send back and approve a card, begin the evaluation on the merits."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.corrections.actions import call_back
from competitions.corrections.models import Correction
from competitions.corrections.queries import addressees, open_correction
from competitions.corrections.refusals import nothing_named
from competitions.evaluation import formal, queries
from competitions.evaluation.models import FormalCheck
from competitions.evaluation.prefill import findings
from competitions.evaluation.refusals import (
    IncompleteFormalCheck,
    NotReady,
    SameEyes,
    card_outdated,
    confirmation_awaited,
    correction_runs,
    found_faults,
    has_its_card,
    left_to_a_person,
    must_accept,
    must_not_accept,
    must_reject,
    was_corrected,
)
from competitions.evaluation.states import FormalState
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.states import BEFORE_CHECK
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible, Refusal
from law.competition import deadline_passed


@transaction.atomic
def fill_check(
    offer: Offer,
    answers: Mapping[str, Mapping[str, str]],
    *,
    proposal: str,
    fields: Sequence[str] = (),
    files: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> FormalCheck:
    """Fill the formal card of an offer; another person approves it, unless the competition asks for one alone (office practice).

    `answers`: question code → {"answer": "yes"|"no"|"na", "note": text}; `proposal`: one of models.Proposal; `fields`: codes of
    the form's fields to be unlocked for a correction, `files`: titles of attachments likewise. What the system found is kept beside the answers. The same card again
    gives the same row. Raises IncompleteFormalCheck, NotProposable, NotCorrectable, NotToCheck, and NotPossible for an
    offer that is not to be checked.
    """
    hold(offer)
    correction = open_correction(offer)
    number = 2 if correction else 1
    earlier = FormalCheck.objects.filter(offer=offer, round=number).first()
    said = {"answers": dict(answers), "proposal": proposal, "fields": list(fields), "files": list(files)}
    if earlier and earlier.state != FormalState.SENT_BACK and _says_all(earlier, said):
        return earlier
    queries.insist_running(offer)
    version = offer.versions.latest("number")
    if earlier and earlier.state == FormalState.APPROVED:
        raise NotPossible(FormalCheck.MACHINE, "fill_again", earlier.state)
    _insist_to_check(offer, version, correction, at)
    if missing := formal.complete(answers):
        raise IncompleteFormalCheck(missing)
    found = findings(offer, version)
    if unexplained := formal.overruled(answers, found):
        raise IncompleteFormalCheck(unexplained)
    _insist_proposal(offer, answers, proposal, [*fields, *files], corrected=correction is not None)
    filled: dict[str, Any] = {
        **said,
        "version": version,
        "findings": {code: asdict(finding) for code, finding in found.items()},
        "filled_by": actor.person,
        "filled_at": at,
    }
    if earlier:
        check = earlier
        advance(check, "fill_again", actor=actor, at=at, remark="", note=_ledger_of(said), **filled)
    else:
        check = FormalCheck.objects.create(offer=offer, round=number, **filled)
        record(check, "fill_check", actor=actor, at=at, after=_ledger_of(said))
    if not offer.competition.four_eyes:
        _decide(check, offer, actor=actor, at=at)
    return check


@transaction.atomic
def fill_alike(offer: Offer, given: Mapping[str, str], *, actor: Actor, at: datetime) -> FormalCheck:
    """Fill the first card of an offer without a fault: as the system found, and by answers that are the same for many offers.

    `given`: code of a question in formal.JUDGED → one of the answers there; it never stands against what the system found.
    Raises NotAlike where the system found a "no", a question is left without an answer, or the offer had a card or a call
    to correct it; else as `fill_check`, which another person approves. The same again gives the same card.
    """
    hold(offer)
    if open_correction(offer):
        raise was_corrected()
    found = findings(offer, offer.versions.latest("number"))
    if faults := [code for code, finding in found.items() if finding.answer == "no"]:
        raise found_faults(faults)
    shared = {code: answer for code, answer in given.items() if answer in formal.JUDGED.get(code, ())}
    answers = {
        code: {"answer": finding.answer, "note": ""}
        if finding.answer
        else {"answer": shared.get(code, ""), "note": _("odpowiedź wspólna dla wielu ofert")}
        for code, finding in found.items()
    }
    if missing := formal.complete(answers):
        raise left_to_a_person(missing)
    earlier = FormalCheck.objects.filter(offer=offer).first()
    if earlier and (earlier.filled_by_id != actor.person.pk or earlier.answers != answers):
        raise has_its_card()
    return earlier or fill_check(offer, answers, proposal=formal.ACCEPT, actor=actor, at=at)


def fill_many(
    offers: Sequence[Offer], given: Mapping[str, str], *, actor: Actor, at: datetime
) -> tuple[list[Offer], list[tuple[Offer, Refusal]]]:
    """Fill the cards of many offers alike, each for itself: those that were filled, and those that were not with the refusal."""
    done: list[Offer] = []
    refused: list[tuple[Offer, Refusal]] = []
    for offer in offers:
        try:
            fill_alike(offer, given, actor=actor, at=at)
            done.append(offer)
        except Refusal as refusal:
            refused.append((offer, refusal))
    return done, refused


def _says_all(check: FormalCheck, said: Mapping[str, Any]) -> bool:
    return all(getattr(check, name) == value for name, value in said.items())


def _ledger_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a card says, without the notes."""
    return {**said, "answers": {code: row["answer"] for code, row in said["answers"].items()}}


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
    named: Sequence[str],
    *,
    corrected: bool,
) -> None:
    may_correct = not corrected and offer.competition.correction_days > 0
    possible = formal.possible(answers, may_correct=may_correct)
    if proposal not in possible:
        if possible == (formal.ACCEPT,):
            raise must_accept()
        raise must_not_accept() if proposal == formal.ACCEPT else must_reject()
    if proposal == formal.CORRECT and not named and answers["signed"]["answer"] != "no":
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
        unlocked = {"fields": check.fields, "files": check.files, "sign_again": sign_again}
        call_back(offer, **unlocked, reason=reason, actor=actor, at=at)
        return
    accepted = check.proposal == formal.ACCEPT
    advance(offer, "accept" if accepted else "reject", actor=actor, at=at, reason=reason)
    template = "offer-accepted" if accepted else "offer-rejected"
    context = {"offer": offer, "competition": offer.competition, "reason": reason}
    for person in addressees(offer):
        link = f"/moje/oferty/{offer.public_id}/"
        send(person, template=template, context=context, subject_obj=offer, at=at, link=link)
    if not accepted:
        enqueue("evaluation.rejection", check.pk, key=offer.public_id, actor=actor)


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
