"""Who reads the ledger as a whole: an auditor."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from core.audit.models import Entry, Head, PersonalRead


def entries(actor: Actor, at: datetime) -> QuerySet[Entry]:
    """The gate of all entries, newest first."""
    rows = Entry.objects.select_related("user").order_by("-pk")
    return rows if actor.wears(AUDITOR.code) or actor.system else rows.none()


def sealed(chains: Collection[str], at: datetime) -> set[str]:
    """Of these chains, those whose values nobody in the office may know yet; who says so is named by settings.LEDGER_SEALS."""
    return {chain for path in settings.LEDGER_SEALS for chain in import_string(path)(chains, at)}


def chains(actor: Actor, at: datetime) -> QuerySet[Head]:
    """The gate of chains."""
    return Head.objects.all() if actor.wears(AUDITOR.code) or actor.system else Head.objects.none()


def reads(actor: Actor, at: datetime) -> QuerySet[PersonalRead]:
    """The gate of reads of personal data, newest first."""
    rows = PersonalRead.objects.select_related("user").order_by("-pk")
    return rows if actor.wears(AUDITOR.code) or actor.system else rows.none()
