"""Verbs over announced competitions: extend, correct, suspend, resume, call off, cancel; record where that was published."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from competitions.calls.models import Competition, SubTask
from competitions.calls.queries import announcement_facts
from competitions.calls.states import State
from competitions.changes import queries
from competitions.changes.models import Change, Kind
from competitions.changes.presentation import label, said
from competitions.changes.refusals import (
    NoDocumentYet,
    NothingChanges,
    NotTakingOffers,
    PartCancelled,
    PublishedOtherwise,
)
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.publications.actions import publish
from core.web.templatetags.polish import zloty
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible, insist
from law import competition as law
from office.board.models import Resolution

Row = dict[str, str]
# What of a sub-task may be corrected while offers are taken.
PART_FIELDS = ("title", "pool", "min_grant", "max_grant")


@transaction.atomic
def extend(
    competition: Competition,
    *,
    offers_due: datetime,
    confirmation_due: datetime,
    selection_by: date,
    reason: str,
    resolution: Resolution | None = None,
    actor: Actor,
    clock: Callable[[], datetime],
) -> Change:
    """Move the deadline of an open competition to later, judged by a stamp taken under the lock of its row.

    Raises Refused once the deadline has passed, or when the new one is not later or passes the date of selection; then
    NotTakingOffers unless the competition is open. The same extension again gives the first one.
    """
    hold(competition)
    at = clock()
    values = {"offers_due": offers_due, "confirmation_due": confirmation_due, "selection_by": selection_by}
    if (last := _last(competition)) and last.kind == Kind.EXTENSION and not _differing(competition, values):
        return last
    if competition.state != State.OPEN:
        raise NotTakingOffers(competition)
    before = competition.offers_due
    rows = _alter(competition, values)
    insist(law.extension_breaches(announcement_facts(competition), before=before, at=at))
    return _changed(competition, "extend", Kind.EXTENSION, values, rows, reason, resolution, actor=actor, at=at)


@transaction.atomic
def correct(
    competition: Competition,
    values: Mapping[str, Any],
    *,
    slip: bool,
    reason: str,
    subtasks: Mapping[int, Mapping[str, Any]] | None = None,
    resolution: Resolution | None = None,
    actor: Actor,
    clock: Callable[[], datetime],
) -> Change:
    """Change the announcement of an open competition: `values` are fields of Competition, the new deadline among them.

    `subtasks` are fields of SubTask by the number of each; parts are neither added nor taken away, for offers name them.

    When an element of art. 13 ust. 2 changes, the 21 days run anew from the last publication of the change; `slip` says that
    only obvious slips in texts were set right. Raises Refused for a deadline that leaves less, and for content against the
    law; NothingChanges, NotTakingOffers. The same correction again gives the first one.
    """
    hold(competition)
    at = clock()
    # Kept on the row from here on, so that the law judges the parts as they are altered below.
    prefetch_related_objects([competition], "subtasks")
    changed = _differing(competition, values)
    parts = _differing_parts(competition, subtasks or {})
    elements = [*changed, *(f"subtask_{name}" for names in parts.values() for name in names)]
    if (last := _last(competition)) and last.kind == Kind.CORRECTION and not elements and last.reason == reason:
        return last
    if competition.state != State.OPEN:
        raise NotTakingOffers(competition)
    if not elements:
        raise NothingChanges
    before = competition.offers_due
    rows = _alter(competition, {name: values[name] for name in changed})
    before_parts = _as_they_are(parts)
    for part, names in parts.items():
        rows += _alter_part(part, {name: (subtasks or {})[part.number][name] for name in names})
    insist(law.correction_breaches(announcement_facts(competition), elements, before=before, slip=slip, at=at))
    SubTask.objects.bulk_update(parts, PART_FIELDS)
    return _changed(
        competition,
        "correct",
        Kind.CORRECTION,
        {name: values[name] for name in changed},
        rows,
        reason,
        resolution,
        anew=law.runs_anew(elements, slip=slip),
        parts=(before_parts, _as_they_are(parts)),
        actor=actor,
        at=at,
    )


@transaction.atomic
def suspend(
    competition: Competition,
    *,
    reason: str,
    resolution: Resolution | None = None,
    actor: Actor,
    clock: Callable[[], datetime],
) -> Change:
    """Stop taking offers for a time; drafts may still be written. Raises NotPossible unless offers are taken now.

    A second click gives the first suspension.
    """
    hold(competition)
    at = clock()
    if competition.state == State.SUSPENDED and (last := _last(competition)):
        return last
    if law.deadline_passed(competition.offers_due, at):
        raise NotTakingOffers(competition)
    change = _record(competition, Kind.SUSPENSION, reason=reason, resolution=resolution, at=at, actor=actor)
    advance(competition, "suspend", actor=actor, at=at, reason=reason, changed=change.number)
    return change


@transaction.atomic
def resume(
    competition: Competition, *, reason: str, resolution: Resolution | None = None, actor: Actor, at: datetime
) -> Change:
    """Take offers again; the time lost is given back, and the dates after the deadline move with it.

    A second click gives the first resumption.
    """
    hold(competition)
    if (last := _last(competition)) and last.kind == Kind.RESUMPTION and competition.state == State.OPEN:
        return last
    if competition.state != State.SUSPENDED:
        raise NotPossible(competition.MACHINE, "resume", competition.state)
    values = queries.resumed(competition, at)
    rows = _alter(competition, values)
    change = _record(competition, Kind.RESUMPTION, reason=reason, resolution=resolution, rows=rows, at=at, actor=actor)
    advance(competition, "resume", actor=actor, at=at, reason=reason, changed=change.number, **values)
    enqueue("calls.announcement", competition.pk, key=competition.public_id, actor=actor)
    return change


@transaction.atomic
def call_off(competition: Competition, *, resolution: Resolution, reason: str, actor: Actor, at: datetime) -> Change:
    """Call a competition off before its decision, where the announcement reserves that; offers stay as they are.

    Raises Refused where it does not. The same decision again gives the first record.
    """
    hold(competition)
    if made(competition, "call_off") and (last := _last(competition)) and last.resolution == resolution:
        return last
    insist(law.calling_off_breaches(reserved=competition.calling_off_reserved))
    change = _record(
        competition,
        Kind.CALLING_OFF,
        reason=reason,
        resolution=resolution,
        basis="zastrzeżenie w ogłoszeniu",
        at=at,
        actor=actor,
    )
    advance(competition, "call_off", actor=actor, at=at, reason=reason, changed=change.number)
    return change


@transaction.atomic
def cancel(
    competition: Competition,
    *,
    count: law.OffersCount,
    resolution: Resolution,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Change:
    """Cancel a competition for which no offer was filed, or none meets the announcement (UDPP art. 18a).

    `count` are its offers as the stage that decides on them counts them. Raises Refused while one waits or meets it. The same
    decision again gives the first record.
    """
    hold(competition)
    if made(competition, "cancel") and (last := _last(competition)) and last.resolution == resolution:
        return last
    if competition.MACHINE.find("cancel", competition.state):
        insist(law.cancellation_breaches(count))
    basis = law.cancellation_basis(count)
    change = _record(
        competition, Kind.CANCELLATION, reason=reason, resolution=resolution, basis=basis, at=at, actor=actor
    )
    advance(competition, "cancel", actor=actor, at=at, reason=reason, changed=change.number, note={"basis": basis})
    return change


@transaction.atomic
def cancel_part(
    subtask: SubTask, *, count: law.OffersCount, resolution: Resolution, reason: str, actor: Actor, at: datetime
) -> Change:
    """Cancel one sub-task for which no offer was filed, or none meets the announcement; the others go on (UDPP art. 18a).

    `count` are the offers in it. Raises Refused while one waits or meets the announcement, and for the last one that stands,
    NotPossible before the call is over and after the decision. Cancelling it again gives the first record.
    """
    competition = subtask.competition
    hold(competition)
    subtask.refresh_from_db(fields=["cancelled_at"])
    if subtask.cancelled_at:
        known = competition.changes.get(subtask=subtask)
        if known.resolution == resolution:
            return known
        raise PartCancelled(known)
    if not competition.MACHINE.find("cancel", competition.state):
        raise NotPossible(competition.MACHINE, "cancel", competition.state)
    others = competition.subtasks.exclude(pk=subtask.pk).filter(cancelled_at=None).count()
    insist(law.part_cancellation_breaches(count, others=others))
    basis = law.cancellation_basis(count)
    pool = _("pula %(pool)s") % {"pool": zloty(subtask.pool)}
    rows = [
        {
            "name": _("podzadanie %(subtask)s") % {"subtask": subtask},
            "before": pool,
            "after": _("unieważnione; pula jest wolna"),
        }
    ]
    change = _record(
        competition,
        Kind.PART_CANCELLATION,
        subtask=subtask,
        reason=reason,
        resolution=resolution,
        rows=rows,
        basis=basis,
        at=at,
        actor=actor,
    )
    subtask.cancelled_at = at
    SubTask.objects.filter(pk=subtask.pk).update(cancelled_at=at)
    Competition.objects.filter(pk=competition.pk).update(changed=change.number)
    competition.changed = change.number
    after = {"subtask": subtask.number, "pool": subtask.pool, "basis": basis, "change": change.number}
    record(competition, "cancel_part", actor=actor, at=at, after=after, reason=reason)
    return change


@transaction.atomic
def record_publication(
    change: Change, *, place: str, published_at: datetime, note: str, actor: Actor, at: datetime
) -> Change:
    """Record that the document of a change appeared in one of the three places (UDPP art. 13 ust. 3, art. 18a ust. 2).

    Recording the same again changes nothing. Raises NoDocumentYet, PublishedOtherwise for another moment in the same place.
    """
    hold(change.competition)
    if earlier := next((row for row in queries.publications_of_change(change) if row.place == place), None):
        if earlier.published_at != published_at:
            raise PublishedOtherwise(earlier)
        return change
    document = queries.document_of(change)
    if document is None:
        raise NoDocumentYet
    publish(change.competition, place=place, at=published_at, actor=actor, document=document, note=note)
    return change


def _last(competition: Competition) -> Change | None:
    return competition.changes.order_by("-number").first()


def _differing(competition: Competition, values: Mapping[str, Any]) -> list[str]:
    """The fields whose value differs from the announcement's."""
    return [name for name, value in values.items() if getattr(competition, name) != value]


