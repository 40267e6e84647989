"""Reminders on other pages: where one chooses, and whom letters do not reach."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.reminders.access import READERS, refused
from competitions.reminders.queries import unreachable
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana


def way(actor: Actor, subject: Any, at: datetime) -> Panel:
    """On an organisation's desk: the way to one's choices."""
    note = _("przypominamy 3 dni i dzień przed terminem; na pulpicie są zawsze")
    item = Item(_("Wybierz, co ma przychodzić także e-mailem"), reverse("reminder-choices"), note=note)
    return listing(_("Przypomnienia"), [item])


def bounced(actor: Actor, subject: Any, at: datetime) -> Panel:
    """On the officer's desk: how many addresses began to refuse letters in the last 30 days."""
    count = refused(actor, at).filter(refused_at__gt=at - timedelta(days=30)).count()
    # No address stands on a desk: the page that shows them notes who read them.
    item = Item(
        _("Nowe w ostatnich 30 dniach: %(count)s") % {"count": odmiana(count, "adres,adresy,adresów")},
        reverse("refused-addresses"),
        note=_("ich właściciele nie dostają listów; zadzwoń albo poproś o inny adres"),
        tag=_("listy wracają"),
        tone="bad",
    )
    return listing(_("Adresy, które odrzucają listy"), [item] if count else [])


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
