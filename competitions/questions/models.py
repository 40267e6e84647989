"""Tables of questions: the question itself, and the last day on which a competition takes them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition
from competitions.questions.states import MACHINE, State
from core.accounts.models import public_id
from core.workflow.machine import Machine


class QuestionTerm(models.Model):
    """The last day for questions that staff set for a competition; without one the usual day holds (see access)."""

    competition = models.OneToOneField(Competition, on_delete=models.PROTECT, related_name="question_term")
    last_day = models.DateField(_("ostatni dzień na pytania"))

    def __str__(self) -> str:
        return f"{self.competition_id}: {self.last_day}"

    @property
    def chain(self) -> str:
        return self.competition.chain


class Question(models.Model):
    """A question as it was asked; `public_text` is how everyone reads it, without what would tell who asked.

    The asker is a user, or an address that a visitor gave for the answer.
    """

    MACHINE: ClassVar[Machine] = MACHINE
    PERSONAL_FIELDS: ClassVar = ("email", "text")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField(_("pytanie"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    email = models.EmailField(blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    answer = models.TextField(_("odpowiedź"), blank=True)
    public_text = models.TextField(_("pytanie, jak je wszyscy przeczytają"), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["competition", "state"])]

    def __str__(self) -> str:
        return str(_("Pytanie o konkurs"))

    @property
    def chain(self) -> str:
        return self.competition.chain
