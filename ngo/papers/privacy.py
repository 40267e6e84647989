"""Papers that outlive their time: who may sign no longer, documents that no longer hold, decided proposals. Whether an offer still relies on them
is told by those who know offers (competitions.offers.privacy)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.privacy.retention import Rule
from ngo.papers.models import OrganisationDocument, Proposal, Signatory


def signatories(before: datetime) -> "QuerySet[Signatory]":
    """Persons whose last day to sign came before a moment; one without a function was forgotten."""
    return Signatory.objects.filter(valid_to__lt=localdate(before)).exclude(function="")


def forget_signatories(rows: Sequence[Signatory], *, at: datetime) -> None:
    """The name, the function and what confirmed them go; that somebody signed in that time stays."""
    found = Signatory.objects.filter(pk__in=[row.pk for row in rows])
    found.update(name=str(_("osoba usunięta")), function="", basis="")


# How the title begins of a document that was forgotten; its public id follows, for no two documents are called the same.
FORGOTTEN = "tytuł usunięty"


def documents(before: datetime) -> "QuerySet[OrganisationDocument]":
    """Documents withdrawn before a moment whose file or title is still kept."""
    rows = OrganisationDocument.objects.filter(withdrawn_at__lt=before)
    return rows.exclude(Q(file="") & (Q(title="") | Q(title__startswith=FORGOTTEN)))


def forget_documents(rows: Sequence[OrganisationDocument], *, at: datetime) -> None:
    """The file, its name and the title go; its kind, version and hash stay, so that a copy of it can be recognised."""
    for row in rows:
        if row.file:
            default_storage.delete(row.file)
        row.file, row.name = "", ""
        row.title = row.title and f"{FORGOTTEN} ({row.public_id})"
    OrganisationDocument.objects.bulk_update(rows, ["file", "name", "title"])


def proposals(before: datetime) -> "QuerySet[Proposal]":
    """Proposals decided before a moment with what was proposed and why."""
    return Proposal.objects.filter(decided_at__lt=before).exclude(value=None, reason="", decision="")


def forget_proposals(rows: Sequence[Proposal], *, at: datetime) -> None:
    """The value and both reasons go; that a change of this field was proposed and how it was decided stays."""
    Proposal.objects.filter(pk__in=[row.pk for row in rows]).update(value=None, reason="", decision="")


ENDED_PROPOSALS = Rule(
    "proposals",
    _lazy("Rozpatrzone propozycje zmian danych organizacji"),
    _lazy("proponowana wartość i uzasadnienia znikają"),
    proposals,
    forget_proposals,
)