def _differing_parts(competition: Competition, subtasks: Mapping[int, Mapping[str, Any]]) -> dict[SubTask, list[str]]:
    """The sub-tasks that should read otherwise, each with the fields that differ."""
    found = {
        part: [name for name, value in subtasks.get(part.number, {}).items() if getattr(part, name) != value]
        for part in competition.parts
    }
    return {part: names for part, names in found.items() if names}


def _as_they_are(parts: Mapping[SubTask, Sequence[str]]) -> dict[int, dict[str, Any]]:
    """Named fields of sub-tasks, by number."""
    return {part.number: {name: getattr(part, name) for name in names} for part, names in parts.items()}


def _alter_part(part: SubTask, values: Mapping[str, Any]) -> list[Row]:
    """Set the fields of a sub-task, in memory; what each was and is, in words."""
    rows = []
    for name, value in values.items():
        before = said(part, name)
        setattr(part, name, value)
        called = _("podzadanie %(number)s: %(field)s") % {"number": part.number, "field": label(name, SubTask)}
        rows.append({"name": called, "before": before, "after": said(part, name)})
    return rows


def _alter(competition: Competition, values: Mapping[str, Any]) -> list[Row]:
    """Set the fields that differ, in memory; what each was and is, in words."""
    rows = []
    for name in _differing(competition, values):
        before = said(competition, name)
        setattr(competition, name, values[name])
        rows.append({"name": label(name), "before": before, "after": said(competition, name)})
    return rows


