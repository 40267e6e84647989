"""Verbs of the results of scoring: ask how firm the ranking is, keep the answer."""

import secrets
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from competitions.calls.models import Competition
from competitions.evaluation.models import Resampling
from competitions.evaluation.reliability import Fragility
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.jobs.models import Job


def ask_resampling(competition: Competition, *, actor: Actor) -> Job:
    """Ask how firm the ranking is, by a seed drawn now and kept with the answer; while it is computed, the same job again."""
    return enqueue(
        "evaluation.fragility", competition.pk, secrets.randbelow(2**31), key=competition.public_id, actor=actor
    )


@transaction.atomic
def keep_resampling(
    competition: Competition, found: Fragility, *, inputs: str, actor: Actor, at: datetime
) -> Resampling:
    """Keep how firm the ranking is, in place of what was computed before; the ledger keeps seed and input of each."""
    kept, _created = Resampling.objects.update_or_create(
        competition=competition,
        defaults={
            "seed": found.seed,
            "resamples": found.resamples,
            "inputs": inputs,
            "computed_at": at,
            "swaps": found.swaps,
            "offers": {offer: asdict(row) for offer, row in found.offers.items()},
        },
    )
    after = {"seed": found.seed, "resamples": found.resamples, "inputs": inputs, "swaps": found.swaps}
    record(competition, "resample", actor=actor, at=at, after=after)
    return kept
