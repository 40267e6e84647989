"""Who may open a document: whoever its subject's gate lets see the subject; without a gate, nobody."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from core.accounts.actor import Actor
from core.documents.models import Document

Gate = Callable[[Actor, datetime], "QuerySet[Any]"]


@cache
def gates() -> dict[str, tuple[Gate, str]]:
    """Kind of subject → its gate and the field by which it is found; the table is named by settings.DOCUMENT_GATES."""
    table: dict[str, str] = import_string(settings.DOCUMENT_GATES)
    return {kind: (import_string(path), "public_id") for kind, path in table.items()}


def openable(document: Document, actor: Actor, at: datetime) -> bool:
    """Whether the actor may open the document now."""
    known = gates().get(document.subject_kind)
    if known is None:
        return False
    gate, field = known
    return gate(actor, at).filter(**{field: document.subject_id}).exists()
