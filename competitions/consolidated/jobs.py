"""Slow work of consolidated cards: one document for each offer with a decision."""

from typing import Any

from competitions.calls.models import Competition
from competitions.consolidated.documents import ConsolidatedSheet
from competitions.consolidated.queries import Round
from competitions.offers.models import Offer
from core.accounts.actor import system
from core.documents.issue import issue
from core.documents.queries import documents_of
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("consolidated.cards", label="Karty zbiorcze ofert")
def cards(run: Run, competition_pk: int) -> dict[str, Any]:
    """Issue the consolidated card of every offer of a resolved competition; one that has it is left as it is."""
    competition = Competition.objects.select_related("case").get(pk=competition_pk)
    rows = Offer.objects.filter(competition=competition, award__isnull=False).order_by("number")
    offers = list(rows.select_related("competition", "organisation").defer("content"))
    if not offers:
        return {"cards": 0}
    found = Round(offers)
    for done, offer in enumerate(offers, 1):
        if not documents_of(offer).filter(kind=ConsolidatedSheet.KIND).exists():
            sheet = ConsolidatedSheet.of(competition, found.card(offer))
            issue(sheet, offer, actor=system("karty zbiorcze"), at=run.at)
        run.progress(done, len(offers))
    return {"cards": len(offers)}
