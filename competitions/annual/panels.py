"""The annual report on other pages: on its programme's, and the duty of 31 May on the office's desk."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from competitions.annual.access import visible
from competitions.annual.queries import Duty, duties
from competitions.annual.states import State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data
from ngo.programmes.access import visible as visible_programmes
from ngo.programmes.models import Programme
from office.structure.access import is_staff

# What comes next, by the state of the report; "" before it is begun.
NEXT = {
    "": _lazy("Rozpocznij sprawozdanie za %(year)s rok"),
    State.PREPARED: _lazy("Zamroź dane sprawozdania za %(year)s rok"),
    State.FROZEN: _lazy("Przedłóż i opublikuj sprawozdanie za %(year)s rok"),
    State.SUBMITTED: _lazy("Sprawozdanie za %(year)s rok"),
}


def due(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The reports that are due to the assembly by 31 May, with what comes next."""
    if not is_staff(actor):
        return None
    rows = duties(visible_programmes(actor, at), on=localdate(at))
    return listing(_("Sprawozdanie roczne dla Sejmiku"), [_item(row, at) for row in rows])


def _item(duty: Duty, at: datetime) -> Item:
    report, term = duty.report, _("termin: %(day)s (art. 5a ust. 3)") % {"day": data(duty.due)}
    state = report.get_state_display() if report else _("nierozpoczęte")
    tag, tone = ("", "") if duty.is_done else nearness(duty.due, at)
    return Item(
        str(NEXT[State(report.state) if report else ""]) % {"year": duty.programme.year},
        reverse("annual-report", args=[report.public_id]) if report else reverse("annual-reports"),
        note=f"{state}, {term}",
        tag=tag,
        tone=tone,
    )


def of_programme(actor: Actor, programme: Programme, at: datetime) -> Panel:
    """The report on the programme, once the actor may see it."""
    items = [
        Item(str(row), reverse("annual-report", args=[row.public_id]), tag=row.get_state_display())
        for row in visible(actor, at).filter(programme=programme).defer("figures")
    ]
    return listing(_("Sprawozdanie z programu"), items)
