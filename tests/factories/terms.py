"""What the page of terms shows a person."""

from datetime import datetime

from core.accounts.actor import Actor
from office.terms.queries import first
from office.terms.sources import Asked


def waiting(actor: Actor, at: datetime) -> list[str]:
    """The kinds of the actor's own terms, the nearest first."""
    return [str(term.label) for term in first(Asked(actor, at), 20)]
