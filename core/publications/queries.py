"""Reads of publications and of what is public in the ledger: who produced, published and changed a row's content, and when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from core.audit.ledger import Subject, history, subject_of
from core.audit.models import Entry
from core.publications.access import told
from core.publications.models import Place, Publication


def publications_of(subject: Subject) -> list[Publication]:
    """All publications of a row, oldest first."""
    kind, identifier = subject_of(subject)
    rows = Publication.objects.filter(subject_kind=kind, subject_id=identifier)
    return list(rows.select_related("published_by", "document__issued_by").defer("document__data"))


def public_history(subject: Subject) -> QuerySet[Entry]:
    """What the office did with the public content of a row, oldest first; nothing for a kind of which nothing is told."""
    kind, _identifier = subject_of(subject)
    verbs = told()[kind].verbs if kind in told() else ()
    return history(subject).filter(verb__in=verbs)


def told_of(entries: Iterable[Entry]) -> list[Entry]:
    """Those of a row's history that are public, of entries that were read already."""
    return [each for each in entries if each.subject_kind in told() and each.verb in told()[each.subject_kind].verbs]


def bip_footer(subject: Subject) -> dict[str, Any] | None:
    """Who produced and published a row's content in BIP, who changed it, when (UDIP art. 8 ust. 6); None before that."""
    return footer_of(publications_of(subject))


def footer_of(publications: Sequence[Publication]) -> dict[str, Any] | None:
    """The same, from publications that were read already."""
    rows = [row for row in publications if row.place == Place.BIP]
    if not rows:
        return None
    first, last = rows[0], rows[-1]
    produced = first.document.issued_by if first.document else None
    return {
        "produced_by": str(produced or _publisher(first)),
        "produced_at": first.document.issued_at if first.document else None,
        "published_by": _publisher(first),
        "published_at": first.published_at,
        "changed_by": _publisher(last),
        "changed_at": last.published_at,
        "history": history_url(first.subject_kind, first.subject_id),
    }


def ledger_footer(entries: Sequence[Entry], *, published_at: datetime | None = None) -> dict[str, Any] | None:
    """The same for content that is published here as soon as it is written, from its public history; None when it has none."""
    if not entries:
        return None
    first, last = entries[0], entries[-1]
    return {
        "produced_by": _author(first),
        "produced_at": first.at,
        "published_by": _author(first),
        "published_at": published_at or first.at,
        "changed_by": _author(last),
        "changed_at": last.at,
        "history": history_url(first.subject_kind, first.subject_id),
    }


def list_footer(kind: str, *verbs: str) -> dict[str, Any]:
    """Of a list of public rows: the office answers for it; it changed when the last of these verbs was done to any of them."""
    rows = Entry.objects.filter(subject_kind=kind, verb__in=verbs).select_related("user")
    last = rows.order_by("-at", "-pk").first()
    changed = {"changed_by": _author(last), "changed_at": last.at} if last else {}
    return {"produced_by": settings.OFFICE["department"], **changed}


def history_url(kind: str, identifier: str) -> str:
    """Where the public history of a row is read; empty for kinds of which nothing is told."""
    return reverse("public-history", args=[told()[kind].word, identifier]) if kind in told() else ""


def _publisher(row: Publication) -> str:
    return str(row.published_by or row.published_by_system)


def _author(entry: Entry) -> str:
    return str(entry.user or entry.system)
