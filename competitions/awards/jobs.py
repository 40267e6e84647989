"""Slow work of awards: the document of results and its three publications."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from competitions.awards.documents import ResultsSheet
from competitions.calls.models import Competition
from core.accounts.actor import system
from core.documents.issue import issue
from core.jobs.handlers import handler
from core.jobs.runner import Run
from core.publications.actions import publish
from core.publications.models import Place
from law import figures


@handler("awards.results", label="Wyniki konkursu")
def publish_results(run: Run, competition_pk: int) -> dict[str, Any]:
    """Issue the three lists and record their publication in BIP, on the board and on the website (art. 15 ust. 2j)."""
    competition = Competition.objects.select_related("case", "decision").get(pk=competition_pk)
    actor, at = system("wyniki konkursu"), run.at
    days = figures.value("results.justification_days", on=localdate(at))
    document = issue(ResultsSheet.of(competition, justification_days=days), competition, actor=actor, at=at)
    with transaction.atomic():
        for place in Place.values:
            publish(competition, place=place, at=at, actor=actor, document=document)
    return {"document": document.public_id, "link": document.url}
