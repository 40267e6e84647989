"""Slow work of dossiers: reading everything of a case and packing it, a file at a time."""

import hashlib
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.dossiers import access, actions, exports
from competitions.dossiers.models import Dossier
from competitions.dossiers.refusals import RoleEnded
from competitions.offers.access import visible as visible_offers
from core.accounts.actor import Actor
from core.files.packing import Pack
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("dossiers.make", label="Teczka sprawy")
def make(run: Run, dossier_pk: int) -> dict[str, Any]:
    """Make one dossier; an attempt that was cut off left nothing, so the next one begins anew. Raises RoleEnded."""
    dossier = Dossier.objects.select_related("hat__user", "offer", "competition").get(pk=dossier_pk)
    if dossier.made_at is None:
        _make(run, dossier)
    case = dossier.case
    page = "offer-dossier" if dossier.offer else "competition-dossier"
    return {"link": reverse(page, args=[case.public_id])}


def _make(run: Run, dossier: Dossier) -> None:
    # What the dossier may hold is what the one who asked may see now, in the hat they asked in.
    reader = Actor(user=dossier.hat.user, hat=dossier.hat)
    gate = access.offers if dossier.offer else access.competitions
    if dossier.hat.withdrawn_at or not gate(reader, run.at).filter(pk=dossier.case.pk).exists():
        raise RoleEnded
    keys = exports.offers_of(dossier, reader, run.at)
    with Pack(run.at) as pack:
        if dossier.offer is None:
            for piece in exports.of_competition(dossier.competition, reader, run.at):
                pack.add(piece)
        for number, key in enumerate(keys):
            offer = visible_offers(reader, run.at).get(pk=key)
            folder = "" if dossier.offer else exports.folder_of(offer)
            for piece in exports.of_offer(offer, reader, run.at, folder):
                run.progress(number, len(keys), _("pakowanie: %(path)s") % {"path": piece.path})
                pack.add(piece)
        for piece in exports.notes(dossier, pack.changed, len(keys), run.at):
            pack.add(piece)
        packed = pack.sealed()
        sha256 = hashlib.file_digest(packed, "sha256").hexdigest()
        size = packed.tell()
        packed.seek(0)
        actions.keep(dossier, packed, sha256=sha256, size=size, actor=run.actor, at=run.at)
