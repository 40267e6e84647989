"""Verbs over dossiers: ask for one, keep the one that was made."""

from datetime import datetime
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from competitions.calls.models import Competition
from competitions.dossiers.models import Dossier
from competitions.dossiers.refusals import RoleEnded
from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.jobs.models import Job

JOB = "dossiers.make"


@transaction.atomic
def ask(case: Competition | Offer, *, actor: Actor, at: datetime) -> Job:
    """Ask for the dossier of an offer or of a whole competition; while one is being made, asking again gives its job.

    Raises RoleEnded for who wears no hat: a dossier is read in one.
    """
    hat = actor.hat
    if hat is None:
        raise RoleEnded
    dossier = Dossier.objects.of(case).filter(hat=hat, made_at=None).first()
    if dossier is None:
        offer = case if isinstance(case, Offer) else None
        competition = case.competition if isinstance(case, Offer) else case
        dossier = Dossier.objects.create(competition=competition, offer=offer, hat=hat, asked_at=at)
        record(case, "ask_for_dossier", actor=actor, at=at, after={"dossier": dossier.public_id})
    return enqueue(JOB, dossier.pk, key=dossier.public_id, actor=actor)


@transaction.atomic
def keep(dossier: Dossier, packed: IO[bytes], *, sha256: str, size: int, actor: Actor, at: datetime) -> Dossier:
    """Keep the ZIP that was made; its SHA-256 stands in the ledger of the case. One that is kept already stays as it is."""
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
    if dossier.made_at is None:
        name = f"dossiers/{dossier.public_id}.zip"
        # Left by an attempt that was killed between the file and the row.
        default_storage.delete(name)
        dossier.file.name = default_storage.save(name, File(packed))
        dossier.made_at, dossier.sha256, dossier.size = at, sha256, size
        dossier.save(update_fields=["file", "made_at", "sha256", "size"])
        after = {"dossier": dossier.public_id, "sha256": sha256, "size": size}
        record(dossier.case, "make_dossier", actor=actor, at=at, after=after)
    return dossier
