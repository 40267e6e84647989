"""Verbs over remarks: send one, answer one."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record
from core.notices.actions import send as send_letter
from core.workflow.advance import advance
from law import figures
from law.calendar import add_days
from office.feedback.models import Feedback, Kind


@transaction.atomic
def send(
    text: str,
    *,
    kind: str,
    page: str,
    name: str = "",
    email: str = "",
    other_contact: str = "",
    actor: Actor,
    at: datetime,
) -> Feedback:
    """Keep a remark and tell the office by e-mail.

    A request for accessibility is to be answered without delay, at latest in 7 days (UDC art. 18 ust. 3); another remark by office
    practice.
    """
    day = localdate(at)
    days = settings.OFFICE["remarks"]["answer_days"]
    if kind == Kind.ACCESSIBILITY:
        days = figures.value("accessibility.request_days", on=day)
    due = add_days(day, days)
    feedback = Feedback.objects.create(
        text=text,
        kind=kind,
        page=page,
        name=name,
        email=email,
        other_contact=other_contact,
        user=actor.user,
        received_at=at,
        due_on=due,
    )
    record(feedback, "send", actor=actor, at=at, after={"kind": kind, "page": page, "due_on": due})
    send_letter(
        settings.OFFICE["email"],
        template="feedback-received",
        context={"feedback": feedback, "address": settings.SITE_ADDRESS},
        subject_obj=feedback,
        at=at,
        link=f"/urzad/uwagi/{feedback.public_id}/",
    )
    return feedback


@transaction.atomic
def answer(feedback: Feedback, text: str, *, actor: Actor, at: datetime) -> Feedback:
    """Keep the answer, and send it when an e-mail address was given. Raises NotPossible for one that is answered."""
    advance(feedback, "answer", actor=actor, at=at, answer=text, answered_at=at, answered_by=actor.user)
    if feedback.email:
        send_letter(
            feedback.email,
            template="feedback-answered",
            context={"feedback": feedback},
            subject_obj=feedback,
            at=at,
        )
    return feedback
