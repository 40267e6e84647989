"""Slow work of the Board's sittings: the minutes as a document."""

from typing import Any

from core.accounts.actor import system
from core.documents.issue import issue
from core.jobs.handlers import handler
from core.jobs.runner import Run
from office.board.documents import MinutesSheet
from office.board.models import Sitting


@handler("board.minutes", label="Protokół posiedzenia Zarządu")
def minutes(run: Run, sitting_pk: int) -> dict[str, Any]:
    """Issue the minutes of a sitting."""
    sitting = Sitting.objects.get(pk=sitting_pk)
    document = issue(MinutesSheet.of(sitting), sitting, actor=system("protokół posiedzenia"), at=run.at)
    return {"document": document.public_id, "link": document.url}
