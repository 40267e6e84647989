"""Who sees an organisation's papers: its own people and staff; its writers keep them, staff confirm and decide."""

from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from ngo.papers.models import BankAccount, OrganisationDocument, Paper, Proposal, Signatory
from ngo.registry import access as registry
from ngo.registry.models import Organisation
from office.structure.access import is_staff

P = TypeVar("P", bound=Paper)


def _seen(rows: QuerySet[P], actor: Actor, at: datetime) -> QuerySet[P]:
    return rows.filter(organisation__in=registry.inside(actor, at)).select_related("organisation")


def signatories(actor: Actor, at: datetime) -> QuerySet[Signatory]:
    """Those who sign for the organisations that the actor sees from inside."""
    return _seen(Signatory.objects.all(), actor, at)


def accounts(actor: Actor, at: datetime) -> QuerySet[BankAccount]:
    """The further accounts of those organisations."""
    return _seen(BankAccount.objects.all(), actor, at)


def documents(actor: Actor, at: datetime) -> QuerySet[OrganisationDocument]:
    """The documents of those organisations, also withdrawn ones, as long as their files are kept."""
    return _seen(OrganisationDocument.objects.exclude(file=""), actor, at)


def proposals(actor: Actor, at: datetime) -> QuerySet[Proposal]:
    """The proposals of those organisations."""
    return _seen(Proposal.objects.all(), actor, at).select_related("organisation", "proposed_by", "document")


def waiting(actor: Actor, at: datetime) -> QuerySet[Proposal]:
    """The proposals that wait for a decision."""
    return proposals(actor, at).filter(decided_at=None)


def may_keep(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """Who changes an organisation's data keeps its papers."""
    return registry.may_edit(actor, organisation, at)


def may_keep_paper(actor: Actor, paper: Paper, at: datetime) -> tuple[bool, str]:
    """The same of one paper."""
    return registry.may_edit(actor, paper.organisation, at)


def may_confirm(actor: Actor, signatory: Signatory, at: datetime) -> tuple[bool, str]:
    """Staff confirm who may sign."""
    return is_staff(actor), _("Osoby podpisujące potwierdzają pracownicy urzędu.")


def may_propose(actor: Actor, organisation: Organisation, at: datetime) -> tuple[bool, str]:
    """The organisation's own writers propose; staff change the data themselves."""
    if is_staff(actor):
        return False, _("Pracownik urzędu zmienia dane organizacji bez propozycji.")
    return registry.may_edit(actor, organisation, at)


def may_decide(actor: Actor, proposal: Proposal, at: datetime) -> tuple[bool, str]:
    """Staff decide proposals."""
    return is_staff(actor), _("O propozycjach zmian decydują pracownicy urzędu.")
