"""Tables of recruitment: the recruitment with its fields and conditions, candidacies with proofs, places in each field."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from competitions.experts.models import Expert
from competitions.recruitment.ranking import points_for
from competitions.recruitment.states import CANDIDACY, RECRUITMENT, TO_CHECK, CandidacyState, State
from core.accounts.models import public_id
from core.workflow.machine import Machine
from office.structure.models import Unit


class RecruitmentQuerySet(models.QuerySet["Recruitment"]):
    def announced(self) -> "RecruitmentQuerySet":
        """Those that everyone may see."""
        return self.exclude(announced_at=None)

    def overdue(self, at: datetime) -> "RecruitmentQuerySet":
        """Open ones whose deadline has passed; the deadline second itself is in time."""
        return self.filter(state=State.OPEN, due__lt=at)

    def counted(self) -> "models.QuerySet[Any]":
        """With `received` (candidacies that came and were not withdrawn) and `unchecked` of those."""
        came = ~Q(candidacies__state__in=(CandidacyState.DRAFT, CandidacyState.WITHDRAWN))
        return self.annotate(
            received=Count("candidacies", filter=came, distinct=True),
            unchecked=Count("candidacies", filter=Q(candidacies__state__in=TO_CHECK), distinct=True),
        )


class Recruitment(models.Model):
    """A call for experts of some fields for some years: what it asks, until when, what it pays. Pay in PLN a card."""

    MACHINE: ClassVar[Machine] = RECRUITMENT

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    title = models.CharField(_("tytuł"), max_length=300)
    unit = models.ForeignKey(Unit, verbose_name=_("prowadzi"), on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    scope = models.TextField(_("zakres pracy eksperta"))
    due = models.DateTimeField(_("zgłoszenia do"))
    results_by = models.DateField(_("lista ekspertów będzie ogłoszona do"))
    listed_from = models.DateField(_("lista obowiązuje od"))
    listed_to = models.DateField(_("lista obowiązuje do"))
    rate = models.DecimalField(
        _("wynagrodzenie za jedną kartę oceny [zł brutto]"),
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    least_points = models.PositiveSmallIntegerField(
        _("najmniej punktów, aby trafić na listę albo listę rezerwową"), default=0
    )
    supplement_days = models.PositiveSmallIntegerField(
        _("dni na uzupełnienie zgłoszenia"), default=7, help_text=_("Zgłoszenie uzupełnia się jeden raz.")
    )
    statements = models.JSONField(_("oświadczenia"), default=list)
    names_published = models.BooleanField(
        _("ogłoszona lista zawiera imiona i nazwiska ekspertów"),
        default=True,
        help_text=_("Bez zaznaczenia lista zawiera tylko numery zgłoszeń. Listę rezerwową zawsze ogłaszamy numerami."),
    )
    legal_basis = models.TextField(_("podstawa prawna"))
    contact = models.CharField(_("kontakt"), max_length=300)
    announced_at = models.DateTimeField(null=True, blank=True)
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approval = models.CharField(_("na jakiej podstawie lista jest zatwierdzona"), max_length=300, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = RecruitmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-due", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        return f"recruitment:{self.public_id}"


class Field(models.Model):
    """A field (sphere of art. 4 ust. 1) with the number of experts wanted in it."""

    recruitment = models.ForeignKey(Recruitment, on_delete=models.CASCADE, related_name="fields")
    sphere = models.CharField(_("dziedzina"), max_length=5)
    places = models.PositiveSmallIntegerField(_("ilu ekspertów"), validators=[MinValueValidator(1)])

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recruitment", "sphere"], name="recruitment_field_once")
        ]

    def __str__(self) -> str:
        return f"{self.sphere}: {self.places}"


class Kind(models.TextChoices):
    REQUIRED = "required", _("konieczny")
    SCORED = "scored", _("punktowany")


class Condition(models.Model):
    """A condition: one that everybody must meet, or one that gives points by a number the candidate declares and proves.

    `levels` are pairs (from this number, so many points).
    """

    recruitment = models.ForeignKey(Recruitment, on_delete=models.CASCADE, related_name="conditions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("warunek"), max_length=500)
    kind = models.CharField(_("rodzaj"), max_length=10, choices=Kind.choices)
    proof = models.BooleanField(_("trzeba dołączyć dokument"), default=False)
    levels = models.JSONField(_("punkty"), default=list)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recruitment", "number"], name="recruitment_condition_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"

    @property
    def max_points(self) -> int:
        return max((points for _least, points in self.levels), default=0)

    def points(self, value: int) -> int:
        """The points for a number; none for a required condition."""
        return points_for([(least, points) for least, points in self.levels], value)


class Candidacy(models.Model):
    """A person's candidacy in a recruitment, as they wrote it, and what the office found.

    `answers`: condition's number → {"value": number or None, "note": text}; `away`: pairs of days; `checks`: condition's number
    → {"verdict": "yes"|"no"|"missing", "value", "points", "note"}.
    """

    MACHINE: ClassVar[Machine] = CANDIDACY
    PERSONAL_FIELDS: ClassVar = (
        "name",
        "phone",
        "town",
        "education",
        "career",
        "practice",
        "ties",
        "asked_for",
        "reason",
    )

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    recruitment = models.ForeignKey(Recruitment, on_delete=models.PROTECT, related_name="candidacies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=CandidacyState.choices, default=CandidacyState.DRAFT)
    number = models.PositiveIntegerField(null=True, blank=True)
    name = models.CharField(_("imię i nazwisko"), max_length=200)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    town = models.CharField(_("miejscowość zamieszkania"), max_length=100)
    spheres = models.JSONField(_("dziedziny"), default=list)
    education = models.TextField(_("wykształcenie"))
    career = models.TextField(_("doświadczenie zawodowe"))
    practice = models.TextField(_("doświadczenie w ocenie wniosków i ofert"), blank=True)
    ties = models.TextField(_("organizacje, w których działasz albo działałeś(-aś) w ostatnich 3 latach"), blank=True)
    answers = models.JSONField(default=dict)
    statements = models.JSONField(default=list)
    limit = models.PositiveSmallIntegerField(
        _("najwięcej kart w jednym konkursie"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    away = models.JSONField(default=list)
    began_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    asked_for = models.TextField(_("co trzeba uzupełnić"), blank=True)
    supplement_due = models.DateTimeField(null=True, blank=True)
    checks = models.JSONField(default=dict)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(_("powód"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    expert = models.ForeignKey(Expert, null=True, blank=True, on_delete=models.SET_NULL, related_name="candidacies")

    class Meta:
        ordering: ClassVar = ["number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recruitment", "user"], condition=Q(user__isnull=False), name="candidacy_once"
            ),
            models.UniqueConstraint(
                fields=["recruitment", "number"], condition=Q(number__isnull=False), name="candidacy_number_once"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Zgłoszenie nr %(number)s") % {"number": self.number}) if self.number else str(_("Zgłoszenie"))

    @property
    def chain(self) -> str:
        return f"candidacy:{self.public_id}"


class Proof(models.Model):
    """A file that proves a condition; its bytes lie in the storage."""

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="proofs")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=200, help_text="path in the storage")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["condition__number", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        return self.candidacy.chain


class Outcome(models.TextChoices):
    LISTED = "listed", _("lista ekspertów")
    RESERVE = "reserve", _("lista rezerwowa")
    BELOW = "below", _("za mało punktów")


class Standing(models.Model):
    """Where a candidacy stands in one field: place, points and what follows."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="standings")
    field = models.ForeignKey(Field, on_delete=models.PROTECT, related_name="standings")
    place = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)

    class Meta:
        ordering: ClassVar = ["field", "place", "candidacy__number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["candidacy", "field"], name="standing_once")]

    def __str__(self) -> str:
        return f"{self.place}. {self.candidacy_id}"


def days(pairs: list[list[str]]) -> list[tuple[date, date]]:
    """The days away as they are kept, as dates."""
    return [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs]
