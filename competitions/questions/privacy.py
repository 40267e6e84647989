"""Questions and who asked them: what is kept of a person, and what ends after the answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from competitions.questions.models import Question
from core.accounts.models import User
from core.privacy.retention import Rule
from core.privacy.shares import Rows, Share

# What stays is what was published, which tells of nobody.
FORGOTTEN: dict[str, Any] = {"email": "", "text": "", "user": None}


def questions(user: User) -> Rows:
    """Questions asked while signed in."""
    rows = Question.objects.filter(user=user).select_related("competition").order_by("pk")
    return [{"kiedy": each.asked_at, "konkurs": each.competition.title, "pytanie": each.text} for each in rows]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Questions as the read log knows them."""
    return {"competitions.question": Question.objects.filter(user=user).values("public_id")}


def forget_asker(user: User, *, at: datetime) -> None:
    """Nobody knows any more who asked; what waits for an answer can still be read."""
    found = Question.objects.filter(user=user)
    found.exclude(answered_at=None).update(**FORGOTTEN)
    found.update(user=None)


def ended(before: datetime) -> "QuerySet[Question]":
    """Questions asked before a moment that still tell who asked, or in which words."""
    return Question.objects.filter(~Q(**FORGOTTEN), asked_at__lt=before)


def forget(rows: Sequence[Question], *, at: datetime) -> None:
    Question.objects.filter(pk__in=[row.pk for row in rows]).update(**FORGOTTEN)


QUESTIONS = Share(_("Pytania o konkursy"), ("competitions.question.user",), questions, records, forget=forget_asker)
ENDED_QUESTIONS = Rule(
    "questions", _("Pytania o konkursy"), _("pytający i jego słowa znikają; zostaje to, co opublikowano"), ended, forget
)
