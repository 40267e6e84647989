"""Changes on other pages: on top of the competition's page for everyone, on its officer's page, on an offer's page."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.calls.states import State
from competitions.changes.documents import MEANING
from competitions.changes.models import Kind
from competitions.changes.queries import announced, window_breaches
from core.accounts.actor import Actor
from core.web.panels import Panel
from law.verdict import sentence
from office.structure.access import is_staff

# How a competition stands, in the words of the change that brought it there.
STANDS = {State.SUSPENDED: Kind.SUSPENSION, State.CALLED_OFF: Kind.CALLING_OFF, State.CANCELLED: Kind.CANCELLATION}


def on_top(actor: Actor, competition: Competition, at: datetime) -> Panel:
    """What changed since the announcement, the newest first, with what it means; nothing where nothing did."""
    rows = [(row, MEANING[Kind(row.change.kind)]) for row in announced(competition)]
    return Panel(_("Zmiany po ogłoszeniu"), "competitions/changes/top_panel.html", {"rows": rows}, empty=not rows)


def office(actor: Actor, competition: Competition, at: datetime) -> Panel | None:
    """For staff: what still has to be published, and the way to change something."""
    if not is_staff(actor) or competition.state in (State.DRAFT, State.SETTLED, State.RESOLVED):
        return None
    rows = announced(competition, documents_too=False)
    breaches = window_breaches(competition, rows, localdate(at)) if competition.state == State.OPEN else []
    context = {
        "competition": competition,
        "rows": rows,
        "sentences": [sentence(breach) for breach in breaches],
        "waiting": [row for row in rows if row.missing],
    }
    return Panel(_("Zmiany ogłoszenia"), "competitions/changes/office_panel.html", context)


def of_offer(actor: Actor, offer: Any, at: datetime) -> Panel | None:
    """On an offer's page: that its competition is suspended or over, or its sub-task cancelled, and what that means for the offer."""
    kind = STANDS.get(State(offer.competition.state))
    heading = offer.competition.get_state_display().capitalize()
    if kind is None and offer.subtask and offer.subtask.cancelled_at:
        kind, heading = Kind.PART_CANCELLATION, _("Podzadanie unieważnione")
    if kind is None:
        return None
    context = {"competition": offer.competition, "meaning": MEANING[kind]}
    return Panel(heading, "competitions/changes/offer_panel.html", context)
