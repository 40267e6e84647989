"""Who may open a document: whoever its subject's gate lets see the subject; without a gate, nobody."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from core.accounts.actor import VISITOR, Actor
from core.documents.models import Document

Gate = Callable[[Actor, datetime], "QuerySet[Any]"]


@cache
def gates() -> dict[str, tuple[Gate, str]]:
    """Kind of subject → its gate and the field by which it is found; the table is named by settings.DOCUMENT_GATES."""
    table: dict[str, str] = import_string(settings.DOCUMENT_GATES)
    return {kind: (import_string(path), "public_id") for kind, path in table.items()}


def for_everyone(document: Document, at: datetime) -> bool:
    """Whether a visitor may open it too, so that reading it is no read of anybody's data."""
    gate, field = gates()[document.subject_kind]
    return gate(VISITOR, at).filter(**{field: document.subject_id}).exists()


def opened(public_id: str, actor: Actor, at: datetime) -> Document | None:
    """The document, when the actor may open it now."""
    document = Document.objects.defer("data").filter(public_id=public_id).first()
    known = gates().get(document.subject_kind) if document else None
    if document is None or known is None:
        return None
    gate, field = known
    return document if gate(actor, at).filter(**{field: document.subject_id}).exists() else None
