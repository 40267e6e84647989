"""Who sees meetings: those who see the panel. The chair and the secretary keep the desk; a member speaks for themselves."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.evaluation.access import panel_offers, panels
from competitions.evaluation.hats import CHAIR, PANEL, SECRETARY
from competitions.evaluation.models import Panel
from competitions.meetings.models import Item, Meeting
from competitions.offers.models import Offer
from competitions.offers.queries import with_partners
from core.accounts.actor import Actor


def visible(actor: Actor, at: datetime) -> QuerySet[Meeting]:
    """The meetings of the panels the actor sees."""
    rows = Meeting.objects.select_related("panel__competition")
    return rows.filter(panel__in=panels(actor, at).order_by().values("pk"))


def offers(actor: Actor, panel: Panel, at: datetime) -> QuerySet[Offer]:
    """The offers of a panel's competition: a member's after the declaration and without those from which they are excluded."""
    if actor.wears(*PANEL):
        return panel_offers(actor, at).filter(competition=panel.competition_id)
    return Offer.objects.filter(competition=panel.competition_id)


def items(actor: Actor, at: datetime) -> QuerySet[Item]:
    """Offers on the agenda of meetings the actor sees; a member's as `offers` has them."""
    rows = Item.objects.select_related("meeting__panel__competition", "offer__organisation").defer("offer__content")
    rows = with_partners(rows.filter(meeting__in=visible(actor, at).order_by().values("pk")), "offer")
    return rows.filter(offer__in=panel_offers(actor, at).order_by().values("pk")) if actor.wears(*PANEL) else rows


def may_keep(actor: Actor, panel: Panel, at: datetime) -> tuple[bool, str]:
    """The chair and the secretary plan, call off and keep the record."""
    return actor.wears(CHAIR.code, SECRETARY.code), _(
        "Posiedzenia zwołuje i zapisuje przewodniczący albo sekretarz komisji."
    )


def may_record(actor: Actor, meeting: Meeting, at: datetime) -> tuple[bool, str]:
    """As `may_keep`, for one meeting."""
    return may_keep(actor, meeting.panel, at)


def may_note(actor: Actor, item: Item, at: datetime) -> tuple[bool, str]:
    """As `may_keep`, for one offer on the agenda."""
    return may_keep(actor, item.meeting.panel, at)


def may_lead(actor: Actor, meeting: Meeting, at: datetime) -> tuple[bool, str]:
    """The chair opens, breaks off and closes."""
    return actor.wears(CHAIR.code), _("Posiedzenie otwiera, przerywa i kończy przewodniczący komisji.")


def may_step_aside(actor: Actor, panel: Panel, at: datetime) -> tuple[bool, str]:
    """A member says of which offers they do not speak."""
    return panel.members.filter(user=actor.user).exists(), _("O wyłączeniu mówi członek komisji, którego ono dotyczy.")
