"""The job: what is to be done, who works on it until when, how far it is, how it ended."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.jobs.aside import Progress, told
from core.jobs.handlers import HANDLERS


class State(models.TextChoices):
    WAITING = "waiting", _("czeka")
    RUNNING = "running", _("trwa")
    DONE = "done", _("gotowe")
    FAILED = "failed", _("nie udało się")


LIVE = (State.WAITING, State.RUNNING)
# How the key begins of a job asked for again; the failed one's public id follows when it had no key of its own.
AGAIN = "again:"


class JobQuerySet(models.QuerySet["Job"]):
    def live(self) -> "JobQuerySet":
        """Jobs that wait or run."""
        return self.filter(state__in=LIVE)

    def failed(self) -> "JobQuerySet":
        """Jobs that failed and were not asked for again."""
        again = models.Q(key=models.OuterRef("key")) & ~models.Q(key="")
        again |= models.Q(key=Concat(models.Value(AGAIN), models.OuterRef("public_id")))
        newer = Job.objects.filter(again, name=models.OuterRef("name"), pk__gt=models.OuterRef("pk"))
        return self.filter(~models.Exists(newer), state=State.FAILED)

    def due(self, at: datetime) -> "JobQuerySet":
        """Jobs that may be taken up now."""
        return self.filter(state=State.WAITING, not_before__lte=at)

    def abandoned(self, at: datetime) -> "JobQuerySet":
        """Jobs whose worker let the lease run out: it was killed, or it hangs."""
        return self.filter(state=State.RUNNING, lease_until__lt=at)


class Job(models.Model):
    """One piece of slow work. Its arguments are primary keys, never personal data."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=80)
    args = models.JSONField(default=list)
    key = models.CharField(max_length=120, blank=True, help_text="one live job per name and key")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField()
    woken_at = models.DateTimeField(null=True, help_text="when a worker was last told of it")
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, blank=True, help_text="who holds the lease")
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField()
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_label = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=models.Q(state__in=["waiting", "running"]) & ~models.Q(key=""),
                name="job_live_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["asked_by", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_state_display()})"

    @property
    def label(self) -> str:
        """What the job is called for people."""
        known = HANDLERS.get(self.name)
        return known.label if known else self.name

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def progress(self) -> Progress:
        """How far it is; while a handler keeps the database to itself, what it told beside it."""
        kept = Progress(self.progress_done, self.progress_total, self.progress_label)
        return (told(self.public_id) if self.state == State.RUNNING else None) or kept

    @property
    def percent(self) -> int | None:
        """How far it is, in whole per cent; None while nobody knows."""
        progress = self.progress
        return min(100, 100 * progress.done // progress.total) if progress.total else None

    @property
    def link(self) -> str:
        """Where the result is to be seen: what the handler returned as "link"."""
        result: dict[str, Any] = self.result
        return str(result.get("link", ""))
