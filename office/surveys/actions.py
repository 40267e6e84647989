"""Verbs over the survey: count an answer, remove a comment."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record
from office.surveys.figures import SCORES
from office.surveys.models import Comment, QuestionSet, Tally, UsedForm
from office.surveys.quarters import quarter_of
from office.surveys.refusals import WrongAnswers
from office.surveys.schema import Service

# Days for which a form may be sent after it was opened; its token is remembered as long.
FORM_DAYS = 1


def reply(service: Service, scores: Mapping[str, int], *, comment: str = "", token: str, at: datetime) -> bool:
    """Count the answers of one form, each question by itself; the comment is kept apart. False when the form was counted before.

    Nothing is kept of who answered, when within the quarter, or which answers came together: there is no entry of the ledger.
    Raises WrongAnswers.
    """
    if scores.keys() != dict(service.questions).keys() or not set(scores.values()) <= set(SCORES):
        raise WrongAnswers
    day = localdate(at)
    try:
        with transaction.atomic():
            UsedForm.objects.filter(used_on__lt=day - timedelta(days=FORM_DAYS + 1)).delete()
            UsedForm.objects.create(token=token, used_on=day)
            _count(service, scores, comment, at=at)
    except IntegrityError:
        if UsedForm.objects.filter(token=token).exists():
            return False
        raise
    return True


def _count(service: Service, scores: Mapping[str, int], comment: str, *, at: datetime) -> None:
    said: dict[str, Any] = {
        "title": service.title,
        "unit": service.unit,
        "questions": [list(each) for each in service.questions],
    }
    asked, _made = QuestionSet.objects.get_or_create(service=service.code, digest=service.digest, defaults=said)
    quarter = quarter_of(localdate(at))
    when: dict[str, Any] = {"question_set": asked, "year": quarter.year, "quarter": quarter.number}
    # In one order, so that two who answer at once wait for each other and not crosswise.
    for question, score in sorted(scores.items()):
        row, _made = Tally.objects.get_or_create(**when, question=question, score=score)
        Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)
    if comment:
        Comment.objects.create(**when, text=comment)


@transaction.atomic
def remove_comment(comment: Comment, *, reason: str, actor: Actor, at: datetime) -> Comment:
    """Take the text of a comment away, for example when it names a person. Removing it again changes nothing."""
    if Comment.objects.filter(pk=comment.pk).exclude(text="").update(text=""):
        comment.text = ""
        record(comment, "remove_comment", actor=actor, at=at, reason=reason)
    return comment
