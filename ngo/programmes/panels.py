"""Programmes on other pages: the one in force, on the first page."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import zloty
from ngo.programmes.access import visible


def newest(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The newest programmes that the actor may see, with their planned funds."""
    items = [
        Item(
            programme.title,
            reverse("programme-page", args=[programme.public_id]),
            note=_("planowane środki: %(funds)s") % {"funds": zloty(programme.planned_funds)}
            if programme.planned_funds is not None
            else "",
        )
        for programme in visible(actor, at).order_by("-year")[:2]
    ]
    return listing(_("Program współpracy"), items, more=(_("Wszystkie programy"), reverse("programmes")))
