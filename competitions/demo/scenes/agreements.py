"""Agreements are prepared, signed and paid."""

from datetime import date

from competitions.agreements import actions
from competitions.agreements.models import Agreement
from competitions.demo.play import Play, Round, Thread
from competitions.demo.timeline import working_days_before

OFFICE = "Marszałek Województwa Łódzkiego; Członek Zarządu Województwa Łódzkiego"
TREASURER = "Skarbnik Województwa Łódzkiego"
PAID = {"settled", "corrected", "report-draft", "report-submitted", "report-returned"}


def contract(play: Play, round_: Round) -> None:
    """Every offer with a grant, as far as its fate says; those that lag behind were prepared this month."""
    for thread in round_.threads:
        if thread.fate in PAID:
            agreement = _prepare(play, thread, on=round_.course.prepared)
            _sign(play, thread, agreement, on=round_.course.signed)
            _pay(play, agreement, on=round_.course.paid)
        elif thread.fate == "prepared":
            _prepare(play, thread, on=working_days_before(play.today, 3))
        elif thread.fate == "signed":
            agreement = _prepare(play, thread, on=working_days_before(play.today, 8))
            _sign(play, thread, agreement, on=working_days_before(play.today, 2))


def _prepare(play: Play, thread: Thread, *, on: date) -> Agreement:
    at = play.at(on, 10, 5)
    agreement = actions.prepare(
        thread.offer,
        account=thread.organisation.bank_account,
        organisation_signatories=thread.organisation.representation,
        actor=play.actors["officer"],
        at=at,
    )
    play.jobs(at)
    return agreement


def _sign(play: Play, thread: Thread, agreement: Agreement, *, on: date) -> None:
    actions.sign(
        agreement,
        signed_on=on,
        organisation_signatories=thread.organisation.representation,
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
