"""Agreements are prepared, signed and paid."""

from datetime import date

from competitions.agreements import actions
from competitions.agreements.models import Agreement
from competitions.demo.play import Bid, Play, Round
from competitions.demo.timeline import working_days_before

OFFICE = "Marszałek Województwa Łódzkiego; Członek Zarządu Województwa Łódzkiego"
TREASURER = "Skarbnik Województwa Łódzkiego"
PAID = {"settled", "corrected", "report-draft", "report-submitted", "report-returned"}


def contract(play: Play, round_: Round) -> None:
    """Every offer with a grant, as far as its fate says; those that lag behind were prepared this month."""
    for bid in round_.bids:
        if bid.fate in PAID:
            agreement = _prepare(play, bid, on=round_.course.prepared)
            _sign(play, bid, agreement, on=round_.course.signed)
            _pay(play, agreement, on=round_.course.paid)
        elif bid.fate == "prepared":
            _prepare(play, bid, on=working_days_before(play.today, 3))
        elif bid.fate == "signed":
            agreement = _prepare(play, bid, on=working_days_before(play.today, 8))
            _sign(play, bid, agreement, on=working_days_before(play.today, 2))


def _prepare(play: Play, bid: Bid, *, on: date) -> Agreement:
    at = play.at(on, 10, 5)
    agreement = actions.prepare(
        bid.offer,
        account=bid.organisation.bank_account,
        organisation_signatories=bid.organisation.representation,
        actor=play.actors["officer"],
        at=at,
    )
    play.jobs(at)
    return agreement


def _sign(play: Play, bid: Bid, agreement: Agreement, *, on: date) -> None:
    actions.sign(
        agreement,
        signed_on=on,
        organisation_signatories=bid.organisation.representation,
        office_signatories=OFFICE,
        treasurer=TREASURER,
        actor=play.actors["officer"],
        at=play.at(on, 13),
    )


def _pay(play: Play, agreement: Agreement, *, on: date) -> None:
    reference = f"dotacja, umowa {agreement.number}"
    actions.pay(
        agreement,
        amount=agreement.amount,
        paid_on=on,
        reference=reference,
        actor=play.actors["officer"],
        at=play.at(on, 14),
    )
