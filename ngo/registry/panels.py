"""The register on an organisation's desk: what is missing in its data, whether the office confirmed it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from ngo.registry import access
from ngo.registry.presentation import missing


def search(actor: Actor, subject: Any, at: datetime) -> Panel:
    """On the first page: find an organisation by name, place or number."""
    return Panel(_("Znajdź organizację"), "ngo/registry/search_panel.html")


def own_data(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """An organisation's data: what the next offer will need, and whether the office confirmed it."""
    organisation = access.own(actor, at).first()
    if organisation is None:
        return None
    gaps = missing(organisation)
    page = reverse("organisation-page", args=[organisation.public_id])
    items = []
    if gaps:
        may_edit = access.may_edit(actor, organisation, at)[0]
        words = _("Uzupełnij dane do oferty") if may_edit else _("Dane potrzebne do oferty")
        where = f"{reverse('organisation-edit', args=[organisation.public_id])}#{gaps[0].anchor}" if may_edit else page
        note = ", ".join(gap.label for gap in gaps)
        items.append(Item(words, where, note=note, tag=_("brakuje"), tone="warn"))
    if not organisation.verified_at and not organisation.is_from_register:
        note = _("Urząd sprawdzi dane z rejestrem. Oferty możesz pisać i składać już teraz.")
        items.append(Item(_("Dane czekają na potwierdzenie urzędu"), page, note=note, tag=_("czeka"), tone="info"))
    return listing(
        _("Dane organizacji"), items, more=(_("Zobacz dane organizacji"), page), empty=_("Dane są kompletne.")
    )
