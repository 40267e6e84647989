"""Slow work of programmes: the document and its publication."""

from typing import Any

from django.db import transaction

from core.accounts.actor import system
from core.documents.issue import issue_next
from core.jobs.handlers import handler
from core.jobs.runner import Run
from core.publications.actions import publish
from core.publications.models import Place
from ngo.programmes.documents import ProgrammeSheet
from ngo.programmes.models import Programme


@handler("programmes.publication", label="Publikacja programu")
def publication(run: Run, programme_pk: int) -> dict[str, Any]:
    """Issue the adopted programme and record its publication in BIP and on the website."""
    programme = Programme.objects.select_related("adoption").get(pk=programme_pk)
    actor, at = system("publikacja programu"), run.at
    document = issue_next(ProgrammeSheet.of(programme), programme, actor=actor, at=at)
    with transaction.atomic():
        for place in (Place.BIP, Place.WEBSITE):
            publish(programme, place=place, at=at, actor=actor, document=document)
    return {"document": document.public_id, "link": document.url}
