"""Slow work of the replay: the ledger of a competition played again."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.replay.actions import keep_replay
from competitions.replay.queries import replayed
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("replay.competition", label="Odtworzenie wyników z księgi")
def competition(run: Run, competition_pk: int) -> dict[str, Any]:
    """Play the ledger again, compare, and keep what came of it."""
    row = Competition.objects.get(pk=competition_pk)
    words = _("dokumenty")
    outcome = replayed(row, progress=lambda done, total: run.progress(done, total, words))
    keep_replay(row, outcome, actor=run.actor, at=run.at)
    return {"link": reverse("competition-replay", args=[row.public_id])}
