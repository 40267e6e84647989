"""Who sees answers: everyone the counts of quarters that are over, without small ones; comments the staff of the unit and the auditor."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import AUDITOR
from office.structure.hats import STAFF
from office.surveys.models import Comment, Tally
from office.surveys.quarters import last_published

READERS = (*STAFF, AUDITOR.code)


def tallies(actor: Actor, at: datetime) -> QuerySet[Tally]:
    """Counts of quarters that are over, for everyone alike; `figures.results` leaves small ones out."""
    return Tally.objects.until(last_published(localdate(at))).select_related("question_set")


def comments(actor: Actor, at: datetime) -> QuerySet[Comment]:
    """Comments of quarters that are over, about the services of the actor's unit."""
    rows = Comment.objects.until(last_published(localdate(at))).exclude(text="").select_related("question_set")
    if actor.system or actor.wears(AUDITOR.code):
        return rows
    return rows.filter(question_set__unit=actor.key) if actor.wears(*STAFF) else rows.none()


def may_remove(actor: Actor, comment: Comment, at: datetime) -> tuple[bool, str]:
    """The staff of the unit remove a comment that names a person."""
    allowed = actor.wears(*STAFF) and actor.key == comment.question_set.unit
    return allowed, _("Uwagę usuwają pracownicy komórki, której dotyczy.")
