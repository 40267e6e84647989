"""Slow work of changes: the document that is published."""

from typing import Any

from competitions.changes.documents import ChangeSheet
from competitions.changes.models import Change
from core.accounts.actor import system
from core.documents.issue import issue
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("changes.change", label="Dokument zmiany ogłoszenia")
def change_document(run: Run, change_pk: int) -> dict[str, Any]:
    """Issue the document of a change, under its competition."""
    change = Change.objects.select_related("competition__case", "resolution").get(pk=change_pk)
    competition = change.competition
    document = issue(
        ChangeSheet.of(change), competition, actor=system("zmiana ogłoszenia"), at=run.at, version=change.number
    )
    return {"document": document.public_id, "link": document.url}
