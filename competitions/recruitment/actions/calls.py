"""Verbs of the office over a recruitment: prepare, rewrite, announce, publish, extend, call off, close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.recruitment import queries
from competitions.recruitment.actions.letters import tell
from competitions.recruitment.models import (
    Condition,
    Field,
    Recruitment,
)
from competitions.recruitment.refusals import (
    IncompleteRecruitment,
    NotExtended,
)
from competitions.recruitment.states import CandidacyState, State
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.documents.queries import documents_of
from core.jobs.actions import enqueue
from core.publications.actions import publish
from core.publications.models import Place
from core.workflow.advance import advance, hold
from core.workflow.refusal import NotPossible
from law.competition import deadline_passed


@transaction.atomic
def prepare(
    values: Mapping[str, Any],
    *,
    fields: Sequence[Mapping[str, Any]],
    conditions: Sequence[Mapping[str, Any]],
    actor: Actor,
    at: datetime,
) -> Recruitment:
    """Begin a recruitment: `values` are fields of Recruitment, `fields` rows of {sphere, places}, `conditions` rows of

    {text, kind, proof, levels}.
    """
    recruitment = Recruitment.objects.create(**values)
    _set_rows(recruitment, fields, conditions)
    record(recruitment, "prepare_recruitment", actor=actor, at=at, after={"title": recruitment.title})
    return recruitment


@transaction.atomic
def rewrite(
    recruitment: Recruitment,
    values: Mapping[str, Any],
    *,
    fields: Sequence[Mapping[str, Any]],
    conditions: Sequence[Mapping[str, Any]],
    actor: Actor,
    at: datetime,
) -> Recruitment:
    """Change a recruitment that was not announced yet. Raises NotPossible later than that."""
    if not Recruitment.objects.filter(pk=recruitment.pk, state=State.DRAFT).update(**values):
        raise NotPossible(recruitment.MACHINE, "announce", recruitment.state)
    recruitment.refresh_from_db()
    _set_rows(recruitment, fields, conditions)
    record(recruitment, "rewrite_recruitment", actor=actor, at=at, after={"title": recruitment.title})
    return recruitment


def _set_rows(
    recruitment: Recruitment, fields: Sequence[Mapping[str, Any]], conditions: Sequence[Mapping[str, Any]]
) -> None:
    """The rows of a draft are written anew: no candidacy leans on them yet."""
    recruitment.fields.all().delete()
    recruitment.conditions.all().delete()
    Field.objects.bulk_create(Field(recruitment=recruitment, **row) for row in fields)
    Condition.objects.bulk_create(
        Condition(recruitment=recruitment, number=number, **row) for number, row in enumerate(conditions, start=1)
    )


@transaction.atomic
def announce(recruitment: Recruitment, *, actor: Actor, at: datetime) -> Recruitment:
    """Open a recruitment to everyone; its document is issued and published on the website, with its hash as the proof.

    Raises IncompleteRecruitment naming what it lacks.
    """
    hold(recruitment)
    if recruitment.state == State.OPEN:
        return recruitment
    if recruitment.state == State.DRAFT and (problems := queries.announcement_problems(recruitment, at)):
        raise IncompleteRecruitment(problems)
    advance(recruitment, "announce", actor=actor, at=at, announced_at=at)
    enqueue("recruitment.announcement", recruitment.pk, key=recruitment.public_id, actor=actor)
    return recruitment


@transaction.atomic
def record_bip(
    recruitment: Recruitment, *, published_at: datetime, note: str, actor: Actor, at: datetime
) -> Recruitment:
    """Record that the newest document of the recruitment (announcement, list) stands in BIP since a moment; the note says where.

    The same document again changes nothing.
    """
    if recruitment.state == State.DRAFT:
        raise NotPossible(recruitment.MACHINE, "announce", recruitment.state)
    document = documents_of(recruitment).last()
    publish(recruitment, place=Place.BIP, at=published_at, actor=actor, document=document, note=note)
    return recruitment


@transaction.atomic
def extend(recruitment: Recruitment, *, due: datetime, reason: str, actor: Actor, at: datetime) -> Recruitment:
    """Move the deadline of an open recruitment to later, with a reason; the announcement is issued anew. Raises NotExtended."""
    hold(recruitment)
    if recruitment.state != State.OPEN:
        raise NotPossible(recruitment.MACHINE, "close_recruitment", recruitment.state)
    if due == recruitment.due:
        return recruitment
    if due < recruitment.due or localdate(due) >= recruitment.results_by:
        raise NotExtended(
            _("Nowy termin musi być późniejszy niż dotychczasowy i wcześniejszy niż dzień ogłoszenia listy.")
        )
    before = {"due": recruitment.due}
    recruitment.due = due
    recruitment.save(update_fields=["due"])
    record(recruitment, "extend_recruitment", actor=actor, at=at, before=before, after={"due": due}, reason=reason)
    enqueue(
        "recruitment.announcement", recruitment.pk, key=f"{recruitment.public_id}:{int(due.timestamp())}", actor=actor
    )
    return recruitment


@transaction.atomic
def call_off(recruitment: Recruitment, *, reason: str, actor: Actor, at: datetime) -> Recruitment:
    """End a recruitment without a list; who applied gets the reason."""
    advance(recruitment, "call_off_recruitment", actor=actor, at=at, reason=reason)
    for candidacy in recruitment.candidacies.exclude(state=CandidacyState.WITHDRAWN).select_related("user"):
        tell(candidacy, "recruitment-called-off", at=at, reason=reason)
    return recruitment


@transaction.atomic
def close(recruitment: Recruitment, *, actor: Actor, at: datetime) -> Recruitment:
    """Close a recruitment after its deadline; the clock does it. The deadline second itself is still in time."""
    if not deadline_passed(recruitment.due, at):
        raise NotPossible(recruitment.MACHINE, "close_recruitment", recruitment.state)
    advance(recruitment, "close_recruitment", actor=actor, at=at)
    return recruitment
