"""Verbs over the weekly list for the media: draft, approve, send back, issue, issue again with what changed."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.workflow.advance import advance, hold
from office.agenda.models import Week
from office.agenda.presentation import Item, changes, days, digest, items, plain, span
from office.agenda.queries import media_addresses, of_week
from office.agenda.recurrence import week_of
from office.agenda.refusals import EmptyWeek, PastWeek, WeekChanged
from office.agenda.states import WeekState

JOB = "agenda.week"


@transaction.atomic
def draft(day: date, *, actor: Actor, at: datetime) -> Week:
    """Begin the list of a day's week; a week has one. Raises PastWeek."""
    monday, sunday = week_of(day)
    if sunday < localdate(at):
        raise PastWeek
    week, new = Week.objects.get_or_create(monday=monday)
    if new:
        record(week, "draft_week", actor=actor, at=at, after={"monday": monday})
    return week


@transaction.atomic
def approve(week: Week, *, seen: str, actor: Actor, at: datetime) -> Week:
    """Fix what the list says; `seen` is the digest of what its reader saw. Approving the same again changes nothing.

    Raises WeekChanged, EmptyWeek, NotPossible.
    """
    hold(week)
    if week.state == WeekState.APPROVED and week.digest == seen:
        return week
    now_said = _seen(week, seen)
    advance(week, "approve", actor=actor, at=at, items=plain(now_said), digest=seen, approved_at=at)
    return week


@transaction.atomic
def send_back(week: Week, *, actor: Actor, at: datetime) -> Week:
    """An approved list becomes a draft again. Raises NotPossible."""
    hold(week)
    if week.state != WeekState.DRAFT:
        advance(week, "send_back", actor=actor, at=at, items=[], digest="", approved_at=None)
    return week


@transaction.atomic
def issue(week: Week, *, actor: Actor, at: datetime) -> Week:
    """Issue the approved list: its page is public, its document is made, the media get it (KM I.8). A second click changes nothing.

    Raises WeekChanged when the calendar is no more what was approved, NotPossible.
    """
    hold(week)
    if week.state == WeekState.ISSUED:
        return week
    if week.state == WeekState.APPROVED and digest(items(of_week(week.monday))) != week.digest:
        raise WeekChanged
    advance(week, "issue", actor=actor, at=at, edition=1, issued_at=at, letters=len(media_addresses()))
    _send(week, actor=actor, at=at)
    return week


@transaction.atomic
def reissue(week: Week, *, seen: str, actor: Actor, at: datetime) -> Week:
    """Issue the list again with what changed since; `seen` is the digest of what its reader saw. Nothing new sends nothing.

    Raises WeekChanged, NotPossible.
    """
    hold(week)
    if week.digest == seen:
        return week
    now_said = _seen(week, seen, empty=True)
    told = changes([Item.kept(row) for row in week.items], now_said)
    advance(
        week,
        "reissue",
        actor=actor,
        at=at,
        items=plain(now_said),
        changes=told,
        digest=seen,
        edition=week.edition + 1,
        issued_at=at,
        letters=len(media_addresses()),
    )
    _send(week, actor=actor, at=at)
    return week


def _seen(week: Week, seen: str, *, empty: bool = False) -> list[Item]:
    """The items of the week, when they are those that were seen. Raises WeekChanged, EmptyWeek."""
    found = items(of_week(week.monday))
    if digest(found) != seen:
        raise WeekChanged
    if not found and not empty:
        raise EmptyWeek
    return found


def _send(week: Week, *, actor: Actor, at: datetime) -> None:
    """A letter to each address of the media, and the document of the edition by a job."""
    context = {
        "span": span(week.monday, week.sunday),
        "days": days(Item.kept(row) for row in week.items),
        "changes": week.changes,
        "edition": week.edition,
    }
    link = reverse("media-week", args=[week.public_id])
    for email in media_addresses():
        send(email, template="media-week", context=context, subject_obj=week, at=at, link=link)
    enqueue(JOB, week.pk, key=f"{week.public_id}:{week.edition}", actor=actor)
