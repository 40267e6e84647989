"""Mailings on the page of their contact list."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import data
from ngo.contacts.access import may_keep_list
from ngo.mailings.access import visible

SHOWN = 10


def of_list(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The newest letters written to a list, and the way to a new one."""
    rows = visible(actor, at).filter(contact_list=subject).order_by("-written_at", "-pk")[:SHOWN]
    items = [
        Item(
            each.subject,
            reverse("mailing", args=[each.public_id]),
            note=data(each.sent_at or each.written_at),
            tag=each.get_state_display(),
            tone={"draft": "warn", "sending": "info", "sent": "good"}.get(each.state, ""),
        )
        for each in rows
    ]
    writes = may_keep_list(actor, subject, at)[0] and not subject.closed_at
    more = (_("Napisz wiadomość do listy"), reverse("mailing-write", args=[subject.public_id])) if writes else None
    return listing(_("Wiadomości"), items, more=more, empty=_("Nie wysłano jeszcze żadnej wiadomości do tej listy."))
