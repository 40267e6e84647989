"""Verbs over contracts with experts: prepare, sign, end; bill the cards of a competition, record the payment."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.contracts import queries
from competitions.contracts.models import Bill, BillLine, Contract
from competitions.contracts.refusals import NotBilled, NotContracted, NotYet
from competitions.contracts.states import State
from competitions.evaluation.models import ScoreCard
from competitions.experts.actions import insist_standing
from competitions.experts.models import Expert
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.web.templatetags.polish import odmiana, zloty
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible


@transaction.atomic
def prepare(
    expert: Expert,
    *,
    number: str,
    valid_from: date,
    valid_to: date,
    rate: Decimal,
    max_cards: int,
    actor: Actor,
    at: datetime,
) -> Contract:
    """Prepare a contract with an expert: `rate` PLN gross for a card, at most `max_cards` in its days.

    The same number with the same terms again gives the contract there is. Raises NotOnTheList, NotContracted.
    """
    insist_standing(expert, at=at)
    if valid_to < valid_from:
        raise NotContracted(_("Umowa kończy się, zanim się zacznie. Popraw daty."))
    terms = {"valid_from": valid_from, "valid_to": valid_to, "rate": rate, "max_cards": max_cards}
    if known := Contract.objects.filter(number=number).first():
        if known.expert_id == expert.pk and all(getattr(known, name) == value for name, value in terms.items()):
            return known
        raise NotContracted(_("Umowa o tym numerze już jest. Podaj inny numer."))
    contract = Contract.objects.create(expert=expert, number=number, prepared_at=at, **terms)
    after = {"expert": expert.public_id, "number": number, **terms}
    record(contract, "prepare_contract", actor=actor, at=at, after=after)
    enqueue("contracts.contract", contract.pk, key=contract.public_id, actor=actor)
    return contract


@transaction.atomic
def sign(contract: Contract, *, signed_on: date, actor: Actor, at: datetime) -> Contract:
    """Record that both sides signed on a day; the same again changes nothing. Raises NotYet for a day to come."""
    hold(contract)
    if made(contract, "sign_contract", signed_on=signed_on):
        return contract
    if signed_on > localdate(at):
        raise NotYet("signed_on")
    advance(contract, "sign_contract", actor=actor, at=at, signed_on=signed_on)
    return contract


@transaction.atomic
def end(contract: Contract, *, reason: str, actor: Actor, at: datetime) -> Contract:
    """End a contract, with the reason: it expired, or somebody gave notice. Its bills stay."""
    advance(contract, "end_contract", actor=actor, at=at, reason=reason)
    return contract


@transaction.atomic
def bill(contract: Contract, competition: Competition, *, actor: Actor, at: datetime) -> Bill:
    """Bill all submitted cards of a competition that no bill pays for: their number times the contract's pay.

    Raises NotBilled when there is none, or more than the contract still allows; NotPossible before the contract is signed.
    """
    hold(contract)
    if contract.state == State.PREPARED:
        raise NotPossible(contract.MACHINE, "end_contract", contract.state)
    rows = queries.unbilled(contract).filter(offer__competition=competition)
    cards = list(ScoreCard.objects.select_for_update().filter(pk__in=rows).order_by("offer__number"))
    if not cards:
        raise NotBilled(_("W tym konkursie nie ma złożonych kart, za które nie wystawiono rachunku."))
    left = contract.max_cards - queries.billed_cards(contract)
    if len(cards) > left:
        raise NotBilled(
            _(
                "Umowa pozwala zapłacić jeszcze za %(left)s, a do rachunku jest %(cards)s. Zawrzyj nową umowę albo aneks."
            )
            % {"left": odmiana(left, "kartę,karty,kart"), "cards": odmiana(len(cards), "karta,karty,kart")}
        )
    made_bill = Bill.objects.create(
        contract=contract,
        competition=competition,
        number=contract.bills.count() + 1,
        count=len(cards),
        rate=contract.rate,
        amount=contract.rate * len(cards),
        issued_at=at,
    )
    BillLine.objects.bulk_create(BillLine(bill=made_bill, card=card) for card in cards)
    after = {
        "competition": competition.public_id,
        "cards": [card.public_id for card in cards],
        "rate": contract.rate,
        "amount": made_bill.amount,
    }
    record(made_bill, "issue_bill", actor=actor, at=at, after=after)
    enqueue("contracts.bill", made_bill.pk, key=made_bill.public_id, actor=actor)
    return made_bill


@transaction.atomic
def pay(bill: Bill, *, paid_on: date, actor: Actor, at: datetime) -> Bill:
    """Record that the bill was paid on a day; the same again changes nothing. Raises NotYet for a day to come."""
    hold(bill)
    if made(bill, "pay_bill", paid_on=paid_on):
        return bill
    if paid_on > localdate(at):
        raise NotYet("paid_on")
    advance(bill, "pay_bill", actor=actor, at=at, paid_on=paid_on)
    context = {"bill": bill, "amount": zloty(bill.amount)}
    link = reverse("contract", args=[bill.contract.public_id])
    send(bill.contract.expert.user, template="bill-paid", context=context, subject_obj=bill, at=at, link=link)
    return bill
