"""Verbs over confirmations: receive a signed one, leave an offer unexamined for want of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from competitions.calls.models import Decisive
from competitions.confirmations import queries, refusals
from competitions.confirmations.models import Channel, Receipt
from competitions.confirmations.recognition import GROUP, differing, digits
from competitions.corrections.queries import addressees
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.states import State
from core.accounts.actor import Actor
from core.audit.ledger import plain, record
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.workflow.advance import advance, hold
from core.workflow.refusal import Refusal
from law.competition import deadline_passed
from ngo.papers.models import Signatory

# Four groups are one chance in 16^16 of naming another offer.
ENOUGH = 4 * GROUP


def receive(
    offer: Offer,
    *,
    typed_checksum: str,
    channel: str,
    received_at: datetime,
    posted_on: date | None = None,
    signatories: Sequence[Signatory] = (),
    others: str = "",
    actor: Actor,
    at: datetime,
) -> Receipt:
    """Write the receipt of a signed confirmation of the version that is required now, within its own term (office practice).

    `typed_checksum`: what stands on the paper, the whole of it or at least four groups. Who signed: `signatories` of the
    organisation, `others` by name. Receiving the same again gives the same receipt. Raises WrongConfirmation when it
    confirms another version, nothing is awaited, it came (or was posted, where that decides) after the term, or nobody
    signed who may; a paper that is turned down leaves its trace in the ledger, whatever else is undone.
    """
    try:
        return _receive(
            offer,
            typed_checksum=typed_checksum,
            channel=channel,
            received_at=received_at,
            posted_on=posted_on,
            signatories=signatories,
            others=others,
            actor=actor,
            at=at,
        )
    except refusals.WrongConfirmation as refusal:
        note = {"channel": channel, "received_at": received_at, "posted_on": posted_on}
        _note_refused(offer, typed_checksum, refusal, note, actor=actor, at=at)
        raise


@transaction.atomic
def _receive(
    offer: Offer,
    *,
    typed_checksum: str,
    channel: str,
    received_at: datetime,
    posted_on: date | None,
    signatories: Sequence[Signatory],
    others: str,
    actor: Actor,
    at: datetime,
) -> Receipt:
    hold(offer)
    paper = _on_paper(offer, typed_checksum)
    same = Receipt.objects.filter(version=paper, channel=channel, received_at=received_at).first()
    if same:
        return same
    insist_awaited(offer, paper, queries.required(offer))
    _insist_in_time(offer, paper, channel, received_at, posted_on)
    _insist_signed(offer, signatories, others, localdate(received_at))
    receipt = Receipt.objects.create(
        offer=offer,
        number=offer.receipts.count() + 1,
        version=paper,
        channel=channel,
        received_at=received_at,
        posted_on=posted_on,
        signed_by=[
            {"name": each.name, "function": each.function, "confirmed": each.confirmed_at is not None}
            for each in signatories
        ],
        others=others,
        recorded_at=at,
        recorded_by=actor.person,
    )
    note = {
        "receipt": receipt.number,
        "version": paper.number,
        "checksum": paper.checksum,
        "signatories": [each.public_id for each in signatories],
        "others": bool(others),
    }
    advance(offer, "confirm", actor=actor, at=at, confirmed_at=received_at, confirmation_channel=channel, note=note)
    if channel == Channel.PAPER:
        enqueue("confirmations.receipt", receipt.pk, key=f"{offer.public_id}:{receipt.number}", actor=actor)
    context = {"offer": offer, "competition": offer.competition, "receipt": receipt}
    for person in addressees(offer):
        link = f"/moje/oferty/{offer.public_id}/"
        send(person, template="confirmation-received", context=context, subject_obj=offer, at=at, link=link)
    return receipt


@transaction.atomic
def turn_down(offer: Offer, *, typed_checksum: str, actor: Actor, at: datetime) -> str:
    """Note that a paper was turned down when it was scanned, and why; the sentence of the refusal.

    Raises RightConfirmation for the paper that is awaited: it is received, not turned down.
    """
    hold(offer)
    try:
        insist_awaited(offer, _on_paper(offer, typed_checksum), queries.required(offer))
    except refusals.WrongConfirmation as refusal:
        _note_refused(offer, typed_checksum, refusal, {}, actor=actor, at=at)
        return refusal.sentence
    raise refusals.right()


@transaction.atomic
def _note_refused(
    offer: Offer, typed: str, refusal: refusals.WrongConfirmation, note: dict[str, Any], *, actor: Actor, at: datetime
) -> None:
    """One entry in the case of the offer about a paper that was turned down; none about a slip of who types, or the same again."""
    reason = refusals.REASONS.get(refusal.why)
    if reason is None:
        return
    found = digits(typed)
    version = next((each.number for each in offer.versions.all() if each.checksum.startswith(found)), None)
    # The first groups tell papers apart; a sum belongs to a document, not to a person.
    after = plain({"why": refusal.why, "version": version, "checksum": found[:ENOUGH], **note})
    if any(entry.after == after for entry in queries.refused(offer)):
        return
    record(offer, "refuse_confirmation", actor=actor, at=at, after=after, reason=str(reason))


def _on_paper(offer: Offer, typed: str) -> OfferVersion:
    """The version of this offer that the paper names, newest first. Raises WrongConfirmation."""
    found = digits(typed)
    if len(found) < ENOUGH:
        raise refusals.too_short()
    versions = list(offer.versions.order_by("-number"))
    for version in versions:
        if version.checksum.startswith(found):
            return version
    wrong = len(differing(found.ljust(len(versions[0].checksum), "-"), versions[0].checksum))
    raise refusals.misread(wrong) if wrong <= ENOUGH // GROUP else refusals.another_offer()


def insist_awaited(offer: Offer, paper: OfferVersion, current: OfferVersion) -> None:
    """Raise WrongConfirmation unless this very version is the current one and waits for its confirmation."""
    if offer.state == State.WITHDRAWN:
        raise refusals.withdrawn(offer, queries.withdrawn_at(offer), queries.successor(offer))
    if paper.pk != current.pk:
        raise refusals.superseded(paper, current)
    if not current.needs_confirmation:
        raise refusals.not_needed()
    if offer.state in (State.SUBMITTED, State.CORRECTED) or queries.awaits_signature_alone(offer):
        return
    raise refusals.already(offer) if offer.state == State.CONFIRMED else refusals.not_awaited(offer)


def _insist_in_time(
    offer: Offer, paper: OfferVersion, channel: str, received_at: datetime, posted_on: date | None
) -> None:
    due = queries.term(offer, paper)
    if channel == Channel.PAPER and offer.competition.decisive == Decisive.POSTED:
        if posted_on is None:
            raise refusals.not_posted()
        if posted_on > localdate(due):
            raise refusals.posted_late(due)
    elif deadline_passed(due, received_at):
        raise refusals.late(due)


def _insist_signed(offer: Offer, signatories: Sequence[Signatory], others: str, on: date) -> None:
    strangers = [
        each.name for each in signatories if each.organisation_id != offer.organisation_id or not each.signs(on)
    ]
    if strangers:
        raise refusals.not_in_office(strangers)
    if not signatories and not others.strip():
        raise refusals.unsigned()


@transaction.atomic
def leave_unexamined(offer: Offer, *, reason: str, actor: Actor, at: datetime) -> Offer:
    """Leave an offer unexamined, because no confirmation (or correction) came in its term. Raises TooEarly before that."""
    hold(offer)
    due = queries.term(offer, queries.required(offer))
    if offer.MACHINE.find("leave", offer.state) and not deadline_passed(due, at):
        raise refusals.TooEarly(due)
    advance(offer, "leave", actor=actor, at=at, reason=reason)
    context: dict[str, Any] = {"offer": offer, "competition": offer.competition, "reason": reason}
    for person in addressees(offer):
        link = f"/moje/oferty/{offer.public_id}/"
        send(person, template="offer-unexamined", context=context, subject_obj=offer, at=at, link=link)
    enqueue("confirmations.unexamined", offer.pk, key=offer.public_id, actor=actor)
    return offer


def leave_many(
    offers: Sequence[Offer], *, reason: str, actor: Actor, at: datetime
) -> tuple[list[Offer], list[tuple[Offer, Refusal]]]:
    """Leave many offers unexamined, each for itself: those that were left, and those that were not with the refusal."""
    done: list[Offer] = []
    refused: list[tuple[Offer, Refusal]] = []
    for offer in offers:
        try:
            done.append(leave_unexamined(offer, reason=reason, actor=actor, at=at))
        except Refusal as refusal:
            refused.append((offer, refusal))
    return done, refused
