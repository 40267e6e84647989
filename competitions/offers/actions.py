"""Verbs over offers: start, save, submit, withdraw, confirm, leave unexamined."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.offers import checksum
from competitions.offers.models import CostLine, Indicator, Offer, OfferVersion
from competitions.offers.queries import offer_facts, organisation_snapshot
from competitions.offers.refusals import NotOpen, StaleDraft, WrongConfirmation
from competitions.offers.states import BEFORE_AWARD, State
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import Conflict, insist
from law import offer as law
from law.forms import clean, form
from ngo.registry.models import Organisation

CHANNELS = {"paper": "papier", "e-delivery": "e-Doręczenia", "signed_pdf": "podpis elektroniczny na PDF"}


@transaction.atomic
def start(competition: Competition, organisation: Organisation, *, actor: Actor, at: datetime) -> Offer:
    """Begin an offer of an organisation. Raises Refused after the deadline, NotOpen when offers are not taken."""
    insist(law.late_breaches(competition.offers_due, at))
    if competition.state != CompetitionState.OPEN:
        raise NotOpen(competition)
    offer = Offer.objects.create(
        competition=competition, organisation=organisation, created_by=actor.person, created_at=at, saved_at=at
    )
    after = {"competition": competition.public_id, "organisation": organisation.public_id}
    record(offer, "start", actor=actor, at=at, after=after)
    return offer


@transaction.atomic
def save(offer: Offer, content: Mapping[str, Any], *, revision: int, actor: Actor, at: datetime) -> Offer:
    """Keep what was typed into a draft; saving is not an entry of the ledger. Nothing typed is checked here.

    `revision` is the one the writer began from: raises StaleDraft when somebody saved in between, Conflict once submitted.
    """
    kept = clean(form(offer.competition.form_version), content)
    sums = law.totals(kept)
    # Amounts a draft may contain are bounded by the column; a wrong one is refused at submission, in words.
    largest = Decimal("9999999999.99")
    changed = Offer.objects.filter(pk=offer.pk, state=State.DRAFT, revision=revision).update(
        content=kept,
        title=str(kept.get("III.1", ""))[:250],
        requested=min(sums.grant, largest),
        total_cost=min(sums.total, largest),
        revision=F("revision") + 1,
        saved_at=at,
    )
    current = Offer.objects.select_related("competition", "organisation").get(pk=offer.pk)
    if not changed:
        raise Conflict(offer.MACHINE, "submit", current.state) if current.state != State.DRAFT else StaleDraft()
    return current


@transaction.atomic
def submit(offer: Offer, *, actor: Actor, clock: Callable[[], datetime]) -> OfferVersion:
    """Submit an offer: judged by a stamp taken inside the transaction, frozen, numbered, summed (UDPP art. 14).

    Submitting the same content again gives the same version. Raises Refused with every breach, and NotPossible or
    Conflict for an offer whose other content is already submitted.
    """
    # Lock order: competition, then offer. The competition's row gives the number and holds its deadline still.
    competition = Competition.objects.select_for_update().get(pk=offer.competition_id)
    offer = Offer.objects.select_for_update().select_related("organisation").get(pk=offer.pk)
    offer.competition = competition
    seal = checksum.of(offer.content)
    if offer.state in BEFORE_AWARD and offer.checksum == seal:
        return offer.versions.latest("number")
    at = clock()
    if offer.state == State.DRAFT:
        insist(law.breaches(offer_facts(offer, offer.content), at=at))
        if competition.state != CompetitionState.OPEN:
            raise NotOpen(competition)
    sums = law.totals(offer.content)
    number = competition.last_number + 1
    advance(
        offer,
        "submit",
        actor=actor,
        at=at,
        number=number,
        submitted_at=at,
        submitted_by=actor.user,
        checksum=seal,
        requested=sums.grant,
        total_cost=sums.total,
    )
    Competition.objects.filter(pk=competition.pk).update(last_number=number)
    version = OfferVersion.objects.create(
        offer=offer,
        number=offer.versions.count() + 1,
        content=offer.content,
        organisation=organisation_snapshot(offer.organisation),
        form_version=competition.form_version,
        checksum=seal,
        submitted_at=at,
    )
    _derive(version, sums)
    enqueue("offers.confirmation", version.pk, key=f"{offer.public_id}:{version.number}", actor=actor)
    if actor.user:
        link = f"/moje/oferty/{offer.public_id}/"
        context = {"offer": offer, "competition": competition, "version": version}
        send(actor.user, template="offer-submitted", context=context, subject_obj=offer, at=at, link=link)
    return version


def _derive(version: OfferVersion, sums: law.Totals) -> None:
    """Rows for queries, made from the frozen content."""
    CostLine.objects.bulk_create(
        CostLine(
            version=version, code=line.code, administrative=line.administrative, name=line.name[:500], value=line.value
        )
        for line in sums.lines
    )
    Indicator.objects.bulk_create(
        Indicator(
            version=version,
            number=number,
            name=row["name"][:500],
            target=row["target"][:200],
            monitoring=row["monitoring"],
        )
        for number, row in enumerate(version.content.get("III.6") or [], start=1)
    )


@transaction.atomic
def withdraw(offer: Offer, *, reason: str, actor: Actor, at: datetime) -> Offer:
    """Withdraw a submitted offer before the award; its versions stay."""
    advance(offer, "withdraw", actor=actor, at=at, reason=reason)
    return offer


@transaction.atomic
def confirm(
    offer: Offer, *, channel: str, received_at: datetime, typed_checksum: str, actor: Actor, at: datetime
) -> Offer:
    """Record the signed confirmation of the current version, received within its term.

    `typed_checksum` is what stands on the paper, spaces and letter case aside. Raises WrongConfirmation when it confirms
    another version, or came after the term of the announcement. Recording the same again changes nothing.
    """
    hold(offer)
    if made(offer, "confirm", confirmed_at=received_at, confirmation_channel=channel):
        return offer
    insist_confirmation(offer, typed_checksum, received_at)
    advance(offer, "confirm", actor=actor, at=at, confirmed_at=received_at, confirmation_channel=channel)
    return offer


def insist_confirmation(offer: Offer, typed_checksum: str, received_at: datetime) -> None:
    """Raise WrongConfirmation unless the paper confirms what was submitted, in time."""
    from_paper = "".join(typed_checksum.split()).lower()
    if from_paper != offer.checksum:
        raise WrongConfirmation("checksum", offer)
    if received_at > offer.competition.confirmation_due:
        raise WrongConfirmation("late", offer)


@transaction.atomic
def leave_unexamined(offer: Offer, *, reason: str, actor: Actor, at: datetime) -> Offer:
    """Leave an offer unexamined, because no confirmation came in its term."""
    advance(offer, "leave", actor=actor, at=at, reason=reason)
    return offer
