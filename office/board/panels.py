"""The Board's sittings on the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana
from office.board import access
from office.board.queries import at_work


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """Sittings and items of all units; for those who serve the Board also how many wait and whose minutes are late."""
    if not actor.wears(*access.READERS):
        return None
    said = ("", "", "")
    if access.serves(actor):
        live, late = at_work(actor, at)
        count = odmiana(live, "posiedzenie w toku,posiedzenia w toku,posiedzeń w toku")
        said = (count, _("protokoły po terminie: %(count)s") % {"count": late}, "bad") if late else (count, "", "")
    items = [
        Item(_("Posiedzenia Zarządu"), reverse("sittings"), *said),
        Item(_("Punkty i projekty"), reverse("board-items")),
    ]
    return listing(_("Zarząd"), items)
