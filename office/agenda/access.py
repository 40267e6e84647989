"""Who sees which event: staff all but the confidential ones of others, a visitor none; who enters, keeps, approves and issues."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.agenda.models import (
    Attendee,
    Event,
    Feed,
    Occurrence,
    OccurrenceQuerySet,
    Preparation,
    PreparationQuerySet,
    Room,
    Visibility,
    Week,
)
from office.agenda.practice import planners, press
from office.agenda.states import WeekState
from office.structure.access import is_staff
from office.structure.hats import DIRECTOR, STAFF

READERS = (*STAFF, DIRECTOR.code, AUDITOR.code)
# A feed reaches back this far, so that a calendar that subscribes to it keeps the last months.
FEED_PAST = timedelta(days=92)


def _reads_all(actor: Actor) -> bool:
    return bool(actor.system) or actor.wears(DIRECTOR.code, AUDITOR.code)


def visible(actor: Actor, at: datetime) -> QuerySet[Event]:
    """The gate of events: a confidential one is for its unit and for those who serve the people taking part."""
    rows = Event.objects.select_related("unit", "room")
    if _reads_all(actor):
        return rows
    if not is_staff(actor):
        return rows.none()
    served = Event.people.through.objects.filter(event=OuterRef("pk"), attendee__unit__code=actor.key)
    open_to_all = ~Q(visibility=Visibility.UNIT)
    return rows.filter(open_to_all | Q(unit__code=actor.key) | Exists(served))


def occurrences(actor: Actor, at: datetime) -> OccurrenceQuerySet:
    """The gate of each time an event happens: as its event."""
    rows = Occurrence.objects.select_related("event__unit", "room")
    return rows if _reads_all(actor) else rows.filter(event__in=visible(actor, at).values("pk"))


def preparations(actor: Actor, at: datetime) -> PreparationQuerySet:
    """The gate of what is prepared: as its event; its owner sees it, too."""
    rows = Preparation.objects.select_related("event__unit", "owner")
    if _reads_all(actor):
        return rows
    own = Q(owner=actor.user) if actor.user and is_staff(actor) else Q()
    return rows.filter(own | Q(event__in=visible(actor, at).values("pk")))


def attendees(actor: Actor, at: datetime) -> QuerySet[Attendee]:
    """Those whose calendar is kept now: staff choose among them."""
    rows = Attendee.objects.select_related("unit")
    if not (_reads_all(actor) or is_staff(actor)):
        return rows.none()
    return rows.filter(Q(ended_on=None) | Q(ended_on__gte=localdate(at)))


def rooms(actor: Actor, at: datetime) -> QuerySet[Room]:
    """Rooms that may be booked now."""
    rows = Room.objects.all()
    if not (_reads_all(actor) or is_staff(actor)):
        return rows.none()
    return rows.filter(Q(closed_on=None) | Q(closed_on__gt=localdate(at)))


def chosen(
    event: Event, attendees: QuerySet[Attendee], rooms: QuerySet[Room]
) -> tuple[QuerySet[Attendee], QuerySet[Room]]:
    """What may be chosen for an event: also whoever takes part already, and the room that it has."""
    people = attendees | Attendee.objects.select_related("unit").filter(events=event)
    return people.distinct(), rooms | Room.objects.filter(events=event)


def weeks(actor: Actor, at: datetime) -> QuerySet[Week]:
    """The gate of weekly lists: everyone sees those that were issued."""
    rows = Week.objects.all()
    return rows if _reads_all(actor) or is_staff(actor) else rows.filter(state=WeekState.ISSUED)


def feeds(actor: Actor, at: datetime) -> QuerySet[Feed]:
    """The gate of secret links: one's own, of the hat worn."""
    rows = Feed.objects.select_related("attendee", "unit")
    return rows.filter(hat=actor.hat, revoked_at=None) if actor.hat else rows.none()


def may_enter(actor: Actor) -> tuple[bool, str]:
    """Staff of any unit enter events."""
    return is_staff(actor), _("Wydarzenia wpisują pracownicy urzędu.")


def may_plan(actor: Actor) -> bool:
    """Planners keep everybody's calendar, whose calendars there are, and the rooms."""
    return bool(actor.system) or (is_staff(actor) and actor.key in planners())


def may_keep(actor: Actor, event: Event, at: datetime) -> tuple[bool, str]:
    """The unit of an event, those who serve its people, and the planners change it."""
    own = event.unit.code == actor.key or any(
        each.unit.code == actor.key for each in event.people.select_related("unit")
    )
    allowed = is_staff(actor) and (own or may_plan(actor))
    return allowed, _("To wydarzenie prowadzi inna komórka. Poproś ją albo sekretariat o zmianę.")


def may_keep_occurrence(actor: Actor, occurrence: Occurrence, at: datetime) -> tuple[bool, str]:
    """Who changes an event changes one time of it."""
    return may_keep(actor, occurrence.event, at)


def may_prepare(actor: Actor, preparation: Preparation, at: datetime) -> tuple[bool, str]:
    """The owner and those who keep the event say that it is done."""
    if actor.user is not None and preparation.owner_id == actor.user.pk and is_staff(actor):
        return True, ""
    return may_keep(actor, preparation.event, at)


def may_keep_preparation(actor: Actor, preparation: Preparation, at: datetime) -> tuple[bool, str]:
    """Who changes an event changes what is prepared for it."""
    return may_keep(actor, preparation.event, at)


def may_edit_places(actor: Actor) -> tuple[bool, str]:
    """Planners say whose calendars are kept, and which rooms are booked."""
    return may_plan(actor), _("Osoby i sale kalendarza prowadzi sekretariat.")


def may_revise_place(actor: Actor, place: Attendee | Room, at: datetime) -> tuple[bool, str]:
    """As it is added, so it is changed."""
    return may_edit_places(actor)


def may_draft(actor: Actor) -> tuple[bool, str]:
    """Planners and press offices prepare the weekly list."""
    return may_plan(actor) or may_issue(actor)[0], _("Listę dla mediów przygotowuje sekretariat albo biuro prasowe.")


def may_issue(actor: Actor, week: Week | None = None, at: datetime | None = None) -> tuple[bool, str]:
    """The press office approves and issues the weekly list."""
    allowed = bool(actor.system) or (is_staff(actor) and actor.key in press())
    return allowed, _("Listę dla mediów zatwierdza i wydaje biuro prasowe.")


def may_revoke(actor: Actor, feed: Feed, at: datetime) -> tuple[bool, str]:
    """Whoever made a link revokes it."""
    return actor.hat is not None and feed.hat_id == actor.hat.pk, _("To nie Twój kanał.")


def of_secret(secret_hash: str) -> Feed | None:
    """The live link that a secret opens, with the hat it sees by."""
    return Feed.objects.live().select_related("hat__user", "attendee", "unit").filter(secret_hash=secret_hash).first()


def of_feed(feed: Feed, at: datetime) -> QuerySet[Event]:
    """What a link shows: live events of its calendar, as far as its owner's hat sees them now."""
    actor = Actor(user=feed.hat.user, hat=feed.hat)
    rows = visible(actor, at).filter(last_ends_at__gte=at - FEED_PAST).prefetch_related("people", "occurrences__room")
    return rows.filter(people=feed.attendee) if feed.attendee_id else rows.filter(unit=feed.unit)
