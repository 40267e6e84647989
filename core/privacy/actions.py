"""Verbs over people's data: make a copy, ask for erasure, answer it, anonymise what has ended."""

import io
import json
import zipfile
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.accounts.models import Hat, User
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.jobs.models import Job
from core.notices.actions import send
from core.privacy import erased
from core.privacy.models import ErasureRequest, Outcome, OwnDataCopy
from core.privacy.queries import binds, own_data
from core.privacy.refusals import Bound, Decided
from core.privacy.retention import Rule
from core.privacy.terms import ACCOUNTS, DONE_LETTER
from core.signin.actions import leave, withdraw_hat
from law.calendar import add_months

COPY_STYLE = "css/copy.css"
BATCH = 200


class Retention:
    """What the ledger's entries about anonymising are about; there is one, in a chain of its own."""

    pk = "retention"
    chain = "retention"


RETENTION = Retention()


@transaction.atomic
def ask_for_copy(user: User, *, actor: Actor, at: datetime) -> Job:
    """Ask for a copy of one's data (RODO art. 15 and 20); asked twice at once, it is made once."""
    waiting = OwnDataCopy.objects.filter(user=user, made_at=None).first()
    copy = waiting or OwnDataCopy.objects.create(user=user, asked_at=at)
    if waiting is None:
        record(user, "ask_for_copy", actor=actor, at=at)
    return enqueue("privacy.copy", copy.pk, key=copy.public_id, actor=actor)


@transaction.atomic
def make_copy(copy: OwnDataCopy, *, actor: Actor, at: datetime) -> OwnDataCopy:
    """Write the copy: one ZIP with JSON for programs and a page for people. A copy that is made stays as it is."""
    if copy.made_at is None:
        parts = own_data(copy.user)
        content = json.dumps({part.label: part.rows for part in parts}, ensure_ascii=False, indent=2)
        context = {"parts": parts, "user": copy.user, "at": at, "office": settings.OFFICE}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("moje-dane.json", content)
            archive.writestr("moje-dane.html", render_to_string("core/privacy/copy.html", context))
            archive.write(str(finders.find(COPY_STYLE)), "moje-dane.css")
        copy.file.save(f"{copy.public_id}.zip", ContentFile(packed.getvalue()), save=False)
        copy.made_at = at
        copy.save(update_fields=["file", "made_at"])
        record(copy.user, "make_copy", actor=actor, at=at)
    return copy


@transaction.atomic
def ask_for_preview(*, actor: Actor, at: datetime) -> Job:
    """Ask what has ended to be counted; asked twice at once, it is counted once."""
    return enqueue("privacy.preview", key="privacy.preview", actor=actor)


@transaction.atomic
def ask_for_erasure(user: User, text: str, *, actor: Actor, at: datetime) -> ErasureRequest:
    """Ask to be forgotten (RODO art. 17); the answer is due in a month (art. 12 ust. 3), what binds is said at once.

    While a request waits, asking again gives the same one.
    """
    waiting = ErasureRequest.objects.filter(user=user, decided_at=None).first()
    if waiting is not None:
        return waiting
    today = localdate(at)
    request = ErasureRequest.objects.create(
        user=user, text=text, asked_at=at, due_on=add_months(today, 1, roll=False), answer=binds(user, today)
    )
    record(request, "ask_for_erasure", actor=actor, at=at, after={"due_on": request.due_on})
    send(
        settings.OFFICE["privacy"]["officer_email"],
        template="erasure-asked",
        context={"request": request},
        subject_obj=request,
        at=at,
        link=reverse("erasure-decide", args=[request.public_id]),
    )
    return request


@transaction.atomic
def erase(request: ErasureRequest, *, actor: Actor, at: datetime, reason: str) -> ErasureRequest:
    """Forget the person: close the account, then anonymise it. The ledger, case files and issued documents stay whole.

    Raises Bound while something relies on the person (its sentences say what), Decided for a request that has an answer.
    """
    user = User.objects.select_for_update().get(pk=request.user_id)
    if reasons := binds(user, localdate(at)):
        raise Bound(reasons)
    _answer(request, Outcome.ERASED, actor=actor, at=at, reason=reason)
    context = {"reason": reason}
    send(user.email, template=DONE_LETTER, context=context, subject_obj=request, at=at, secret=True)
    leave(user, successors={}, actor=actor, at=at, reason=reason)
    _forget(ACCOUNTS, [user], actor=actor, at=at)
    return request


@transaction.atomic
def refuse_erasure(request: ErasureRequest, *, actor: Actor, at: datetime, reason: str) -> ErasureRequest:
    """Say no, with what binds on this day and the reason; the person learns it by letter. Raises Decided."""
    request.answer = binds(request.user, localdate(at))
    _answer(request, Outcome.REFUSED, actor=actor, at=at, reason=reason)
    context = {"reason": reason, "answer": request.answer, "office": settings.OFFICE}
    send(request.user, template="erasure-refused", context=context, subject_obj=request, at=at)
    return request


def _answer(request: ErasureRequest, outcome: str, *, actor: Actor, at: datetime, reason: str) -> None:
    values: dict[str, Any] = {"decided_at": at, "decided_by": actor.user, "outcome": outcome, "reason": reason}
    waiting = ErasureRequest.objects.filter(pk=request.pk, decided_at=None)
    if not waiting.update(**values, answer=request.answer):
        raise Decided
    for name, value in values.items():
        setattr(request, name, value)
    record(request, "answer_erasure", actor=actor, at=at, after={"outcome": outcome})


@transaction.atomic
def anonymise(rule: Rule, after: int, *, actor: Actor, at: datetime) -> tuple[int, int, int | None]:
    """Anonymise one batch of what has ended under a rule, past the row `after` (0: from the first).

    Gives how many were done, how many must stay for now, and the row to go on after (None: there is no more). One entry of
    the ledger counts the batch; run again, it finds nothing.
    """
    rows = list(rule.ended(at).filter(pk__gt=after)[:BATCH])
    on = localdate(at)
    free = [row for row in rows if not rule.binds(row, on)]
    if free:
        _forget(rule, free, actor=actor, at=at)
    return len(free), len(rows) - len(free), rows[-1].pk if len(rows) == BATCH else None


@transaction.atomic
def forget_again(*, actor: Actor, at: datetime) -> int:
    """Anonymise accounts that had been anonymised before a backup was restored; how many it brought back.

    Their roles end even where nobody else has them: whose they were is nobody any more.
    """
    back = list(User.objects.filter(public_id__in=erased.listed(), anonymised_at=None).order_by("pk"))
    for hat in Hat.objects.worn().filter(user__in=back).select_related("user"):
        withdraw_hat(hat, actor=actor, at=at)
    for user in back:
        leave(user, successors={}, actor=actor, at=at, reason="")
    if back:
        _forget(ACCOUNTS, back, actor=actor, at=at)
    return len(back)


def _forget(rule: Rule, rows: list[Any], *, actor: Actor, at: datetime) -> None:
    rule.forget(rows, at=at)
    record(RETENTION, "anonymise", actor=actor, at=at, after={"rule": rule.code, "count": len(rows)})
    if rule is ACCOUNTS:
        gone = [user.public_id for user in rows]
        transaction.on_commit(partial(erased.add, gone, day=localdate(at).isoformat()))