def _changed(
    competition: Competition,
    verb: str,
    kind: Kind,
    values: Mapping[str, Any],
    rows: list[Row],
    reason: str,
    resolution: Resolution | None,
    *,
    anew: bool = False,
    parts: tuple[Mapping[int, Any], Mapping[int, Any]] = ({}, {}),
    actor: Actor,
    at: datetime,
) -> Change:
    """Write what was altered, with its entry; the announcement is issued anew."""
    change = _record(competition, kind, reason=reason, resolution=resolution, rows=rows, anew=anew, at=at, actor=actor)
    # One field at least: asked for none, the table gives all.
    before = Competition.objects.filter(pk=competition.pk).values("changed", *values).get()
    del before["changed"]
    Competition.objects.filter(pk=competition.pk).update(**values, changed=change.number)
    competition.changed = change.number
    after = {**values, "change": change.number, "anew": anew}
    if any(parts):
        before["subtasks"], after["subtasks"] = parts
    record(competition, verb, actor=actor, at=at, before=before, after=after, reason=reason)
    enqueue("calls.announcement", competition.pk, key=competition.public_id, actor=actor)
    return change


def _record(
    competition: Competition,
    kind: Kind,
    *,
    reason: str,
    resolution: Resolution | None,
    rows: list[Row] | None = None,
    anew: bool = False,
    basis: str = "",
    subtask: SubTask | None = None,
    actor: Actor,
    at: datetime,
) -> Change:
    """The row of a change, its document, and the letters of the later stages to those whom it concerns."""
    change = Change.objects.create(
        competition=competition,
        number=competition.changed + 1,
        subtask=subtask,
        kind=kind,
        made_at=at,
        resolution=resolution,
        reason=reason,
        basis=basis,
        rows=rows or [],
        anew=anew,
    )
    key = f"{competition.public_id}:{change.number}"
    enqueue("changes.change", change.pk, key=key, actor=actor)
    enqueue("changes.told", change.pk, key=key)
    return change
