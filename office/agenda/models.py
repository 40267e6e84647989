"""Tables of the calendar: whose calendar is kept, rooms, events with each time they happen, what is prepared, weekly lists, links."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Hat, public_id
from core.workflow.machine import Machine
from office.agenda.states import EVENT, LIVE, WEEK, State, WeekState
from office.structure.models import Appointment, Unit


class Kind(models.TextChoices):
    MEETING = "meeting", _("spotkanie")
    OCCASION = "occasion", _("wydarzenie")
    CONFERENCE = "conference", _("konferencja prasowa")
    VISIT = "visit", _("wizyta")
    PATRONAGE = "patronage", _("patronat")
    TRIP = "trip", _("wyjazd")
    RECEPTION = "reception", _("przyjęcie interesantów")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("publiczne: trafi na listę dla mediów")
    OFFICE = "office", _("w urzędzie: widzą je pracownicy")
    UNIT = "unit", _("poufne: widzi je komórka i obsługa osób, które biorą udział")


class Attendee(models.Model):
    """Somebody whose calendar the office keeps: a post of the Board or of the office, who holds it, which unit serves them."""

    PERSONAL_FIELDS: ClassVar = ("full_name",)

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    post = models.CharField(_("funkcja"), max_length=120)
    full_name = models.CharField(_("imię i nazwisko"), max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("obsługuje"))
    appointment = models.ForeignKey(Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("kolejność"), default=10)
    ended_on = models.DateField(_("do dnia"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.post} {self.full_name}".strip()

    @property
    def chain(self) -> str:
        return f"attendee:{self.public_id}"


class Room(models.Model):
    """A room that is booked by the calendar."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    name = models.CharField(_("nazwa"), max_length=120, unique=True)
    place = models.CharField(_("budynek, piętro"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(_("liczba miejsc"), null=True, blank=True)
    closed_on = models.DateField(_("niedostępna od dnia"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        return f"room:{self.public_id}"


class Event(models.Model):
    """An event of the calendar; when it happens stands in its occurrences, one for each day of its rule."""

    MACHINE: ClassVar[Machine] = EVENT
    PERSONAL_FIELDS: ClassVar = ("matter", "note")

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    uid = models.CharField(max_length=255, unique=True, help_text="of iCalendar: a file taken twice is one event")
    kind = models.CharField(_("rodzaj"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("tytuł"), max_length=200)
    matter = models.TextField(_("sprawa"), blank=True)
    all_day = models.BooleanField(_("cały dzień"), default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rule = models.CharField(max_length=300, blank=True, help_text="RRULE with an end")
    people = models.ManyToManyField(Attendee, related_name="events", blank=True)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    place = models.CharField(_("miejsce"), max_length=200, blank=True)
    organiser = models.CharField(_("organizator"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    visibility = models.CharField(_("kto widzi"), max_length=8, choices=Visibility.choices, default=Visibility.OFFICE)
    press = models.BooleanField(_("obsługa prasowa"), default=False)
    note = models.TextField(_("notatka"), blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was cancelled")
    once = models.CharField(max_length=32, null=True, unique=True, help_text="of its form")
    revision = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    last_ends_at = models.DateTimeField(help_text="when it happens no more: retention counts from here")

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="event_ends")
        ]
        indexes: ClassVar = [models.Index(fields=["last_ends_at"], name="event_last")]

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        return f"event:{self.public_id}"


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def live(self) -> "OccurrenceQuerySet":
        """Those that are to happen."""
        return self.filter(cancelled_at=None, event__state__in=LIVE)

    def between(self, start: datetime, end: datetime) -> "OccurrenceQuerySet":
        """Those that happen in a span, also in a part of it, in order."""
        return self.filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at", "pk")


class Occurrence(models.Model):
    """One time that an event happens; moved or cancelled by itself it keeps the day of the rule."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="occurrences")
    day = models.DateField(help_text="of the rule")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.ForeignKey(Room, null=True, on_delete=models.PROTECT, related_name="occurrences")
    moved = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "day"], name="occurrence_once_a_day")]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "ends_at"], name="occurrence_span"),
            models.Index(fields=["room", "starts_at"], name="occurrence_room"),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.day}"

    @property
    def chain(self) -> str:
        return self.event.chain

    @property
    def last_moment(self) -> datetime:
        """The last moment in it, so that an event until midnight does not reach into the next day."""
        return self.ends_at - timedelta(microseconds=1)


class PreparationQuerySet(models.QuerySet["Preparation"]):
    def waiting(self) -> "PreparationQuerySet":
        """What is not done yet for an event that is still to be, the nearest term first."""
        return self.filter(done_at=None, event__state__in=LIVE).order_by("due_on", "pk")


class Preparation(models.Model):
    """One thing to prepare for an event, who does it and until when."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="preparations")
    what = models.CharField(_("co przygotować"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="preparations"
    )
    due_on = models.DateField(_("termin"))
    done_at = models.DateTimeField(null=True)

    objects = PreparationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "what"], name="preparation_once")]
        indexes: ClassVar = [models.Index(fields=["owner", "done_at", "due_on"], name="preparation_of_owner")]

    def __str__(self) -> str:
        return self.what

    @property
    def chain(self) -> str:
        return self.event.chain


class Week(models.Model):
    """The list of a week for the media: what it says is fixed when it is approved, and again when it is issued with changes."""

    MACHINE: ClassVar[Machine] = WEEK

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    monday = models.DateField(unique=True)
    state = models.CharField(max_length=10, choices=WeekState.choices, default=WeekState.DRAFT)
    items = models.JSONField(default=list, help_text="see office.agenda.presentation.Item")
    digest = models.CharField(max_length=64, blank=True, help_text="of the items")
    changes = models.JSONField(default=list, help_text="since the edition before, in words")
    edition = models.PositiveSmallIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0, help_text="how many addresses the edition went to")
    approved_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-monday"]

    def __str__(self) -> str:
        return f"{self.monday}"

    @property
    def chain(self) -> str:
        return f"week:{self.public_id}"

    @property
    def sunday(self) -> date:
        """The last day."""
        return self.monday + timedelta(days=6)


class FeedQuerySet(models.QuerySet["Feed"]):
    def live(self) -> "FeedQuerySet":
        """Links that open something: not revoked, of an active person who still wears the hat."""
        return self.filter(revoked_at=None, hat__withdrawn_at=None, hat__user__is_active=True)


class Feed(models.Model):
    """A secret link to the calendar of one attendee or unit, as its owner's hat sees it; only a hash of the secret is kept."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    hat = models.ForeignKey(Hat, on_delete=models.PROTECT, related_name="+")
    attendee = models.ForeignKey(Attendee, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(attendee=None) ^ Q(unit=None), name="feed_of_one_calendar")
        ]

    def __str__(self) -> str:
        return str(self.attendee or self.unit)

    @property
    def chain(self) -> str:
        return f"feed:{self.public_id}"
