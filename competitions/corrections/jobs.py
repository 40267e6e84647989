"""Slow work of corrections: the letter of the call."""

from typing import Any

from competitions.corrections.documents import CallSheet
from competitions.corrections.models import Correction
from core.accounts.actor import system
from core.documents.issue import issue
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("corrections.call", label="Wezwanie do uzupełnienia oferty")
def call(run: Run, correction_pk: int) -> dict[str, Any]:
    """Issue the letter that calls an organisation to correct its offer, under the offer."""
    rows = Correction.objects.select_related("offer__competition__case", "base__offer__competition__case", "called_by")
    correction = rows.get(pk=correction_pk)
    document = issue(CallSheet.of(correction), correction.offer, actor=system("wezwanie do uzupełnienia"), at=run.at)
    return {"document": document.public_id, "link": document.url}
