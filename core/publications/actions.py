"""Verbs over publications: publish."""

from datetime import datetime

from django.db import transaction

from core.accounts.actor import Actor
from core.audit.ledger import Subject, record, subject_of
from core.documents.models import Document
from core.publications.models import Publication


@transaction.atomic
def publish(
    subject: Subject, *, place: str, at: datetime, actor: Actor, document: Document | None = None, note: str = ""
) -> Publication:
    """Record that something was published in a place at a moment; the same document there again returns the first record."""
    kind, identifier = subject_of(subject)
    publication, created = Publication.objects.get_or_create(
        subject_kind=kind,
        subject_id=identifier,
        place=place,
        document=document,
        defaults={
            "chain": subject.chain,
            "published_at": at,
            "published_by": actor.user,
            "published_by_system": actor.system,
            "sha256": document.sha256 if document else "",
            "note": note,
        },
    )
    if created:
        after = {"place": place, "published_at": at, "sha256": publication.sha256, "note": note}
        record(subject, "publish", actor=actor, at=at, after=after)
    return publication
