"""Reminders on other pages: where one chooses, and whom letters do not reach."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.reminders.access import READERS
from competitions.reminders.queries import unreachable
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing


def way(actor: Actor, subject: Any, at: datetime) -> Panel:
    """On an organisation's desk: the way to one's choices."""
    note = _("przypominamy 3 dni i dzień przed terminem; na pulpicie są zawsze")
    item = Item(_("Wybierz, co ma przychodzić także e-mailem"), reverse("reminder-choices"), note=note)
    return listing(_("Przypomnienia"), [item])


def bounced(actor: Actor, subject: Any, at: datetime) -> Panel:
    """On the officer's desk: the way to addresses that refuse letters. None stands here: their page notes who read them."""
    note = _("ich właściciele nie dostają listów; zadzwoń albo poproś o inny adres")
    item = Item(_("Adresy, które odrzucają listy"), reverse("refused-addresses"), note=note)
    return listing(_("Listy, które wracają"), [item])


def way_of_experts(actor: Actor, subject: Any, at: datetime) -> Panel:
    """On an expert's desk: the way to one's choices."""
    note = _("przypominamy 3 dni i dzień przed terminem oceny i po nim; na pulpicie są zawsze")
    item = Item(_("Wybierz, co ma przychodzić także e-mailem"), reverse("card-reminder-choices"), note=note)
    return listing(_("Przypomnienia"), [item])


def unreached(actor: Actor, competition: Competition, at: datetime) -> Panel | None:
    """On the list of a competition's offers: people of organisations whose addresses refuse letters."""
    if not actor.wears(*READERS):
        return None
    page = reverse("refused-addresses")
    note = _("nie dostają listów o tej sprawie; zadzwoń albo poproś o inny adres")
    items = [
        Item(f"{hat.title}: {hat.user}", page, note=note, tag=_("listy wracają"), tone="bad")
        for hat in unreachable(competition)
    ]
    return listing(_("Organizacje, do których nie dochodzą listy"), items)
