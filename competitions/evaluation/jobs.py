"""Slow work of evaluation: the minutes."""

from typing import Any

from competitions.evaluation.documents import MinutesSheet
from competitions.evaluation.models import Panel
from core.accounts.actor import system
from core.documents.issue import issue
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("evaluation.minutes", label="Protokół komisji")
def minutes(run: Run, panel_pk: int) -> dict[str, Any]:
    """Issue the minutes of a concluded panel."""
    panel = Panel.objects.select_related("competition__case", "appointment").get(pk=panel_pk)
    document = issue(MinutesSheet.of(panel), panel, actor=system("protokół komisji"), at=run.at)
    return {"document": document.public_id, "link": document.url}
