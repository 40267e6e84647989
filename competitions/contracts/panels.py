"""Contracts and figures of work on an expert's record and on their own page; the way to the totals of a year."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.contracts.access import READERS, may_contract, visible
from competitions.contracts.queries import quality
from competitions.experts.models import Expert
from core.accounts.actor import Actor
from core.web.charts import intervals
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import data, liczba, zloty


def of_expert(actor: Actor, expert: Expert, at: datetime) -> Panel:
    """The expert's contracts, and the way to a new one."""
    items = [
        Item(
            str(row),
            reverse("contract", args=[row.public_id]),
            note=_("%(rate)s za kartę, od %(a)s do %(b)s")
            % {"rate": zloty(row.rate), "a": data(row.valid_from), "b": data(row.valid_to)},
            tag=row.get_state_display(),
        )
        for row in visible(actor, at).filter(expert=expert)[:10]
    ]
    new = (_("Przygotuj umowę"), reverse("contract-prepare", args=[expert.public_id]))
    return listing(
        _("Umowy"),
        items,
        more=new if may_contract(actor, expert, at)[0] else None,
        empty=_("Z tym ekspertem nie ma jeszcze umowy.") if actor.wears(*READERS) else "",
    )


def work(actor: Actor, expert: Expert, at: datetime) -> Panel:
    """How the expert works, competition by competition."""
    rows = quality(expert, localdate(at))
    measured = [(row.competition, found.points, *found.ends) for row in rows if (found := row.leniency)]
    chart = intervals(
        _("Surowość i łagodność w konkursach, w punktach"),
        measured,
        category=_("Konkurs"),
        measure=_("O ile punktów więcej niż inni (przedział 95%)"),
        text=lambda value: f"{'+' if value > 0 else ''}{liczba(value, 1)}",
    )
    context = {"rows": rows, "chart": chart if measured else None}
    return Panel(_("Jakość pracy"), "competitions/contracts/quality_panel.html", context, empty=not rows)


def year_totals(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The way to what experts were paid."""
    item = Item(_("Wynagrodzenia ekspertów w roku"), reverse("expert-totals"), note=_("rachunki, wypłaty, CSV i XLSX"))
    return listing(_("Rozliczenia"), [item])
