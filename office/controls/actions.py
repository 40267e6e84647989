"""Verbs of the book of controls: enter, revise, protocol, reservations, recommendations, answer, execution, close, cancel."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import history, record, sealed
from core.files.keeping import keep
from core.tables.folding import fold
from core.workflow.advance import advance, hold, made
from office.controls import refusals
from office.controls.models import Control, ControlFile, ControlNumber, Recommendation
from office.controls.states import Progress, State
from office.structure.models import Unit

SAID = ("body", "authorisation", "scope", "unit", "begins_on", "ends_on")


def _search_key(control: Control) -> str:
    unit = f"{control.unit.code} {control.unit.name}" if control.unit else ""
    return fold(f"{control.sign} {control.body} {control.authorisation} {unit} {control.scope}")[:1200]


def _said(control: Control) -> dict[str, Any]:
    values = {name: getattr(control, name) for name in SAID if name != "unit"}
    return {**values, "unit": control.unit and control.unit.code}


@transaction.atomic
def enter_control(values: Mapping[str, Any], *, once: str = "", actor: Actor, at: datetime) -> Control:
    """Enter a control under the next number of the year; the same `once` again returns the first. Raises NotInBook."""
    year = localdate(at).year
    ControlNumber.objects.get_or_create(year=year)
    counter = ControlNumber.objects.select_for_update().get(year=year)
    if once and (first := Control.objects.filter(once=once).first()):
        return first
    control = Control(**values, number=counter.last + 1, year=year, entered_at=at, once=once or None)
    _insist_days(control)
    control.search_key = _search_key(control)
    control.save()
    ControlNumber.objects.filter(pk=counter.pk).update(last=control.number)
    record(control, "enter_control", actor=actor, at=at, after={"sign": control.sign, **_said(control)})
    return control


def _insist_days(control: Control) -> None:
    if control.ends_on and control.ends_on < control.begins_on:
        raise refusals.ends_before_start()


@transaction.atomic
def revise_control(control: Control, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Control:
    """Change what is said of a control; the same values change nothing. Raises NotInBook."""
    hold(control)
    before = _said(control)
    for name, value in values.items():
        setattr(control, name, value)
    _insist_days(control)
    if _said(control) != before:
        control.search_key = _search_key(control)
        control.save()
        record(control, "revise_control", actor=actor, at=at, before=before, after=_said(control))
    return control


def _insist_received(control: Control, day: date, field: str, *, at: datetime) -> None:
    if day < control.begins_on:
        raise refusals.before_start(field)
    if day > localdate(at):
        raise refusals.in_future(field)


@transaction.atomic
def receive_protocol(
    control: Control,
    *,
    protocol_on: date,
    ends_on: date,
    reservations_due: date | None,
    actor: Actor,
    at: datetime,
) -> Control:
    """Enter the protocol (or the report) of a control, and the last day for reservations as it says. Raises NotInBook."""
    hold(control)
    values: dict[str, Any] = {"protocol_on": protocol_on, "ends_on": ends_on, "reservations_due": reservations_due}
    if made(control, "receive_protocol", **values):
        return control
    _insist_received(control, protocol_on, "protocol_on", at=at)
    if ends_on < control.begins_on:
        raise refusals.ends_before_start()
    if reservations_due and reservations_due < protocol_on:
        raise refusals.due_before_receipt("reservations_due")
    advance(control, "receive_protocol", actor=actor, at=at, **values)
    return control


@transaction.atomic
def send_reservations(control: Control, *, reservations_on: date, actor: Actor, at: datetime) -> Control:
    """Note that reservations to the protocol were sent. Raises NotInBook."""
    hold(control)
    if control.reservations_on == reservations_on:
        return control
    if control.state != State.REPORTED or control.protocol_on is None:
        raise refusals.no_protocol()
    _insist_received(control, reservations_on, "reservations_on", at=at)
    if reservations_on < control.protocol_on:
        raise refusals.before_protocol("reservations_on")
    _note(control, "send_reservations", "reservations_on", reservations_on, actor=actor, at=at)
    return control


def _note(control: Control, verb: str, field: str, day: date, *, actor: Actor, at: datetime) -> None:
    before = getattr(control, field)
    setattr(control, field, day)
    control.save(update_fields=[field])
    record(control, verb, actor=actor, at=at, before={field: before}, after={field: day})


@transaction.atomic
def receive_recommendations(
    control: Control, *, recommended_on: date, answer_due: date | None, actor: Actor, at: datetime
) -> Control:
    """Enter that recommendations came, and by when the body waits for an answer. Raises NotInBook."""
    hold(control)
    values: dict[str, Any] = {"recommended_on": recommended_on, "answer_due": answer_due}
    if made(control, "receive_recommendations", **values):
        return control
    _insist_received(control, recommended_on, "recommended_on", at=at)
    if control.protocol_on and recommended_on < control.protocol_on:
        raise refusals.before_protocol("recommended_on")
    if answer_due and answer_due < recommended_on:
        raise refusals.due_before_receipt("answer_due")
    advance(control, "receive_recommendations", actor=actor, at=at, **values)
    return control


@transaction.atomic
def recommend(
    control: Control, *, text: str, owner: Unit, due_on: date, once: str = "", actor: Actor, at: datetime
) -> Recommendation:
    """Enter one recommendation with the unit that does it and its term; the same `once` again returns the first.

    Raises NotInBook before recommendations came, and for a term before them.
    """
    hold(control)
    if once and (first := Recommendation.objects.filter(once=once).first()):
        return first
    if control.state != State.FOLLOWED or control.recommended_on is None:
        raise refusals.nothing_recommended()
    if due_on < control.recommended_on:
        raise refusals.due_before_receipt("due_on")
    last = control.recommendations.aggregate(last=Max("number"))["last"] or 0
    recommendation = Recommendation.objects.create(
        control=control, number=last + 1, text=text, owner=owner, due_on=due_on, once=once or None
    )
    after = {"number": recommendation.number, "owner": owner.code, "due_on": due_on, "text": sealed(text)}
    record(recommendation, "recommend", actor=actor, at=at, after=after)
    return recommendation


@transaction.atomic
def put_off(recommendation: Recommendation, *, due_on: date, reason: str, actor: Actor, at: datetime) -> Recommendation:
    """Move the term of a recommendation, with the reason. Raises NotInBook, also for the day on which it stands already."""
    hold(recommendation)
    if recommendation.due_on == due_on:
        last = history(recommendation).last()
        if last and (last.verb, last.reason) == ("put_off", reason):
            return recommendation
        raise refusals.same_term()
    control = recommendation.control
    if control.recommended_on and due_on < control.recommended_on:
        raise refusals.due_before_receipt("due_on")
    before = recommendation.due_on
    recommendation.due_on = due_on
    recommendation.save(update_fields=["due_on"])
    after = {"due_on": due_on}
    record(recommendation, "put_off", actor=actor, at=at, before={"due_on": before}, after=after, reason=reason)
    return recommendation


@transaction.atomic
def execute(
    recommendation: Recommendation, *, executed_on: date, how: str, actor: Actor, at: datetime
) -> Recommendation:
    """Say that a recommendation was done, when and how. Raises NotInBook for a day that cannot be right."""
    hold(recommendation)
    if made(recommendation, "execute", executed_on=executed_on, how=how):
        return recommendation
    if not recommendation.control.begins_on <= executed_on <= localdate(at):
        raise refusals.executed_before()
    advance(recommendation, "execute", actor=actor, at=at, executed_on=executed_on, how=how)
    return recommendation


@transaction.atomic
def take_up_again(recommendation: Recommendation, reason: str, *, actor: Actor, at: datetime) -> Recommendation:
    """Find that a recommendation was not done after all; what was said of it stays in the history."""
    hold(recommendation)
    if recommendation.control.state != State.FOLLOWED:
        raise refusals.nothing_recommended()
    if not made(recommendation, "take_up_again", reason=reason):
        advance(recommendation, "take_up_again", actor=actor, at=at, reason=reason, executed_on=None)
    return recommendation


@transaction.atomic
def answer(control: Control, *, answered_on: date, actor: Actor, at: datetime) -> Control:
    """Note that the body was answered. Raises NotInBook."""
    hold(control)
    if control.answered_on == answered_on:
        return control
    if control.state != State.FOLLOWED or control.recommended_on is None:
        raise refusals.nothing_recommended()
    if answered_on > localdate(at):
        raise refusals.in_future("answered_on")
    if answered_on < control.recommended_on:
        raise refusals.due_before_receipt("answered_on")
    _note(control, "answer_control", "answered_on", answered_on, actor=actor, at=at)
    return control


@transaction.atomic
def close_control(control: Control, *, actor: Actor, at: datetime) -> Control:
    """Close a control whose recommendations are done and answered, or that recommended nothing. Raises NotInBook."""
    hold(control)
    if made(control, "close_control"):
        return control
    if count := control.recommendations.filter(state=Progress.OPEN).count():
        raise refusals.not_done(count)
    if control.answer_due and not control.answered_on:
        raise refusals.not_answered()
    advance(control, "close_control", actor=actor, at=at)
    return control


@transaction.atomic
def cancel_control(control: Control, reason: str, *, actor: Actor, at: datetime) -> Control:
    """Cancel an entry made by mistake; its number stays taken."""
    hold(control)
    if not made(control, "cancel_control", reason=reason):
        advance(control, "cancel_control", actor=actor, at=at, reason=reason)
    return control


def attach_paper(control: Control, *, title: str, file: UploadedFile, actor: Actor, at: datetime) -> ControlFile:
    """Keep a paper of a control; the same file again is the one kept. Raises RefusedFile."""
    kept = keep(file, folder=f"controls/{control.public_id}")
    with transaction.atomic():
        hold(control)
        if same := control.files.filter(sha256=kept["sha256"]).first():
            return same
        row = ControlFile.objects.create(control=control, title=title, added_at=at, **kept)
        after = {"file": row.public_id, "title": title, "sha256": row.sha256}
        record(control, "attach_paper", actor=actor, at=at, after=after)
    return row
