"""Slow work of offers: the confirmation."""

from typing import Any

from competitions.offers.documents import ConfirmationSheet
from competitions.offers.models import OfferVersion
from core.accounts.actor import system
from core.documents.issue import issue
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("offers.confirmation", label="Potwierdzenie złożenia oferty")
def confirmation(run: Run, version_pk: int) -> dict[str, Any]:
    """Issue the confirmation of a submitted version."""
    version = OfferVersion.objects.select_related("offer__competition__case").get(pk=version_pk)
    sheet = ConfirmationSheet.of(version)
    document = issue(sheet, version.offer, actor=system("potwierdzenie oferty"), at=run.at, version=version.number)
    return {"document": document.public_id, "link": document.url}
