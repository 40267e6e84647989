"""Reads of changes: those of a competition with their publications, what the window of a changed announcement says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from competitions.calls.models import Competition
from competitions.changes.models import Change, Kind
from core.documents.models import Document
from core.documents.queries import documents_of
from core.publications.models import Place, Publication
from core.publications.queries import publications_of
from law import competition as law
from law.calendar import rolled
from law.verdict import WARSAW, Breach

DOCUMENT = "changes.change"


@dataclass(frozen=True, slots=True)
class Announced:
    """A change with its document, once that is made, and its publications so far."""

    change: Change
    document: Document | None
    publications: Sequence[Publication]

    @property
    def missing(self) -> list[str]:
        """The places where it has not appeared yet, in words."""
        there = {row.place for row in self.publications}
        return [str(label) for value, label in Place.choices if value not in there]


def document_of(change: Change) -> Document | None:
    """The document of a change, once it is made."""
    return documents_of(change.competition).filter(kind=DOCUMENT, version=change.number).first()


def publications_of_change(change: Change) -> list[Publication]:
    """Where a change appeared."""
    rows = publications_of(change.competition)
    return [
        row for row in rows if row.document and (row.document.kind, row.document.version) == (DOCUMENT, change.number)
    ]


def announced(competition: Competition, *, documents_too: bool = True) -> list[Announced]:
    """The changes of a competition, the newest first; nothing is read for a competition that never changed.

    Without `documents_too` each says where it was published, and not by which document.
    """
    if not competition.changed:
        return []
    read, found = competition.documents_read, competition.publications_read
    every = documents_of(competition).filter(kind=DOCUMENT) if read is None else read
    documents = {row.version: row for row in every if row.kind == DOCUMENT} if documents_too else {}
    published: dict[int, list[Publication]] = {}
    for row in publications_of(competition) if found is None else found:
        if row.document and row.document.kind == DOCUMENT:
            published.setdefault(row.document.version, []).append(row)
    changes = competition.changes.select_related("resolution").order_by("-number")
    return [Announced(each, documents.get(each.number), published.get(each.number, [])) for each in changes]


def window_breaches(competition: Competition, rows: Sequence[Announced], on: date) -> list[Breach]:
    """What the publications of the newest change that starts the 21 days anew say against the deadline (art. 13 ust. 1)."""
    anew = next((row for row in rows if row.change.anew), None)
    if anew is None or anew.missing:
        return []
    last = max(localdate(row.published_at) for row in anew.publications)
    return law.window_breaches(last, localdate(competition.offers_due), on=on)


def suspended_at(competition: Competition) -> datetime:
    """When a suspended competition was suspended."""
    return competition.changes.filter(kind=Kind.SUSPENSION).latest("number").made_at


def resumed(competition: Competition, at: datetime) -> dict[str, Any]:
    """The dates of a suspended competition if it were resumed at a moment."""
    due = law.given_back(competition.offers_due, suspended_at(competition), at)
    moved = timedelta(days=(localdate(due) - localdate(competition.offers_due)).days)
    confirmation = competition.confirmation_due.astimezone(WARSAW)
    day = rolled(confirmation.date() + moved)
    return {
        "offers_due": due,
        "confirmation_due": datetime.combine(day, confirmation.time(), WARSAW),
        "selection_by": rolled(competition.selection_by + moved),
    }
