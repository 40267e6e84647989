"""Verbs over questions: ask, answer, publish, decline; set the last day for them."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from competitions.calls.models import Competition
from competitions.questions import access
from competitions.questions.models import Question, QuestionTerm
from competitions.questions.refusals import DayTooLate, QuestionsClosed
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.notices.actions import send
from core.workflow.advance import advance, hold


@transaction.atomic
def ask(competition: Competition, text: str, *, email: str = "", actor: Actor, at: datetime) -> Question:
    """Keep a question and tell the office. `email` is where a visitor wants the answer; a user gets it on the desk too.

    Raises QuestionsClosed. The ledger notes that a question was asked, not what or by whom.
    """
    if not access.may_ask(actor, competition, at)[0]:
        raise QuestionsClosed(access.last_day(competition))
    question = Question.objects.create(
        competition=competition, text=text, user=actor.user, email="" if actor.user else email, asked_at=at
    )
    record(question, "ask", actor=Actor(), at=at)
    send(
        settings.OFFICE["email"],
        template="question-asked",
        context={"competition": competition},
        subject_obj=question,
        at=at,
        link=reverse("question", args=[question.public_id]),
    )
    return question


@transaction.atomic
def answer(
    question: Question, text: str, *, public_text: str = "", publish: bool = False, actor: Actor, at: datetime
) -> Question:
    """Answer the asker; with `publish` everyone reads it too, the question as `public_text` says it. Raises NotPossible."""
    hold(question)
    advance(
        question,
        "answer",
        actor=actor,
        at=at,
        answer=text,
        public_text=public_text or question.text,
        answered_at=at,
        answered_by=actor.user,
    )
    if publish:
        make_public(question, actor=actor, at=at)
    _tell(question, "question-answered", at=at)
    return question


@transaction.atomic
def make_public(question: Question, *, actor: Actor, at: datetime) -> Question:
    """Publish an answered question without its asker. Raises NotPossible."""
    advance(question, "publish", actor=actor, at=at, published_at=at)
    return question


@transaction.atomic
def decline(question: Question, reason: str, *, actor: Actor, at: datetime) -> Question:
    """Do not answer, and tell the asker why: it is no question about the competition, or it was answered. Raises NotPossible."""
    advance(question, "decline", actor=actor, at=at, answer=reason, answered_at=at, answered_by=actor.user)
    _tell(question, "question-declined", at=at)
    return question


def _tell(question: Question, template: str, *, at: datetime) -> None:
    to = question.user or question.email
    if to:
        link = reverse("competition-questions", args=[question.competition.public_id])
        context = {"question": question, "competition": question.competition}
        send(to, template=template, context=context, subject_obj=question, at=at, link=link)


@transaction.atomic
def set_last_day(competition: Competition, last_day: date, *, actor: Actor, at: datetime) -> QuestionTerm:
    """Say until when questions are taken; the same day again changes nothing. Raises DayTooLate past the deadline."""
    due = localdate(competition.offers_due)
    if last_day > due:
        raise DayTooLate(due)
    before = access.last_day(competition)
    term, _made = QuestionTerm.objects.update_or_create(competition=competition, defaults={"last_day": last_day})
    if before != last_day:
        note = {"last_day": last_day}
        record(competition, "set_last_day", actor=actor, at=at, before={"last_day": before}, after=note)
    return term
