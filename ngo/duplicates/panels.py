"""On an organisation's page, for staff: other records that may be the same organisation, and what was merged."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from ngo.duplicates.access import reads
from ngo.duplicates.queries import hints
from ngo.registry.models import Organisation


def possible(actor: Actor, organisation: Organisation, at: datetime) -> Panel | None:
    """Records that may be this organisation, and records that became part of it."""
    if not reads(actor):
        return None
    items = []
    for each in hints(organisation):
        if each.reasons:
            url = reverse("duplicate", args=[organisation.public_id, each.public_id])
            note = ", ".join(filter(None, [*each.reasons, each.krs and f"KRS {each.krs}", each.city]))
            items.append(Item(each.name, url, note=note, tag=_("możliwy duplikat"), tone="warn"))
        else:
            url = reverse("merge", args=[each.public_id])
            items.append(Item(each.name, url, note=_("włączono do tego wpisu"), tag=_("scalono"), tone="info"))
    return listing(_("Duplikaty"), items)
