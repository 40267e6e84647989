"""The table of changes of competitions: what was announced after the announcement, in the same three places."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition, SubTask
from office.board.models import Resolution


class Kind(models.TextChoices):
    """What the authority may announce about a competition after its announcement."""

    EXTENSION = "extension", _("przedłużenie terminu składania ofert")
    CORRECTION = "correction", _("zmiana treści ogłoszenia")
    SUSPENSION = "suspension", _("zawieszenie naboru")
    RESUMPTION = "resumption", _("wznowienie naboru")
    CALLING_OFF = "calling_off", _("odwołanie konkursu")
    CANCELLATION = "cancellation", _("unieważnienie konkursu")
    PART_CANCELLATION = "part_cancellation", _("unieważnienie podzadania")


class Change(models.Model):
    """A change of a competition after its announcement, published in the same three places (UDPP art. 13 ust. 3, 18a ust. 2).

    `rows` are what changed as people read it: {"name", "before", "after"}; `anew` says that the 21 days of art. 13 ust. 1 run
    again from its last publication. Its document and its publications belong to the competition, by `number`.
    """

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()
    # The sub-task that was cancelled; empty for a change of the whole.
    subtask = models.ForeignKey(SubTask, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    made_at = models.DateTimeField()
    resolution = models.ForeignKey(Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("powód"))
    basis = models.CharField(max_length=200, blank=True)
    rows = models.JSONField(default=list)
    anew = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["competition", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["competition", "number"], name="change_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.number})"
