"""Evaluation on desks: an expert's cards, a panel's work; what an officer has to reassign stands with the competitions (awards.panels)."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.evaluation.access import own_cards, panels
from competitions.evaluation.states import CardState, PanelState
from competitions.offers.queries import names_together
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data


def cards(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The expert's cards that are not submitted, the nearest day first."""
    rows = own_cards(actor, at).exclude(state=CardState.SUBMITTED).defer("offer__content").order_by("due", "pk")
    return listing(
        _("Oferty do oceny"),
        [_card(row, at) for row in rows],
        empty=_("Nie masz teraz ofert do oceny. Gdy urząd przydzieli kolejną, dostaniesz wiadomość."),
    )


def _card(row: Any, at: datetime) -> Item:
    tag, tone = nearness(row.due, at)
    declared = row.state == CardState.DECLARED
    # Before the declaration only the names of the organisations are shown, of all that make the offer.
    what = row.offer.title if declared else names_together(row.offer, row.joint_with)
    words = _("Oceń: %(what)s") if declared else _("Złóż deklarację bezstronności: %(what)s")
    return Item(
        words % {"what": what},
        reverse("score-card" if declared else "card-declare", args=[row.public_id]),
        note=_("%(competition)s, termin: %(due)s") % {"competition": row.offer.competition.title, "due": data(row.due)},
        tag=tag,
        tone=tone,
    )


def submitted_cards(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The cards that the expert has submitted, newest first."""
    rows = own_cards(actor, at).filter(state=CardState.SUBMITTED).defer("offer__content").order_by("-submitted_at")
    items = [
        Item(
            row.offer.title,
            reverse("score-card", args=[row.public_id]),
            note=row.offer.competition.title,
            tag=row.get_state_display(),
            tone="good",
        )
        for row in rows[:10]
    ]
    return listing(_("Złożone karty"), items)


def mine(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The panels in which the actor sits, with what the actor has to do."""
    items = [
        Item(
            panel.competition.title,
            reverse("panel-page", args=[panel.public_id]),
            note=_("protokół zamknięty")
            if panel.state == PanelState.CONCLUDED
            else _("deklaracja bezstronności, karty ekspertów, ranking i protokół"),
            tag=panel.get_state_display(),
            tone="good" if panel.state == PanelState.CONCLUDED else "info",
        )
        for panel in panels(actor, at).order_by("-pk")
    ]
    return listing(_("Moje komisje"), items, empty=_("Nie zasiadasz teraz w żadnej komisji."))
