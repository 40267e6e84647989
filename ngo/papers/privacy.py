"""Papers that outlive their time: who may sign no longer, documents that no longer hold. Whether an offer still relies on them
is told by those who know offers (competitions.offers.privacy)."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ngo.papers.models import OrganisationDocument, Signatory


def signatories(before: datetime) -> "QuerySet[Signatory]":
    """Persons whose last day to sign came before a moment; one without a function was forgotten."""
    return Signatory.objects.filter(valid_to__lt=localdate(before)).exclude(function="")


def forget_signatories(rows: Sequence[Signatory], *, at: datetime) -> None:
    """The name, the function and what confirmed them go; that somebody signed in that time stays."""
    found = Signatory.objects.filter(pk__in=[row.pk for row in rows])
    found.update(name=str(_("osoba usunięta")), function="", basis="")


def documents(before: datetime) -> "QuerySet[OrganisationDocument]":
    """Documents withdrawn before a moment whose file is still kept."""
    return OrganisationDocument.objects.filter(withdrawn_at__lt=before).exclude(file="")


def forget_documents(rows: Sequence[OrganisationDocument], *, at: datetime) -> None:
    """The file and its name go; its kind, version and hash stay, so that a copy of it can be recognised."""
    for row in rows:
        default_storage.delete(row.file)
    OrganisationDocument.objects.filter(pk__in=[row.pk for row in rows]).update(file="", name="")
