"""Verbs over what is prepared for an event: add one, add the usual ones, revise, do, undo."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import record
from core.notices.actions import send
from law.calendar import is_working_day
from office.agenda.models import Event, Preparation
from office.agenda.practice import needs
from office.agenda.recurrence import wall
from office.agenda.refusals import LateTerm, PreparedAlready


@transaction.atomic
def add(event: Event, *, what: str, owner: User | None, due_on: date, actor: Actor, at: datetime) -> Preparation:
    """Put one thing on the list of an event and tell its owner. Raises LateTerm, PreparedAlready."""
    _insist_in_time(event, due_on)
    try:
        with transaction.atomic():
            row = Preparation.objects.create(event=event, what=what, owner=owner, due_on=due_on)
    except IntegrityError as error:
        raise PreparedAlready(what) from error
    record(event, "add_preparation", actor=actor, at=at, after=_said(row))
    _tell(row, actor=actor, at=at)
    return row


@transaction.atomic
def add_usual(event: Event, *, actor: Actor, at: datetime) -> list[Preparation]:
    """Put on the list what its kind of event usually needs; what is there already stays as it is."""
    day, today = wall(event.starts_at).date(), wall(at).date()
    there = set(event.preparations.values_list("what", flat=True))
    rows = [
        Preparation(event=event, what=need.what, due_on=min(day, max(today, days_before(day, need.days))))
        for need in needs(event.kind)
        if need.what not in there
    ]
    made = Preparation.objects.bulk_create(rows)
    if made:
        record(event, "add_preparation", actor=actor, at=at, after={"ids": [each.public_id for each in made]})
    return made


def days_before(day: date, count: int) -> date:
    """The working day that lies as many working days before a day."""
    while count:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


@transaction.atomic
def revise(
    preparation: Preparation, *, what: str, owner: User | None, due_on: date, actor: Actor, at: datetime
) -> Preparation:
    """Change what is prepared, who does it or until when; a new owner is told. Raises LateTerm, PreparedAlready."""
    known = Preparation.objects.select_for_update().get(pk=preparation.pk)
    _insist_in_time(known.event, due_on)
    before, told = _said(known), known.owner_id
    known.what, known.owner, known.due_on = what, owner, due_on
    try:
        with transaction.atomic():
            known.save(update_fields=["what", "owner", "due_on"])
    except IntegrityError as error:
        raise PreparedAlready(what) from error
    record(known.event, "revise_preparation", actor=actor, at=at, before=before, after=_said(known))
    if known.owner_id != told:
        _tell(known, actor=actor, at=at)
    return known


@transaction.atomic
def do(preparation: Preparation, *, actor: Actor, at: datetime) -> Preparation:
    """It is prepared. Saying so again changes nothing."""
    if Preparation.objects.filter(pk=preparation.pk, done_at=None).update(done_at=at):
        record(preparation.event, "do_preparation", actor=actor, at=at, after={"id": preparation.public_id})
    preparation.refresh_from_db()
    return preparation


@transaction.atomic
def undo(preparation: Preparation, *, actor: Actor, at: datetime) -> Preparation:
    """It is not prepared after all. Saying so again changes nothing."""
    if Preparation.objects.filter(pk=preparation.pk, done_at__isnull=False).update(done_at=None):
        record(preparation.event, "undo_preparation", actor=actor, at=at, after={"id": preparation.public_id})
    preparation.refresh_from_db()
    return preparation


def _insist_in_time(event: Event, due_on: date) -> None:
    if due_on > wall(event.last_ends_at).date():
        raise LateTerm


def _said(row: Preparation) -> dict[str, object]:
    owner = row.owner.public_id if row.owner else ""
    return {"id": row.public_id, "owner": owner, "due_on": row.due_on}


def _tell(row: Preparation, *, actor: Actor, at: datetime) -> None:
    """A letter to the owner, unless they gave it to themselves."""
    if row.owner and row.owner != actor.user:
        context = {"what": row.what, "event": row.event, "due_on": row.due_on}
        link = reverse("event", args=[row.event.public_id])
        send(row.owner, template="preparation-given", context=context, subject_obj=row.event, at=at, link=link)
