"""Registers on the map of the mandate: which tasks each carries, how many of its entries wait for a term."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from office.registers.access import keeping, reach, visible
from office.registers.schema import registers
from office.structure.tally import Work


def live(actor: Actor, at: datetime) -> Iterator[Work]:
    """Entries with a term that was not done; late ones are past it."""
    carried = {each.code: each.tasks for each in registers().values()}
    yield Work(visible(actor, at).due(), late=Q(due_on__lt=localdate(at)), by="register", of=carried)


def capabilities(unit: str) -> list[tuple[str, str]]:
    """Writing in each register that a unit keeps."""
    return [
        (keeping(each), _("Rejestr: %(title)s") % {"title": each.title})
        for each in registers().values()
        if unit in each.units
    ]


def links(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """The page of each register under its tasks and its units; where the actor sees nothing of it, its row among all of them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in registers().values():
        page = reverse("register", args=[each.code])
        url = page if reach(actor, each) else f"{reverse('office-registers')}#{each.code}"
        for code in (*each.tasks, *each.units):
            found.setdefault(code, []).append((each.title, url))
    return found
