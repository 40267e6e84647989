"""Reads of meetings: who is in the room, who may speak of an offer, what the agenda holds."""

from django.db.models import QuerySet

from competitions.evaluation.models import Motion, Panel, PanelMember, Recusal
from competitions.meetings import agenda
from competitions.meetings.models import Item, Meeting, Presence
from competitions.meetings.presentation import sitting
from competitions.meetings.states import ItemState, State
from competitions.offers.models import Offer
from competitions.offers.queries import with_partners
from competitions.offers.states import State as OfferState
from law.panel import quorum


def live(panel: Panel) -> Meeting | None:
    """The meeting that is to come or goes on."""
    return Meeting.objects.filter(panel=panel, state__in=(State.PLANNED, State.OPEN)).first()


def in_room(meeting: Meeting) -> set[int]:
    """Keys of the members who are in the room now."""
    return set(Presence.objects.filter(meeting=meeting, left_at=None).values_list("member", flat=True))


def excluded(panel: Panel) -> dict[int, set[int]]:
    """Offer → members excluded from it, by keys."""
    found: dict[int, set[int]] = {}
    for offer, member in Recusal.objects.filter(member__panel=panel).values_list("offer", "member"):
        found.setdefault(offer, set()).add(member)
    return found


def speaking(item: Item) -> list[PanelMember]:
    """The members who are in the room and may speak of the offer and vote on it."""
    rows = PanelMember.objects.filter(pk__in=in_room(item.meeting)).exclude(recusals__offer=item.offer_id)
    return list(rows.select_related("user").order_by("pk"))


def enough(item: Item) -> bool:
    """Whether at least half of the members who may speak of the offer are in the room."""
    may = PanelMember.objects.filter(panel=item.meeting.panel_id).exclude(recusals__offer=item.offer_id).count()
    return quorum(len(speaking(item)), may)


def to_speak_of(panel: Panel) -> list[Offer]:
    """Offers that no meeting which counts has settled, in the order of the agenda."""
    settled = Item.objects.filter(meeting__panel=panel, state=ItemState.SETTLED).exclude(meeting__state=State.ANNULLED)
    rows = Offer.objects.filter(competition=panel.competition_id, state=OfferState.ACCEPTED)
    rows = rows.exclude(pk__in=settled.values("offer")).select_related("organisation").defer("content")
    offers = {str(offer.pk): offer for offer in with_partners(rows).order_by("number", "pk")}
    out = excluded(panel)
    order = agenda.order({key: frozenset(map(str, out.get(int(key), ()))) for key in offers})
    return [offers[key] for key in order]


def motions_of(item: Item) -> "QuerySet[Motion]":
    """All votes on the offer, also those that do not count any more."""
    return Motion.objects.filter(offer=item.offer_id).select_related("criterion")


def excluded_from(item: Item) -> "QuerySet[Recusal]":
    """Who is excluded from the offer."""
    return Recusal.objects.filter(offer=item.offer_id).select_related("member__user")


def own_recusals(member: PanelMember) -> "QuerySet[Recusal]":
    """From which offers a member is excluded."""
    rows = Recusal.objects.filter(member=member).select_related("offer__organisation").defer("offer__content")
    return with_partners(rows, "offer")


def to_step_aside_from(member: PanelMember) -> "QuerySet[Offer]":
    """The offers of the panel from which a member is not excluded, with whose they are."""
    rows = Offer.objects.filter(competition__panel=member.panel_id, state=OfferState.ACCEPTED)
    rows = rows.exclude(recusals__member=member).select_related("organisation").defer("content")
    return with_partners(rows).order_by("number")


def texts(panel: Panel) -> dict[str, str]:
    """What the panel said of each offer in meetings that count, by the offer's public id; the last word stands."""
    rows = Item.objects.filter(meeting__panel=panel, state=ItemState.SETTLED).exclude(meeting__state=State.ANNULLED)
    return dict(rows.order_by("settled_at", "pk").values_list("offer__public_id", "text"))


def sittings(panel: Panel) -> list[str]:
    """What the minutes say of each meeting of a panel, in order."""
    found: dict[int, list[Presence]] = {}
    for row in Presence.objects.filter(meeting__panel=panel).select_related("member__user"):
        found.setdefault(row.meeting_id, []).append(row)
    return [sitting(meeting, found.get(meeting.pk, [])) for meeting in panel.meetings.order_by("number")]
