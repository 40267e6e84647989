"""Slow work of agreements: the document."""

from typing import Any

from competitions.agreements.documents import AgreementSheet
from competitions.agreements.models import Agreement
from core.accounts.actor import system
from core.documents.issue import issue
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("agreements.agreement", label="Umowa")
def agreement(run: Run, agreement_pk: int) -> dict[str, Any]:
    """Issue the text of an agreement, to be signed."""
    row = Agreement.objects.select_related("version", "offer__competition__case").get(pk=agreement_pk)
    document = issue(AgreementSheet.of(row), row, actor=system("przygotowanie umowy"), at=run.at)
    return {"document": document.public_id, "link": document.url}
