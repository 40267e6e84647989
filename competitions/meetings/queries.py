"""Reads of meetings: who is in the room, who may speak of an offer, what the agenda holds."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet, Value

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


def excluded(panel: Panel) -> dict[int, set[int]]:
    """Offer → members excluded from it, by keys."""
    found: dict[int, set[int]] = {}
    for offer, member in Recusal.objects.filter(member__panel=panel).values_list("offer", "member"):
        found.setdefault(offer, set()).add(member)
    return found


def at_table(meeting: Meeting, offer: Offer | None = None) -> list[PanelMember]:
    """The members of the panel, each with `here`: whether in the room now, and `out`: whether excluded from the offer."""
    there = Presence.objects.filter(meeting=meeting, member=OuterRef("pk"), left_at=None)
    rows = PanelMember.objects.filter(panel=meeting.panel_id).select_related("user").annotate(here=Exists(there))
    excluded = Recusal.objects.filter(offer=offer, member=OuterRef("pk"))
    return list(rows.annotate(out=Exists(excluded) if offer else Value(False)).order_by("pk"))


def speaking(members: Iterable[PanelMember]) -> list[PanelMember]:
    """Of `at_table` of an offer: who is in the room and may speak of it and vote on it."""
    return [member for member in members if member.here and not member.out]  # type: ignore[attr-defined]


def enough(members: Sequence[PanelMember]) -> bool:
    """Of `at_table` of an offer: whether at least half of those who may speak of it are in the room."""
    return quorum(len(speaking(members)), sum(not member.out for member in members))  # type: ignore[attr-defined]


def to_speak_of(panel: Panel, offers: "QuerySet[Offer]", out: Mapping[int, set[int]]) -> list[Offer]:
    """Of these, those that no meeting of the panel which counts has settled, ordered by `out`: who is `excluded`."""
    settled = Item.objects.filter(meeting__panel=panel, state=ItemState.SETTLED).exclude(meeting__state=State.ANNULLED)
    rows = offers.filter(state=OfferState.ACCEPTED).exclude(pk__in=settled.values("offer"))
    rows = with_partners(rows.select_related("organisation").defer("content"))
    known = {str(offer.pk): offer for offer in rows.order_by("number", "pk")}
    order = agenda.order({key: frozenset(map(str, out.get(int(key), ()))) for key in known})
    return [known[key] for key in order]


def motions_of(item: Item) -> "QuerySet[Motion]":
    """All votes on the offer in the order in which they were taken, also those that do not count any more."""
    return Motion.objects.filter(offer=item.offer_id).select_related("criterion")


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
