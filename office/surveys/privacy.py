"""What ends of the survey: texts that people wrote. Counts are about nobody and stay."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.privacy.retention import Rule
from office.surveys.models import Comment
from office.surveys.quarters import quarter_of


def ended(before: datetime) -> "QuerySet[Comment]":
    """Comments of quarters that ended before a moment."""
    quarter = quarter_of(localdate(before))
    rows: QuerySet[Comment] = Comment.objects.exclude(text="")
    return rows.filter(year__lt=quarter.year) | rows.filter(year=quarter.year, quarter__lt=quarter.number)


def forget(rows: Sequence[Comment], *, at: datetime) -> None:
    Comment.objects.filter(pk__in=[row.pk for row in rows]).update(text="")


ENDED_COMMENTS = Rule(
    "survey_comments", _("Uwagi z ankiety"), _("treść znika, liczby odpowiedzi zostają"), ended, forget
)
