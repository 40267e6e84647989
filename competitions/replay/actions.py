"""Verbs of the replay: ask for one, keep what it came to."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from competitions.calls.models import Competition
from competitions.replay.models import Replay
from competitions.replay.queries import Outcome
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.jobs.models import Job

# How many differences are kept; the first names what was changed.
KEPT = 50


def ask_replay(competition: Competition, *, actor: Actor) -> Job:
    """Ask for the ledger to be played again; while that goes on, the same job again."""
    return enqueue("replay.competition", competition.pk, key=competition.public_id, actor=actor)


@transaction.atomic
def keep_replay(competition: Competition, outcome: Outcome, *, actor: Actor, at: datetime) -> Replay:
    """Keep what a replay came to in place of the one before; the ledger keeps that it was made, and the first difference."""
    told = [row for row in outcome.documents if row.replayed or row.fault]
    kept, _created = Replay.objects.update_or_create(
        competition=competition,
        defaults={
            "replayed_at": at,
            "entries": outcome.entries,
            "documents": [asdict(row) for row in told],
            "intact": len(outcome.documents) - len(told),
            "faults": outcome.faults[:KEPT],
            "count": len(outcome.faults),
            "missing": outcome.missing,
        },
    )
    after = {"entries": outcome.entries, "documents": len(outcome.documents), "differences": len(outcome.faults)}
    record(competition, "replay", actor=actor, at=at, after={**after, "agrees": outcome.agrees})
    return kept
