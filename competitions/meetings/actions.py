"""Verbs over meetings: plan, cancel, begin, arrive, leave, settle, put to the vote, adjourn, annul, close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from competitions.calls.models import Criterion
from competitions.evaluation import queries as evaluation
from competitions.evaluation.actions.decisions import annul_votes, vote
from competitions.evaluation.actions.panel import conclude
from competitions.evaluation.models import Motion, Panel, PanelMember
from competitions.evaluation.refusals import NotReady
from competitions.evaluation.states import PanelState
from competitions.meetings import queries, refusals
from competitions.meetings.models import Item, Meeting, Presence
from competitions.meetings.states import ItemState, State
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.notices.actions import send
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import insist
from law import panel as law

# What keeps one member from coming in; the rest of the law of a sitting is about the whole room.
KEEPS_OUT = ("panel.undeclared", "panel.indicated_by_applicant")


@transaction.atomic
def plan(panel: Panel, *, starts_at: datetime, place: str, actor: Actor, at: datetime) -> Meeting:
    """Call the panel together and tell its members. The same meeting again is the one there is.

    Raises NotInMeeting when the panel has ended its work, when another meeting waits, and for a moment that has passed.
    """
    hold(panel)
    if panel.state != PanelState.APPOINTED:
        raise refusals.work_ended()
    if meeting := queries.live(panel):
        if meeting.starts_at == starts_at and meeting.place == place:
            return meeting
        raise refusals.another_waits()
    if starts_at <= at:
        raise refusals.in_the_past()
    meeting = Meeting.objects.create(panel=panel, number=panel.meetings.count() + 1, starts_at=starts_at, place=place)
    after = {"number": meeting.number, "starts_at": starts_at, "place": place}
    record(meeting, "plan_meeting", actor=actor, at=at, after=after)
    _tell(meeting, "meeting-planned", at=at)
    return meeting


@transaction.atomic
def cancel(meeting: Meeting, reason: str, *, actor: Actor, at: datetime) -> Meeting:
    """Call off a meeting that has not begun, and tell the members why. Raises NotPossible."""
    if made(meeting, "cancel", end_reason=reason):
        return meeting
    advance(meeting, "cancel", actor=actor, at=at, reason=reason, end_reason=reason, ended_at=at)
    _tell(meeting, "meeting-cancelled", at=at)
    return meeting


def _tell(meeting: Meeting, template: str, *, at: datetime) -> None:
    for member in meeting.panel.members.select_related("user"):
        send(
            member.user,
            template=template,
            context={"meeting": meeting, "competition": meeting.panel.competition},
            subject_obj=meeting,
            at=at,
            link=reverse("meeting", args=[meeting.public_id]),
        )


@transaction.atomic
def begin(meeting: Meeting, *, present: Sequence[PanelMember], actor: Actor, at: datetime) -> Meeting:
    """Open a meeting with those who are in the room; the agenda is every offer that no meeting has settled.

    The agenda is ordered so that members who are excluded leave as few times as can be. Raises Refused without a quorum,
    the chair, or declarations of those present (UDPP art. 15 ust. 2a–2f), and NotPossible.
    """
    hold(meeting)
    there = {member.pk for member in present}
    if meeting.state == State.OPEN and {each.pk for each in queries.at_table(meeting) if each.here} == there:  # type: ignore[attr-defined]
        return meeting
    insist(law.meeting_breaches(evaluation.meeting_facts(meeting.panel, present)))
    panel = meeting.panel
    offers = queries.to_speak_of(panel, panel.competition.offers.all(), queries.excluded(panel))
    note = {
        "present": [member.user.public_id for member in present],
        "agenda": [offer.public_id for offer in offers],
    }
    advance(meeting, "begin", actor=actor, at=at, opened_at=at, note=note)
    Presence.objects.bulk_create(Presence(meeting=meeting, member=member, came_at=at) for member in present)
    Item.objects.bulk_create(Item(meeting=meeting, offer=offer, place=place) for place, offer in enumerate(offers, 1))
    return meeting


@transaction.atomic
def arrive(meeting: Meeting, member: PanelMember, *, actor: Actor, at: datetime) -> None:
    """Note that a member came into the room; one who is there already is there once.

    Raises NotInMeeting when the meeting is not open, and Refused for a member without a declaration (art. 15 ust. 2f).
    """
    _insist_open(meeting)
    facts = evaluation.meeting_facts(meeting.panel, [member])
    insist([each for each in law.meeting_breaches(facts) if each.code in KEEPS_OUT])
    _row, came = Presence.objects.get_or_create(meeting=meeting, member=member, left_at=None, defaults={"came_at": at})
    if came:
        record(meeting, "enter_room", actor=actor, at=at, after={"member": member.user.public_id})


@transaction.atomic
def leave(meeting: Meeting, member: PanelMember, *, actor: Actor, at: datetime) -> None:
    """Note that a member left the room. Raises NotInMeeting when the meeting is not open or the member is not there."""
    _insist_open(meeting)
    if not Presence.objects.filter(meeting=meeting, member=member, left_at=None).update(left_at=at):
        raise refusals.nobody_there()
    record(meeting, "leave_room", actor=actor, at=at, after={"member": member.user.public_id})


@transaction.atomic
def settle(item: Item, text: str, *, actor: Actor, at: datetime) -> Item:
    """Write down what the panel says of an offer; nothing means the opinion that follows from the points.

    Raises NotInMeeting without those who may speak of the offer, NotReady while it lacks a card. It may be written anew
    until the meeting ends.
    """
    meeting = _insist_open(item.meeting)
    if made(item, "settle", text=text):
        return item
    members = queries.at_table(meeting, item.offer)
    if not queries.enough(members):
        raise refusals.no_quorum()
    if evaluation.lacks_cards(item.offer):
        raise NotReady("cards", 1)
    there = [member.user.public_id for member in queries.speaking(members)]
    note = {"meeting": meeting.number, "speaking": there}
    advance(item, "settle", actor=actor, at=at, text=text, settled_at=at, note=note)
    return item


@transaction.atomic
def put_to_vote(
    item: Item,
    *,
    criterion: Criterion | None,
    after: Decimal,
    reason: str,
    votes: Mapping[PanelMember, str],
    actor: Actor,
    at: datetime,
) -> Motion:
    """Vote on other points of a criterion or, without one, on another amount in PLN; everyone who may votes, by name.

    Raises NotInMeeting when the votes are not those of the members in the room who may speak of the offer, or these are too
    few; what `evaluation.actions.decisions.vote` raises.
    """
    members = queries.at_table(_insist_open(item.meeting), item.offer)
    if set(votes) != set(queries.speaking(members)):
        raise refusals.votes_differ()
    if not queries.enough(members):
        raise refusals.no_quorum()
    return vote(item.offer, criterion=criterion, after=after, reason=reason, votes=votes, actor=actor, at=at)


@transaction.atomic
def adjourn(meeting: Meeting, reason: str, *, actor: Actor, at: datetime) -> Meeting:
    """Break off a meeting; what it settled stands, the rest waits for the next one. Raises NotPossible."""
    return _end(meeting, "adjourn", reason, actor=actor, at=at)


@transaction.atomic
def annul(meeting: Meeting, reason: str, *, actor: Actor, at: datetime) -> Meeting:
    """Let a meeting count for nothing, so that it is repeated: its opinions and votes fall. Raises NotPossible."""
    hold(meeting)
    if meeting.opened_at and meeting.state != State.ANNULLED:
        annul_votes(
            meeting.panel, since=meeting.opened_at, until=meeting.ended_at or at, actor=actor, at=at, reason=reason
        )
    return _end(meeting, "annul", reason, actor=actor, at=at)


def _end(meeting: Meeting, verb: str, reason: str, *, actor: Actor, at: datetime) -> Meeting:
    if made(meeting, verb, end_reason=reason):
        return meeting
    advance(meeting, verb, actor=actor, at=at, reason=reason, end_reason=reason, ended_at=meeting.ended_at or at)
    Presence.objects.filter(meeting=meeting, left_at=None).update(left_at=meeting.ended_at)
    return meeting


@transaction.atomic
def close(meeting: Meeting, *, actor: Actor, at: datetime) -> Meeting:
    """End the meeting and close the minutes: the panel's opinions follow from the cards and the recorded votes.

    Raises NotInMeeting while an offer on the agenda waits, and what `evaluation.actions.panel.conclude` raises.
    """
    hold(meeting)
    if meeting.state == State.CLOSED:
        return meeting
    if waiting := meeting.items.filter(state=ItemState.WAITING).count():
        raise refusals.items_wait(waiting)
    present = [row.member for row in meeting.presences.filter(left_at=None).select_related("member")]
    advance(meeting, "close", actor=actor, at=at, ended_at=at)
    Presence.objects.filter(meeting=meeting, left_at=None).update(left_at=at)
    panel = meeting.panel
    conclude(
        panel,
        met_on=localdate(meeting.opened_at),
        present=present,
        texts=queries.texts(panel),
        sittings=queries.sittings(panel),
        actor=actor,
        at=at,
    )
    return meeting


def _insist_open(meeting: Meeting) -> Meeting:
    hold(meeting)
    if meeting.state != State.OPEN:
        raise refusals.not_open()
    return meeting
