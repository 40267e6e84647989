"""Slow work of confirmations: the receipt, the letter about an offer left unexamined."""

from typing import Any

from competitions.confirmations.documents import ReceiptSheet, UnexaminedSheet
from competitions.confirmations.models import Receipt
from competitions.offers.models import Offer
from core.accounts.actor import system
from core.documents.issue import issue
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("confirmations.receipt", label="Poświadczenie wpływu potwierdzenia")
def receipt(run: Run, receipt_pk: int) -> dict[str, Any]:
    """Issue the receipt of a confirmation on paper."""
    row = Receipt.objects.select_related("offer__competition__case", "version", "recorded_by").get(pk=receipt_pk)
    actor = system("poświadczenie wpływu")
    document = issue(ReceiptSheet.of(row), row.offer, actor=actor, at=run.at, version=row.number)
    return {"document": document.public_id, "link": document.url}


@handler("confirmations.unexamined", label="Pismo o pozostawieniu oferty bez rozpatrzenia")
def unexamined(run: Run, offer_pk: int) -> dict[str, Any]:
    """Issue the letter about an offer that was left unexamined."""
    offer = Offer.objects.select_related("competition__case").get(pk=offer_pk)
    document = issue(UnexaminedSheet.of(offer), offer, actor=system("pozostawienie bez rozpatrzenia"), at=run.at)
    return {"document": document.public_id, "link": document.url}
