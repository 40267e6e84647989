"""Telling the workers that something waits: a message through the broker, once the transaction that wrote it is committed."""

from typing import Any

from celery import current_app
from django.db import transaction


def wake(task: str, *args: Any) -> None:
    """Send a task's message after the commit.

    The row is the truth and the message only a wake-up: a broker that is down is logged and never breaks the request
    (`robust`), because the sweeper sends again what nobody took up.
    """

    def send() -> None:
        # Not a functools.partial: Django's `robust` names the function in its log and a partial has no name.
        current_app.send_task(task, args=args, retry=False)

    transaction.on_commit(send, robust=True)
