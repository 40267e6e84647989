"""Affairs of organisations at work, for the map of the mandate."""

from collections.abc import Iterator
from datetime import datetime

from core.accounts.actor import Actor
from ngo.papers.access import waiting
from ngo.registry.access import declared, requests
from office.structure.tally import Work

TASKS = ("III.8",)


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Requests to act for organisations, declared organisations and proposed changes that wait; no law gives them a term."""
    for rows in (requests(actor, at), declared(actor, at), waiting(actor, at)):
        yield Work(rows, TASKS)
