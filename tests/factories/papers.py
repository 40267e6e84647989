"""Papers that units put before the Board's members."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from office.papers import actions
from office.papers.models import Paper
from office.papers.states import CHECKS
from tests.factories.board import Board
from tests.factories.files import pdf

COMPLETE = dict.fromkeys(CHECKS, "yes")


def submitted(board: Board, at: datetime, **values: Any) -> Paper:
    """A letter that the marshal is to sign within three days."""
    given = {
        "title": "Odpowiedź Fundacji Źródło",
        "kind": "letter",
        "signatory": board.members[0],
        "due_on": localdate(at) + timedelta(days=3),
        "file": pdf("Pismo.pdf"),
        **values,
    }
    return actions.submit_paper(given.pop("title"), unit=board.unit, **given, actor=board.officer, at=at)


def checked(board: Board, at: datetime, **values: Any) -> Paper:
    """One that waits for the signature."""
    return actions.check_paper(submitted(board, at, **values), COMPLETE, actor=board.clerk, at=at)
