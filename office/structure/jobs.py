"""Slow work of the structure: planned changes of units whose day has come."""

from typing import Any

from core.accounts.actor import system
from core.jobs.handlers import handler
from core.jobs.runner import Run
from office.structure.actions import carry_out_due


@handler("structure.reorganise", label="Zmiany komórek, których dzień nadszedł")
def reorganise(run: Run) -> dict[str, Any]:
    """Carry them out."""
    return {"count": carry_out_due(actor=system("zegar"), at=run.at)}
