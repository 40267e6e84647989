"""What waits among letters, on the desk of the secretaries."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana
from office.correspondence.access import keeps, visible
from office.correspondence.queries import counted
from office.correspondence.states import State

LETTERS = "pismo,pisma,pism"


def waiting(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """What the secretaries have to do with letters: those late, to be decreed, to be handed over."""
    if not keeps(actor):
        return None
    told, address = counted(visible(actor, at), localdate(at)), reverse("letters")
    items = [
        Item(_("Po terminie: %(n)s") % {"n": odmiana(told.late, LETTERS)}, f"{address}?stan=late", tone="bad"),
        Item(_("Do dekretacji: %(n)s") % {"n": odmiana(told.to_decree, LETTERS)}, f"{address}?stan={State.REGISTERED}"),
        Item(_("Do przekazania: %(n)s") % {"n": odmiana(told.to_hand, LETTERS)}, f"{address}?stan={State.DECREED}"),
    ]
    shown = [item for item, count in zip(items, (told.late, told.to_decree, told.to_hand), strict=True) if count]
    return listing(
        _("Korespondencja"),
        shown,
        more=(_("Zarejestruj pismo"), reverse("letter-register")),
        empty=_("Żadne pismo nie czeka na dekretację ani przekazanie."),
    )
