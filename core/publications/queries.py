"""Reads of publications."""

from collections.abc import Sequence
from typing import Any

from core.audit.ledger import Subject, subject_of
from core.publications.models import Place, Publication


def publications_of(subject: Subject) -> list[Publication]:
    """All publications of a row, oldest first."""
    kind, identifier = subject_of(subject)
    rows = Publication.objects.filter(subject_kind=kind, subject_id=identifier)
    return list(rows.select_related("published_by", "document").defer("document__data"))


def bip_footer(subject: Subject) -> dict[str, Any] | None:
    """Who produced and published a row's content in BIP, who changed it, when (UDIP art. 8 ust. 6); None before that."""
    return footer_of(publications_of(subject))


def footer_of(publications: Sequence[Publication]) -> dict[str, Any] | None:
    """The same, from publications that were read already."""
    rows = [row for row in publications if row.place == Place.BIP]
    if not rows:
        return None
    first, last = rows[0], rows[-1]

    def person(row: Publication) -> str:
        return str(row.published_by or row.published_by_system)

    produced = first.document.issued_by if first.document else None
    return {
        "produced_by": str(produced or person(first)),
        "published_by": person(first),
        "published_at": first.published_at,
        "changed_by": person(last),
        "changed_at": last.published_at,
    }
