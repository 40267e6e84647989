"""Reception on the desk of the office: the way to the page where a confirmation is scanned."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing


def reception(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The way to the page where a confirmation is scanned or typed."""
    note = _("suma kontrolna od razu pokaże ofertę i powie, czy to wymagana wersja")
    return listing(
        _("Potwierdzenia ofert"), [Item(_("Zeskanuj albo wpisz sumę z papieru"), reverse("reception"), note=note)]
    )
