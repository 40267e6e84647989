"""Verbs over competitions: draft, revise, approve, record publication, move the deadline, announce, close."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from competitions.calls import queries
from competitions.calls.models import Competition, Criterion, SubTask
from competitions.calls.queries import announcement_breaches, announcement_facts, publication_days
from competitions.calls.refusals import AlreadyPublished, NothingToRepeat
from competitions.calls.states import ENDED, State
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.documents.queries import documents_of
from core.jobs.actions import enqueue
from core.publications.actions import publish as publish_at
from core.publications.queries import publications_of
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible, insist
from law import competition as law
from law import timetable
from law.forms import current_version
from law.verdict import Breach
from ngo.programmes.models import PriorityTask
from office.board.models import Resolution
from office.cases.actions import register as register_case

FILE_CLASS = "614"


@transaction.atomic
def draft(
    values: Mapping[str, Any],
    *,
    criteria: Sequence[Mapping[str, Any]],
    subtasks: Sequence[Mapping[str, Any]] = (),
    actor: Actor,
    at: datetime,
) -> Competition:
    """Begin a competition: `values` are fields of Competition, `criteria` rows of {group, name, max_points}, `subtasks`
    rows of {title, pool, min_grant, max_grant}.
    """
    competition = Competition.objects.create(**values, divided=bool(subtasks))
    _set_rows(competition, criteria, subtasks)
    after = {"title": competition.title, "pool": competition.pool, "criteria": len(criteria)}
    record(competition, "draft", actor=actor, at=at, after=after)
    return competition


# What a repeated competition takes over as it is; its task, dates and what happened to it are its own.
REPEATED = (
    "organiser",
    "form",
    "pool",
    "rules",
    "conditions",
    "selection_mode",
    "counties",
    "min_grant",
    "max_grant",
    "max_grant_share",
    "own_share_min",
    "own_share_base",
    "own_share_kind",
    "admin_cap",
    "admin_cap_base",
    "offers_per_organisation",
    "indicators_required",
    "attachments",
    "field_help",
    "budget_basis",
    "legal_basis",
    "contact",
    "threshold",
    "experts_per_offer",
    "scoring_method",
    "divergence",
    "combining",
    "calling_off_reserved",
    "sealed",
    "decisive",
    "four_eyes",
    "correction_days",
    "correction_confirmation_days",
)


# What is typed of earlier tasks of the same kind; who and when is added to it.
TYPED = ("year", "name", "tasks", "cost", "grants", "source")


@transaction.atomic
def clone(
    competition: Competition, *, task: PriorityTask, first: date, again: bool = False, actor: Actor, at: datetime
) -> Competition:
    """Begin a competition like an earlier one for a task of a programme, its first publication planned for a day.

    Every date moves with it (`law.timetable.moved_to`), the tasks by the years between the two programmes, which the title
    tells too; the form of offers is the one in force then. Rules, sub-tasks and the score card are taken over. `again` says
    that it is announced anew after it was cancelled (UDPP art. 11 ust. 6) or called off: the two name each other, and of one
    that goes on only the cancelled sub-tasks are taken. Raises NothingToRepeat where nothing of it ended without a choice.
    """
    if again and not competition.may_be_repeated:
        raise NothingToRepeat
    old, new = competition.task.programme.year, task.programme.year
    dates = timetable.moved_to(queries.dates(competition, {}), first, years=new - old, on=first)
    rows = queries.rows_of(competition)
    values = {
        **{name: getattr(competition, name) for name in REPEATED},
        "title": competition.title.replace(str(old), str(new)),
        "task": task,
        "unit": task.unit,
        "sphere": task.sphere,
        "form_version": current_version("offer", on=first),
        **{f"planned_{place}": day for place, day in dates.publications.items()},
        "offers_due": dates.offers_due,
        "confirmation_due": dates.confirmation_due,
        "selection_by": dates.selection_by,
        "task_from": dates.task_from,
        "task_to": dates.task_to,
    }
    if again:
        values["repeats"] = competition
        if competition.state not in ENDED:
            values |= _cancelled_parts(competition, rows)
    made = draft(values, criteria=rows["criteria"], subtasks=rows["subtasks"], actor=actor, at=at)
    record(made, "clone", actor=actor, at=at, after={"earlier": competition.public_id, "first": first, "again": again})
    return made


def _cancelled_parts(competition: Competition, rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """What a competition about the cancelled sub-tasks alone has otherwise; one alone makes it undivided."""
    parts = [part for part in competition.parts if part.cancelled_at]
    rows["subtasks"] = [row for row in rows["subtasks"] if row["title"] in {part.title for part in parts}]
    values: dict[str, Any] = {"pool": sum((part.pool for part in parts), Decimal(0))}
    if len(parts) == 1:
        (part,), rows["subtasks"] = parts, []
        values["title"] = f"{competition.title}: {part.title}"[:300]
        values |= {name: getattr(part, name) for name in ("min_grant", "max_grant") if getattr(part, name) is not None}
    return values


@transaction.atomic
def revise(
    competition: Competition,
    values: Mapping[str, Any],
    *,
    criteria: Sequence[Mapping[str, Any]],
    subtasks: Sequence[Mapping[str, Any]] = (),
    actor: Actor,
    at: datetime,
) -> Competition:
    """Change a draft; the score card is frozen once the competition is approved. Raises NotPossible later than that."""
    if not Competition.objects.filter(pk=competition.pk, state=State.DRAFT).update(**values, divided=bool(subtasks)):
        raise NotPossible(competition.MACHINE, "approve", competition.state)
    before = {name: getattr(competition, name) for name in values}
    competition.refresh_from_db()
    _set_rows(competition, criteria, subtasks)
    counts = {"criteria": len(criteria), "subtasks": len(subtasks)}
    after = {name: getattr(competition, name) for name in values}
    record(competition, "revise", actor=actor, at=at, before=before, after={**after, **counts})
    return competition


@transaction.atomic
def write_help(competition: Competition, notes: Mapping[str, str], *, actor: Actor, at: datetime) -> Competition:
    """Set what a draft's form says beside its fields: code of a field → plain text; the same again changes nothing.

    Frozen with the announcement, as everything that offers are written by. Raises NotPossible later than that.
    """
    hold(competition)
    if competition.state != State.DRAFT:
        raise NotPossible(competition.MACHINE, "approve", competition.state)
    codes = [field.code for field in queries.form_of(competition).fields() if field.type != "auto"]
    before, after = competition.field_help, {code: notes[code] for code in codes if notes.get(code)}
    if before != after:
        Competition.objects.filter(pk=competition.pk).update(field_help=after)
        competition.field_help = after
        note = {"field_help": after}
        record(competition, "write_help", actor=actor, at=at, before={"field_help": before}, after=note)
    return competition


@transaction.atomic
def type_same_kind(
    competition: Competition, rows: Sequence[Mapping[str, Any]], *, actor: Actor, at: datetime
) -> Competition:
    """Type tasks of the same kind from before the system's start: rows of {year, name, tasks, cost, grants, source}.

    They join the generated table of the announcement, marked as typed (UDPP art. 13 ust. 2 pkt 7). A row that stays as it was
    keeps who typed it and when. Raises NotPossible once the announcement is approved; the same rows again change nothing.
    """
    hold(competition)
    if competition.state != State.DRAFT:
        raise NotPossible(competition.MACHINE, "approve", competition.state)
    before = competition.same_kind_typed
    known = {tuple(row[name] for name in TYPED): row for row in before}
    stamp = {"typed_by": actor.person.public_id, "typed_at": at.isoformat(timespec="seconds")}
    written = [{**row, "cost": f"{row['cost']:.2f}", "grants": f"{row['grants']:.2f}"} for row in rows]
    after = [known.get(tuple(row[name] for name in TYPED), {**row, **stamp}) for row in written]
    if after != before:
        Competition.objects.filter(pk=competition.pk).update(same_kind_typed=after)
        competition.same_kind_typed = after
        record(competition, "type_same_kind", actor=actor, at=at, before={"rows": before}, after={"rows": after})
    return competition


def _set_rows(
    competition: Competition, criteria: Sequence[Mapping[str, Any]], subtasks: Sequence[Mapping[str, Any]]
) -> None:
    """The rows of a draft are written anew: no card and no offer leans on them before the competition is announced."""
    competition.criteria.all().delete()
    competition.subtasks.all().delete()
    SubTask.objects.bulk_create(
        SubTask(competition=competition, number=number, **row) for number, row in enumerate(subtasks, start=1)
    )
    Criterion.objects.bulk_create(
        Criterion(competition=competition, number=number, **row) for number, row in enumerate(criteria, start=1)
    )


@transaction.atomic
def approve(competition: Competition, *, resolution: Resolution, actor: Actor, at: datetime) -> Competition:
    """Record the Board's approval and register the case; approving it again by the same resolution changes nothing.

    Raises Refused for every breach of UDPP art. 13 ust. 1–2 and art. 15 ust. 1, judged on the planned publications.
    """
    hold(competition)
    if made(competition, "approve", announcement=resolution):
        return competition
    insist(announcement_breaches(competition, localdate(at)) if competition.state == State.DRAFT else [])
    # One case a competition: sent back and approved anew, it keeps its sign.
    case = competition.case or register_case(
        competition.title, unit=competition.unit, symbol=FILE_CLASS, actor=actor, at=at
    )
    advance(competition, "approve", actor=actor, at=at, announcement=resolution, case=case)
    enqueue("calls.announcement", competition.pk, key=competition.public_id, actor=actor)
    return competition


@transaction.atomic
def send_back(competition: Competition, *, reason: str, actor: Actor, at: datetime) -> Competition:
    """Return an approved competition to preparation. Raises AlreadyPublished once its announcement appeared somewhere:

    a published announcement is not exchanged for another one under the same publications (UDPP art. 13 ust. 1 and 3).
    """
    if published := publications_of(competition):
        raise AlreadyPublished(published[0])
    advance(competition, "send_back", actor=actor, at=at, reason=reason)
    return competition


@transaction.atomic
def record_publication(
    competition: Competition, *, place: str, published_at: datetime, note: str, actor: Actor, at: datetime
) -> Competition:
    """Record that the announcement was published in one of the three places of UDPP art. 13 ust. 3.

    The third publication announces the competition; when it came too late for 21 days to remain, the publication is kept
    and the competition waits until its deadline is moved (`move_deadline`). Recording the same again changes nothing.
    Raises AlreadyPublished for another moment in the same place, and NotPossible unless the competition is approved.
    """
    hold(competition)
    if earlier := next((row for row in publications_of(competition) if row.place == place), None):
        if earlier.published_at != published_at:
            raise AlreadyPublished(earlier)
        return competition
    if competition.state != State.APPROVED:
        raise NotPossible(competition.MACHINE, "announce", competition.state)
    document = documents_of(competition).filter(kind=queries.ANNOUNCEMENT).last()
    publish_at(competition, place=place, at=published_at, actor=actor, document=document, note=note)
    if len(publications_of(competition)) == 3 and not window_breaches(competition, at=at):
        announce(competition, actor=actor, at=at)
    return competition


def window_breaches(competition: Competition, *, at: datetime) -> list[Breach]:
    """What the publications made so far say against the deadline; empty when 21 days remain."""
    return queries.window_breaches(competition, publication_days(publications_of(competition)), localdate(at))


@transaction.atomic
def move_deadline(
    competition: Competition,
    *,
    offers_due: datetime,
    confirmation_due: datetime,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Competition:
    """Move the deadlines of an approved competition to later, because a publication came late; announces it if it can.

    Raises Refused when the new deadline is not later or passes the other dates of the announcement.
    """
    hold(competition)
    if competition.state != State.APPROVED:
        raise NotPossible(competition.MACHINE, "announce", competition.state)
    before = {"offers_due": competition.offers_due, "confirmation_due": competition.confirmation_due}
    competition.offers_due, competition.confirmation_due = offers_due, confirmation_due
    insist(law.moved_deadline_breaches(announcement_facts(competition), before=before["offers_due"], on=localdate(at)))
    Competition.objects.filter(pk=competition.pk).update(offers_due=offers_due, confirmation_due=confirmation_due)
    after = {"offers_due": offers_due, "confirmation_due": confirmation_due}
    record(competition, "move_deadline", actor=actor, at=at, before=before, after=after, reason=reason)
    enqueue("calls.announcement", competition.pk, key=competition.public_id, actor=actor)
    if len(publications_of(competition)) == 3 and not window_breaches(competition, at=at):
        announce(competition, actor=actor, at=at)
    return competition


@transaction.atomic
def announce(competition: Competition, *, actor: Actor, at: datetime) -> Competition:
    """Open the competition: all three publications are made and 21 days remain (UDPP art. 13 ust. 1)."""
    insist(window_breaches(competition, at=at))
    note = {"rules": queries.frozen_rules(competition)}
    advance(competition, "announce", actor=actor, at=at, announced_at=at, note=note)
    return competition


@transaction.atomic
def close(competition: Competition, *, actor: Actor, at: datetime) -> Competition:
    """Close the call after its deadline; the clock does it. The deadline second itself is still in time."""
    if not law.deadline_passed(competition.offers_due, at):
        raise NotPossible(competition.MACHINE, "close", competition.state)
    advance(competition, "close", actor=actor, at=at, closed_at=at)
    return competition
