"""Competitions on other pages: those open now, how it works, those of a programme, those that suit an organisation."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.calls.access import visible
from competitions.calls.models import Competition
from competitions.calls.queries import listed, open_now
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data_godzina, zloty
from ngo.programmes.models import Programme
from ngo.registry.access import own


def open_competitions(actor: Actor, subject: Any, at: datetime) -> Panel:
    """What takes offers now, the soonest deadline first; says where to look when nothing does."""
    rows = [(row, *nearness(localdate(row.offers_due), at)) for row in open_now(at).select_related("unit")[:6]]
    return Panel(_("Trwa nabór ofert"), "competitions/calls/open_panel.html", {"rows": rows})


def how_it_works(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The way from a competition to a grant, in three steps."""
    return Panel(_("Jak to działa"), "competitions/calls/how_panel.html")


def fitting(actor: Actor, subject: Any, at: datetime) -> Panel:
    """Open competitions for the actor's organisation: those in its spheres first."""
    organisation = own(actor, at).select_related(None).only("spheres").first()
    spheres = organisation.spheres if organisation else []
    rows = sorted(open_now(at)[:20], key=lambda row: (row.sphere not in spheres, row.offers_due))
    return listing(
        _("Otwarte konkursy"),
        [_item(row, at, fits=row.sphere in spheres) for row in rows[:5]],
        more=(_("Wszystkie konkursy"), reverse("competitions")),
        empty=_("Teraz nie trwa żaden nabór. O nowym konkursie przeczytasz tutaj i na stronie konkursów."),
    )


def _item(row: Competition, at: datetime, *, fits: bool) -> Item:
    tag, tone = nearness(localdate(row.offers_due), at)
    note = _("oferty do %(due)s, pula %(pool)s") % {"due": data_godzina(row.offers_due), "pool": zloty(row.pool)}
    if fits:
        note += _(", w Waszej sferze działalności")
    return Item(row.title, reverse("competition-page", args=[row.public_id]), note=note, tag=tag, tone=tone)


def of_programme(actor: Actor, programme: Programme, at: datetime) -> Panel:
    """Competitions announced for the tasks of a programme."""
    rows = listed(visible(actor, at).filter(task__programme=programme)).order_by("offers_due", "pk")
    items = [
        Item(
            row.title,
            reverse("competition-page", args=[row.public_id]),
            note=_("oferty do %(due)s, pula %(pool)s") % {"due": data_godzina(row.offers_due), "pool": zloty(row.pool)},
            tag=row.get_state_display(),
        )
        for row in rows
    ]
    return listing(_("Konkursy tego programu"), items)
