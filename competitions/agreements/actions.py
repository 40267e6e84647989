"""Verbs over agreements: prepare, sign, pay."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from competitions.agreements.models import Agreement, Payment
from competitions.agreements.queries import agreement_facts, payment_facts
from competitions.agreements.refusals import AlreadyPrepared
from competitions.agreements.states import State
from competitions.offers.models import Offer
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible, insist
from law import agreement as law
from law import report as report_law


@transaction.atomic
def prepare(offer: Offer, *, account: str, organisation_signatories: str, actor: Actor, at: datetime) -> Agreement:
    """Prepare the agreement of an awarded offer: parties, amount, terms follow from the offer (UDPP art. 16 ust. 1).

    `account` is an IBAN. Preparing it again with the same content returns the one there is. Raises Refused when a statutory
    element is missing (ufp art. 221 ust. 3), NotPossible for an offer without a grant, AlreadyPrepared for other content.
    """
    hold(offer)
    if existing := Agreement.objects.filter(offer=offer).first():
        if (existing.account, existing.organisation_signatories) != (account, organisation_signatories):
            raise AlreadyPrepared(existing)
        return existing
    if offer.state != OfferState.AWARDED:
        raise NotPossible(offer.MACHINE, "contract", offer.state)
    version = offer.versions.latest("number")
    competition = offer.competition
    begins = date.fromisoformat(version.content["III.2.from"])
    ends = date.fromisoformat(version.content["III.2.to"])
    agreement = Agreement(
        offer=offer,
        version=version,
        case=competition.case,
        number=f"{competition.case.sign if competition.case else competition.public_id}/{offer.number}",
        amount=offer.award.amount,
        total_cost=offer.total_cost,
        task_from=begins,
        task_to=ends,
        use_until=law.use_until(ends),
        report_due=report_law.final_due(ends),
        account=account,
        organisation_signatories=organisation_signatories,
        prepared_at=at,
    )
    insist(law.breaches(agreement_facts(agreement), on=localdate(at)))
    agreement.save()
    after = {"number": agreement.number, "amount": agreement.amount, "account": sealed(account)}
    record(agreement, "prepare", actor=actor, at=at, after=after)
    enqueue("agreements.agreement", agreement.pk, key=agreement.public_id, actor=actor)
    return agreement


@transaction.atomic
def sign(
    agreement: Agreement,
    *,
    signed_on: date,
    organisation_signatories: str,
    office_signatories: str,
    treasurer: str,
    actor: Actor,
    at: datetime,
) -> Agreement:
    """Record that both parties signed; the day of the last signature is the day of conclusion (UDPP art. 16 ust. 2).

    The marshal signs with a member of the Board and the treasurer countersigns (USW art. 57). Raises Refused without them.
    Recording the same signatures again changes nothing.
    """
    signatures: dict[str, Any] = {
        "signed_on": signed_on,
        "organisation_signatories": organisation_signatories,
        "office_signatories": office_signatories,
        "treasurer": treasurer,
    }
    hold(agreement)
    if made(agreement, "sign", **signatures):
        return agreement
    insist(
        law.signature_breaches(
            organisation=organisation_signatories,
            office=office_signatories,
            treasurer=treasurer,
            signed_on=signed_on,
            on=localdate(at),
        )
    )
    advance(agreement, "sign", actor=actor, at=at, **signatures)
    advance(agreement.offer, "contract", actor=actor, at=at, note={"agreement": agreement.number})
    return agreement


@transaction.atomic
def pay(agreement: Agreement, *, amount: Decimal, paid_on: date, reference: str, actor: Actor, at: datetime) -> Payment:
    """Record the transfer of the grant, in PLN, as one tranche; recording the same transfer again returns the first record.

    Raises Refused for another sum than the agreement's, and NotPossible before the signatures and after another transfer.
    """
    hold(agreement)
    transfer = {"tranche": 1, "amount": amount, "paid_on": paid_on, "reference": reference}
    if earlier := Payment.objects.filter(agreement=agreement, **transfer).first():
        return earlier
    if agreement.state != State.SIGNED:
        raise NotPossible(agreement.MACHINE, "pay", agreement.state)
    insist(law.payment_breaches(payment_facts(agreement, amount, paid_on)))
    advance(agreement, "pay", actor=actor, at=at, note={"amount": amount, "paid_on": paid_on, "tranche": 1})
    payment = Payment.objects.create(agreement=agreement, **transfer)
    if agreement.offer.submitted_by:
        context = {"agreement": agreement, "payment": payment}
        link = f"/moje/umowy/{agreement.public_id}/"
        send(
            agreement.offer.submitted_by,
            template="grant-paid",
            context=context,
            subject_obj=agreement,
            at=at,
            link=link,
        )
    return payment
