"""The annual report on its programme's page."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.annual.access import visible
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from ngo.programmes.models import Programme


def of_programme(actor: Actor, programme: Programme, at: datetime) -> Panel:
    """The report on the programme, once the actor may see it."""
    items = [
        Item(str(row), reverse("annual-report", args=[row.public_id]), tag=row.get_state_display())
        for row in visible(actor, at).filter(programme=programme).defer("figures")
    ]
    return listing(_("Sprawozdanie z programu"), items)
