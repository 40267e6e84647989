"""Playing the whole story once, all of it or nothing."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db import transaction

from competitions.demo.play import Play
from competitions.demo.signins import ADMINISTRATOR, SignIn
from competitions.demo.story import steps
from core.accounts.models import User
from office.structure.models import Unit

# Told before every scene and at the end: how many are done, of how many, and what comes next.
Tell = Callable[[int, int, str], None]
OFFICER_UNIT = "KMIII"


def is_played() -> bool:
    """Whether the story has been played in this database."""
    return User.objects.filter(email=ADMINISTRATOR).exists()


def perform(today: date, *, signins: Mapping[str, SignIn], tell: Tell) -> None:
    """Play the story in one transaction.

    So an interrupted first run leaves nothing half-told, and no worker takes up a job of the played past at today's date.
    """
    play = Play(today, Unit.objects.get(code=OFFICER_UNIT), signins)
    scenes = steps(play)
    with transaction.atomic():
        for done, step in enumerate(scenes):
            tell(done, len(scenes), step.name)
            step.play()
    tell(len(scenes), len(scenes), "gotowe")
