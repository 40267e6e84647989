"""Verbs over programmes: draft, revise, propose, send back, adopt, publish, report."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible, insist
from law import programme as law
from ngo.programmes.models import Aim, PriorityTask, Programme
from ngo.programmes.states import State
from office.board.models import Resolution


@transaction.atomic
def draft(year: int, *, title: str, actor: Actor, at: datetime) -> Programme:
    """Begin the programme of a year; beginning it again returns the one that is there."""
    programme, created = Programme.objects.get_or_create(year=year, defaults={"title": title})
    if created:
        record(programme, "draft", actor=actor, at=at, after={"year": year, "title": title})
    return programme


@transaction.atomic
def revise(
    programme: Programme,
    *,
    values: Mapping[str, Any],
    aims: Sequence[Mapping[str, Any]],
    tasks: Sequence[Mapping[str, Any]],
    actor: Actor,
    at: datetime,
) -> Programme:
    """Replace the text of a draft, its aims (text, indicator, target, source) and its priority tasks (sphere, title, unit,
    planned_funds in PLN), numbered in the order given. Raises NotPossible once the Board adopted the draft.
    """
    hold(programme)
    if programme.state != State.DRAFT:
        raise NotPossible(programme.MACHINE, "propose", programme.state)
    before = {"aims": programme.aims.count(), "tasks": programme.tasks.count()}
    Programme.objects.filter(pk=programme.pk).update(**values)
    programme.refresh_from_db()
    programme.aims.all().delete()
    Aim.objects.bulk_create(Aim(programme=programme, number=number, **aim) for number, aim in enumerate(aims, start=1))
    for number, task in enumerate(tasks, start=1):
        PriorityTask.objects.update_or_create(programme=programme, number=number, defaults=dict(task))
    programme.tasks.filter(number__gt=len(tasks)).delete()
    after = {"aims": len(aims), "tasks": len(tasks), "fields": sorted(values)}
    record(programme, "revise", actor=actor, at=at, before=before, after=after)
    return programme


@transaction.atomic
def propose(programme: Programme, *, resolution: Resolution, actor: Actor, at: datetime) -> Programme:
    """Record that the Board adopted the draft (UDPP art. 5a ust. 1).

    Raises Refused while a point of art. 5a ust. 4 is empty or an aim has no indicator, target or source.
    """
    hold(programme)
    if made(programme, "propose", proposal=resolution):
        return programme
    insist(law.breaches(programme.facts()))
    advance(programme, "propose", actor=actor, at=at, proposal=resolution)
    return programme


@transaction.atomic
def send_back(programme: Programme, *, reason: str, actor: Actor, at: datetime) -> Programme:
    """Return the draft for changes."""
    advance(programme, "send_back", actor=actor, at=at, reason=reason)
    return programme


@transaction.atomic
def adopt(programme: Programme, *, resolution: Resolution, actor: Actor, at: datetime) -> Programme:
    """Record the assembly's resolution (UDPP art. 5a ust. 1); a late one is recorded too, the page says so."""
    hold(programme)
    if made(programme, "adopt", adoption=resolution):
        return programme
    insist(law.breaches(programme.facts()))
    advance(programme, "adopt", actor=actor, at=at, adoption=resolution)
    return programme


@transaction.atomic
def publish(programme: Programme, *, actor: Actor, at: datetime) -> Programme:
    """Publish the adopted programme; a job issues the document and records its publications (UDIP art. 6, 8)."""
    advance(programme, "publish", actor=actor, at=at)
    enqueue("programmes.publication", programme.pk, key=programme.public_id, actor=actor)
    return programme


@transaction.atomic
def report(programme: Programme, *, actor: Actor, at: datetime) -> Programme:
    """Mark the programme as reported to the assembly (UDPP art. 5a ust. 3)."""
    advance(programme, "report", actor=actor, at=at)
    return programme
