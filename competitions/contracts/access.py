"""Who sees contracts and bills: staff and auditors all, an expert their own."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.contracts.models import Bill, Contract
from competitions.experts.access import READERS
from competitions.experts.hats import EXPERT
from competitions.experts.models import Expert
from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.structure.access import is_staff

PARTIES = (*READERS, EXPERT.code)


def visible(actor: Actor, at: datetime) -> QuerySet[Contract]:
    """All contracts for staff and auditors, one's own for an expert."""
    rows = Contract.objects.select_related("expert__user")
    if is_staff(actor) or actor.wears(AUDITOR.code):
        return rows
    return rows.filter(expert__public_id=actor.key) if actor.wears(EXPERT.code) else rows.none()


def bills(actor: Actor, at: datetime) -> QuerySet[Bill]:
    """The bills of those contracts."""
    rows = Bill.objects.select_related("contract__expert__user", "competition")
    return rows.filter(contract__in=visible(actor, at))


def may_contract(actor: Actor, expert: Expert, at: datetime) -> tuple[bool, str]:
    """Staff prepare contracts."""
    return is_staff(actor), _("Umowy z ekspertami przygotowują pracownicy urzędu.")


def may_record(actor: Actor, contract: Contract, at: datetime) -> tuple[bool, str]:
    """Staff record signatures, bills and ends."""
    return is_staff(actor), _("Umowy z ekspertami prowadzą pracownicy urzędu.")


def may_pay(actor: Actor, bill: Bill, at: datetime) -> tuple[bool, str]:
    """Staff record payments."""
    return is_staff(actor), _("Wypłaty odnotowują pracownicy urzędu.")
