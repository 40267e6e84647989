"""What ends of papers to sign: the register of signatures is no archive of the papers, which stay in the files of their cases."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.privacy.retention import Rule
from office.papers.models import Paper, PaperFile


def ended(before: datetime) -> "QuerySet[Paper]":
    """Papers signed or withdrawn before a moment that still say what they were about."""
    return Paper.objects.filter(ended_at__lt=before, forgotten_at=None)


def forget(rows: Sequence[Paper], *, at: datetime) -> None:
    """The number, the unit, the kind and the days stay; title, reason and files go."""
    papers = [row.pk for row in rows]
    files = PaperFile.objects.filter(paper__in=papers)
    gone = set(files.values_list("file", flat=True))
    files.delete()
    gone -= set(PaperFile.objects.filter(file__in=gone).values_list("file", flat=True))
    Paper.objects.filter(pk__in=papers).update(title="", search_key="", return_reason="", forgotten_at=at)
    for path in gone:
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]


ENDED_PAPERS = Rule("papers", _("Dokumenty do podpisu"), _("tytuł, powód zwrotu i pliki znikają"), ended, forget)
