"""Tables of the survey: sets of questions, counts of answers, comments. No row is about one person's answers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.accounts.models import public_id
from office.surveys.quarters import Quarter


class QuestionSet(models.Model):
    """The questions of a service as they were asked, so that old answers stay readable when a file changes."""

    service = models.CharField(max_length=40)
    digest = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=20, help_text="code of the unit that gives the service")
    questions = models.JSONField()

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["service", "digest"], name="question_set_once")]

    def __str__(self) -> str:
        return self.title


class InQuarter(models.QuerySet):
    def until(self, last: Quarter) -> "InQuarter":
        """Rows of quarters that are over."""
        return self.filter(Q(year__lt=last.year) | Q(year=last.year, quarter__lte=last.number))


class Tally(models.Model):
    """How many gave a score to a question of a set in a quarter: all that is kept of answers on the scale."""

    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="tallies")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    objects = InQuarter.as_manager()

    class Meta:
        ordering: ClassVar = ["-year", "-quarter", "question_set", "question", "score"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["question_set", "year", "quarter", "question", "score"], name="survey_tally_once"
            ),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="survey_score_on_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.question_set}, {self.question}: {self.score} × {self.count}"


class Comment(models.Model):
    """What somebody wrote, tied to no scores; it is read by staff once its quarter is over, in an order that says nothing."""

    PERSONAL_FIELDS: ClassVar = ("text",)

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    question_set = models.ForeignKey(QuestionSet, on_delete=models.PROTECT, related_name="comments")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    text = models.TextField()

    objects = InQuarter.as_manager()

    class Meta:
        ordering: ClassVar = ["-year", "-quarter", "question_set", "public_id"]

    def __str__(self) -> str:
        return f"{self.question_set}, {Quarter(self.year, self.quarter).code}"

    @property
    def chain(self) -> str:
        return f"survey-comment:{self.public_id}"


class UsedForm(models.Model):
    """A form that was sent, so that a second click counts nothing; forgotten when forms of its day are no more taken."""

    token = models.CharField(max_length=32, unique=True)
    used_on = models.DateField()

    def __str__(self) -> str:
        return self.token
