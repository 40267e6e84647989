"""Reads of questions for pages of later stages."""

from typing import Any

from django.db.models import Count, Subquery

from competitions.questions.models import Question
from competitions.questions.states import State


def waiting_of(competition: Any) -> Subquery:
    """How many questions of a competition wait for an answer, as a column; nothing when none does."""
    rows = Question.objects.filter(competition=competition, state=State.ASKED).order_by()
    return Subquery(rows.values("competition").annotate(count=Count("pk")).values("count"))
