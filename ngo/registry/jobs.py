"""Slow work of the register: importing a file that came through the page."""

from typing import Any, BinaryIO, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.jobs.handlers import handler
from core.jobs.runner import Run
from ngo.registry.actions import import_file, refuse_import
from ngo.registry.models import Import
from ngo.registry.readers.rows import UnreadableFile


@handler("registry.import", label="Wczytywanie organizacji z pliku")
def import_upload(run: Run, import_pk: int) -> dict[str, Any]:
    """Import the file of an upload, once; whole or not at all, so an attempt that was cut off leaves nothing behind."""
    asked = Import.objects.select_related("imported_by").get(pk=import_pk)
    if asked.finished_at is None:
        actor, at = Actor(user=asked.imported_by), run.at
        # How many rows there are is known only at the end; the length of a usual row is a fair guess.
        total = max(asked.upload.size // 80, 1)
        try:
            with asked.upload.open("rb") as file:
                import_file(
                    cast(BinaryIO, file),
                    name=asked.file_name,
                    actor=actor,
                    at=at,
                    asked=asked,
                    progress=lambda read: run.progress(read, max(total, read), _("wierszy: %(read)s") % {"read": read}),
                )
        except UnreadableFile as refusal:
            refuse_import(Import.objects.get(pk=import_pk), refusal=refusal, actor=actor, at=at)
            raise
    return {"link": reverse("import-page", args=[asked.public_id])}
