"""The map of the mandate on other pages: which tasks of the units that one follows have something past its term."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana
from office.structure import access
from office.structure.queries import mandate_at_work

SHOWN = 10


def late_tasks(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """Tasks with something past its term, those with the most of it on top; the way to the whole map."""
    if not actor.wears(*access.READERS):
        return None
    units = mandate_at_work(access.overseen(actor, at), actor, at, localdate(at))
    address = reverse("mandate-work")
    late = [task for unit in units for task in unit.tasks if task.tally and task.tally.late]
    items = [
        Item(
            f"{each.task.code} {each.task.text[:80]}{'…' if len(each.task.text) > 80 else ''}",
            f"{address}?komorka={each.task.unit.code}#zadanie-{each.task.code}",
            note=_("w toku: %(count)s") % {"count": each.tally.live if each.tally else 0},
            tag=_("po terminie: %(count)s") % {"count": each.tally.late if each.tally else 0},
            tone="bad",
        )
        for each in sorted(late, key=lambda each: -each.tally.late if each.tally else 0)[:SHOWN]
    ]
    total = sum(len(unit.tasks) for unit in units)
    more = (_("Wszystkie zadania: %(tasks)s") % {"tasks": odmiana(total, "zadanie,zadania,zadań")}, address)
    return listing(_("Zadania po terminie"), items, more=more, empty=_("Żadne zadanie nie ma spraw po terminie."))
