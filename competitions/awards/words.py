"""What an offer waits for, whose turn it is and until when, from its state and the dates of the competition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from competitions.offers.states import MACHINE, State


@dataclass(frozen=True, slots=True)
class Waiting:
    """What comes next, in words; `turn` is who does it; `until` names the competition's date for it."""

    what: Any
    turn: str
    until: str = "selection_by"


WAITS = {
    State.SUBMITTED: Waiting(_("podpisane potwierdzenie"), "organizacja", "confirmation_due"),
    State.CONFIRMED: Waiting(_("ocena formalna"), "urząd"),
    State.RETURNED: Waiting(_("uzupełnienie oferty"), "organizacja"),
    State.CORRECTED: Waiting(_("ocena uzupełnionej oferty"), "urząd"),
    State.ACCEPTED: Waiting(_("karty ekspertów i opinia komisji"), "komisja"),
    State.OPINIONED: Waiting(_("decyzja Zarządu"), "Zarząd"),
    State.AWARDED: Waiting(_("umowa"), "urząd", "task_from"),
}
# The organisation may do it, and nobody waits for it: a withdrawn offer need not come again.
FREE = frozenset({"withdraw", "reopen"})
# Its term is over, so it is the office that moves now.
UNCONFIRMED = Waiting(_("brak potwierdzenia w terminie: pozostaw bez rozpatrzenia"), "urząd", "confirmation_due")


def waiting(state: str, competition: Any, at: datetime) -> Waiting | None:
    """What an offer in a state waits for; None when nothing more is to happen."""
    if state == State.SUBMITTED and at > competition.confirmation_due:
        return UNCONFIRMED
    known = WAITS.get(State(state))
    if known:
        return known
    moves = [each for each in MACHINE.possible(state) if each.verb not in FREE]
    return Waiting(moves[0].label, moves[0].turn) if moves else None


def day_of(wait: Waiting, competition: Any) -> date:
    """The last day for it."""
    value = getattr(competition, wait.until)
    return localdate(value) if isinstance(value, datetime) else value


def turns(competition: Any, at: datetime) -> dict[str, list[str]]:
    """Whose turn it may be → the states of the offers that wait for them now."""
    found: dict[str, list[str]] = {}
    for state, wait in _all(competition, at):
        found.setdefault(wait.turn, []).append(state)
    return found


def late(competition: Any, at: datetime) -> list[str]:
    """The states in which what an offer waits for should have happened before this day."""
    return [state for state, wait in _all(competition, at) if day_of(wait, competition) < localdate(at)]


def _all(competition: Any, at: datetime) -> Iterable[tuple[str, Waiting]]:
    for state in State.values:
        wait = None if state == State.DRAFT else waiting(state, competition, at)
        if wait:
            yield state, wait
