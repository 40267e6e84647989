"""Nominations on other pages: what waits in the office, whom an organisation indicates."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.nominations.access import received
from competitions.nominations.states import State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import odmiana
from ngo.registry.models import Organisation


def office(actor: Actor, subject: Any, at: datetime) -> Panel:
    """Beside the list of experts: the other list, of persons whom organisations indicate for panels."""
    waiting = received(actor, at).filter(state=State.CONSENTED).count()
    tag = odmiana(waiting, "osoba do sprawdzenia,osoby do sprawdzenia,osób do sprawdzenia") if waiting else ""
    item = Item(
        _("Kandydaci do komisji wskazani przez organizacje"),
        reverse("nominations"),
        note=_("to nie są eksperci (art. 15 ust. 2d)"),
        tag=tag,
        tone="warn",
    )
    return listing(_("Komisje konkursowe"), [item])


def own(actor: Actor, organisation: Organisation, at: datetime) -> Panel | None:
    """On an organisation's page, for its own people: the way to indicate a person."""
    if actor.key != organisation.public_id:
        return None
    item = Item(
        _("Kandydaci do komisji konkursowych"),
        reverse("nominations-own", args=[organisation.public_id]),
        note=_("wskażcie osobę, poprosimy ją o zgodę"),
    )
    return listing(_("Komisje konkursowe"), [item])
