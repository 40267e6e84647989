"""Slow work of offers: the confirmation, files that wait for the scanner, letters about a changed competition."""

from typing import Any, BinaryIO, cast

from django.core.files.storage import default_storage

from competitions.changes.documents import HEADINGS, MEANING
from competitions.changes.models import Change, Kind
from competitions.offers.actions import release
from competitions.offers.documents import ConfirmationSheet
from competitions.offers.models import Attachment, OfferVersion
from competitions.offers.queries import writers_of
from core.accounts.actor import system
from core.documents.issue import issue
from core.files.scanner import threat_in
from core.jobs.handlers import handler
from core.jobs.runner import Run
from core.notices.actions import send
from core.notices.models import Notice


@handler("offers.confirmation", label="Potwierdzenie złożenia oferty")
def confirmation(run: Run, version_pk: int) -> dict[str, Any]:
    """Issue the confirmation of a submitted version."""
    version = OfferVersion.objects.select_related("offer__competition__case").get(pk=version_pk)
    sheet = ConfirmationSheet.of(version)
    document = issue(sheet, version.offer, actor=system("potwierdzenie oferty"), at=run.at, version=version.number)
    return {"document": document.public_id, "link": document.url}


@handler("offers.scan", label="Sprawdzenie załącznika programem antywirusowym", max_attempts=10)
def scan(run: Run, attachment_pk: int) -> None:
    """Look into a file that waits in quarantine; while the scanner is silent the job fails and comes again."""
    attachment = (
        Attachment.objects.select_related("offer", "added_by").filter(pk=attachment_pk, quarantined=True).first()
    )
    if attachment is None or attachment.threat:
        return
    with default_storage.open(attachment.file) as file:
        threat = threat_in(cast(BinaryIO, file))
    release(attachment, threat=threat, actor=run.actor, at=run.at)


@handler("changes.told", label="Listy o zmianie konkursu")
def tell_of_change(run: Run, change_pk: int) -> dict[str, Any]:
    """Write to everyone who began or submitted an offer that its competition changed; each person once a change.

    Of a cancelled sub-task those learn who have an offer in it.
    """
    change = Change.objects.select_related("competition", "subtask").get(pk=change_pk)
    competition, kind = change.competition, Kind(change.kind)
    context = {"change": change, "competition": competition, "heading": HEADINGS[kind], "meaning": MEANING[kind]}
    template, link = "competition-changed", f"/konkursy/{competition.public_id}/#zmiana-{change.number}"
    told = set(Notice.objects.filter(template=template, link=link).values_list("user", flat=True))
    sent = 0
    for person in writers_of(competition, change.subtask):
        if person.pk not in told:
            send(person, template=template, context=context, subject_obj=competition, at=run.at, link=link)
            sent += 1
    return {"sent": sent}
