"""Letters and communiqués in the hub of the office's work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana
from office.letters import access
from office.letters.states import SetState


def work(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """The way to letters, with how many sets are not sent yet, and to communiqués."""
    if not actor.wears(*access.READERS):
        return None
    open_ = access.visible(actor, at).exclude(state__in=(SetState.SENT, SetState.CANCELLED)).count()
    note = _("%(sets)s w toku") % {"sets": odmiana(open_, "zestaw,zestawy,zestawów")}
    items = [
        Item(_("Pisma okolicznościowe"), reverse("letter-sets"), note),
        Item(_("Komunikaty prasowe"), reverse("communiques")),
    ]
    return listing(_("Pisma i komunikaty"), items)
