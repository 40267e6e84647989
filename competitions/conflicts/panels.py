"""Links on the desk of an expert: what is asked for before offers come."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.conflicts.queries import practice, statement_of
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import data


def own(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The way to one's links, and whether the statement has to be made."""
    statement = statement_of(actor.person)
    fresh = statement and statement.stated_at >= at - timedelta(days=30 * practice().statement_months)
    note = (
        _("oświadczenie z %(day)s") % {"day": data(statement.stated_at)}
        if statement and fresh
        else _("bez oświadczenia urząd nie wykluczy powiązania i może nie dać Ci oferty")
    )
    item = Item(
        _("Moje powiązania z organizacjami"),
        reverse("own-links"),
        note=note,
        tag="" if fresh else _("trzeba złożyć oświadczenie"),
        tone="" if fresh else "warn",
    )
    return listing(_("Bezstronność"), [item])
