"""People in the register: their requests to act for organisations; uploads and rejected rows of imports that end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Hat, User
from core.privacy.retention import Rule, delete
from core.privacy.shares import Rows, Share
from ngo.registry.hats import ORGANISATION
from ngo.registry.models import Import, ImportChange, ImportRejection, Organisation, Representation


def requests(user: User) -> Rows:
    """Requests to act for organisations."""
    found = Representation.objects.filter(user=user).select_related("organisation").order_by("pk")
    return [
        {
            "organizacja": each.organisation.name,
            "złożony": each.asked_at,
            "rozpatrzony": each.decided_at,
            "zgoda": each.granted,
        }
        for each in found
    ]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Their requests, and the organisations they act for: those pages show their people."""
    acting = Hat.objects.worn().filter(user=user, kind__in=ORGANISATION)
    return {
        "ngo.representation": Representation.objects.filter(user=user).values("public_id"),
        "ngo.organisation": Organisation.objects.filter(public_id__in=acting.values("key")).values("public_id"),
    }


def refused(before: datetime) -> "QuerySet[Representation]":
    """Requests refused before a moment; those agreed to belong to the history of who acts for the organisation."""
    return Representation.objects.filter(decided_at__lt=before, granted=False)


def imports(before: datetime) -> "QuerySet[Import]":
    """Imports made before a moment whose file, rows as they stood in it, or contacts they replaced are still kept."""
    raw = ImportRejection.objects.filter(source_import=OuterRef("pk")).exclude(raw="", cells=[])
    kept = ~Q(upload="") | ~Q(first=[]) | Exists(raw) | Exists(_personal_changes().filter(source_import=OuterRef("pk")))
    return Import.objects.filter(kept, started_at__lt=before)


def _personal_changes() -> "QuerySet[ImportChange]":
    personal = list(Organisation.PERSONAL_FIELDS)
    return ImportChange.objects.filter(Q(before__has_any_keys=personal) | Q(after__has_any_keys=personal))


def forget_imports(rows: Sequence[Import], *, at: datetime) -> None:
    """The file, the text of rows and replaced contacts go; counts, reasons and the hash of the file stay."""
    for made in rows:
        if made.upload:
            made.upload.delete(save=True)
    ImportRejection.objects.filter(source_import__in=[made.pk for made in rows]).update(raw="", cells=[])
    Import.objects.filter(pk__in=[made.pk for made in rows]).update(first=[])
    for change in _personal_changes().filter(source_import__in=[made.pk for made in rows]).iterator():
        for values in (change.before, change.after):
            for name in Organisation.PERSONAL_FIELDS:
                values.pop(name, None)
        change.save(update_fields=["before", "after"])


REPRESENTATION = Share(_("Wnioski o działanie w imieniu organizacji"), ("ngo.representation.user",), requests, records)
REFUSED_REQUESTS = Rule("requests", _("Nieuwzględnione wnioski o dostęp"), _("wpis jest usuwany"), refused, delete)
IMPORTS = Rule(
    "imports", _("Pliki i odrzucone wiersze importów"), _("plik i treść wierszy znikają"), imports, forget_imports
)
