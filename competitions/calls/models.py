"""Tables of a competition: its announcement (UDPP art. 13 ust. 2) and the criteria of its score card (art. 15 ust. 1)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.calls.states import MACHINE, State
from core.accounts.models import public_id
from core.workflow.machine import Machine
from law.competition import CompetitionFacts
from ngo.programmes.models import PriorityTask
from office.board.models import Resolution
from office.cases.models import Case
from office.structure.models import Unit

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Form(models.TextChoices):
    """How a task is commissioned (UDPP art. 5 ust. 4)."""

    ENTRUSTING = "entrusting", _("powierzenie")
    SUPPORTING = "supporting", _("wsparcie")


class CapBase(models.TextChoices):
    """What the cap on administrative costs is a share of."""

    GRANT = "grant", _("dotacja")
    TOTAL = "total", _("suma wszystkich kosztów")


class BudgetBasis(models.TextChoices):
    ADOPTED = "adopted", _("uchwalony budżet")
    DRAFT = "draft", _("projekt uchwały budżetowej (art. 13 ust. 5)")


class CompetitionQuerySet(models.QuerySet["Competition"]):
    def announced(self) -> "CompetitionQuerySet":
        """Competitions that the public may see: announced and later."""
        return self.exclude(state__in=[State.DRAFT, State.APPROVED])

    def open(self, at: datetime) -> "CompetitionQuerySet":
        """Competitions that take offers at a moment; the deadline second itself is in time."""
        return self.filter(state=State.OPEN, offers_due__gte=at.replace(microsecond=0))

    def overdue(self, at: datetime) -> "CompetitionQuerySet":
        """Competitions whose deadline has passed and that the clock has not closed yet."""
        return self.filter(state=State.OPEN, offers_due__lt=at.replace(microsecond=0))


class Competition(models.Model):
    """An open competition of offers. Amounts in PLN, shares in percent, terms in days unless the name says otherwise."""

    MACHINE: ClassVar[Machine] = MACHINE

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(PriorityTask, on_delete=models.PROTECT, related_name="competitions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("tytuł konkursu"), max_length=300)
    sphere = models.CharField(_("rodzaj zadania (sfera, art. 4 ust. 1)"), max_length=6)
    form = models.CharField(_("forma zlecenia"), max_length=12, choices=Form.choices)
    pool = models.DecimalField(_("pula środków [zł]"), max_digits=12, decimal_places=2)
    rules = models.TextField(_("zasady przyznawania dotacji"), blank=True)
    conditions = models.TextField(_("warunki realizacji zadania"), blank=True)
    task_from = models.DateField(_("początek realizacji zadania"))
    task_to = models.DateField(_("koniec realizacji zadania"))
    offers_due = models.DateTimeField(_("termin składania ofert"))
    confirmation_due = models.DateTimeField(_("termin złożenia potwierdzenia"))
    selection_by = models.DateField(_("termin wyboru ofert"))
    selection_mode = models.TextField(_("tryb wyboru ofert"), blank=True)
    planned_bip = models.DateField(_("planowana publikacja w BIP"))
    planned_board = models.DateField(_("planowane wywieszenie na tablicy ogłoszeń"))
    planned_website = models.DateField(_("planowana publikacja na stronie internetowej"))
    min_grant = models.DecimalField(_("najniższa dotacja [zł]"), max_digits=12, decimal_places=2, null=True, blank=True)
    max_grant = models.DecimalField(_("najwyższa dotacja [zł]"), max_digits=12, decimal_places=2, null=True, blank=True)
    own_share_min = models.DecimalField(
        _("wymagany wkład własny [% kosztów]"), max_digits=5, decimal_places=2, default=Decimal(0), validators=PERCENT
    )
    admin_cap = models.DecimalField(
        _("limit kosztów administracyjnych [%]"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    admin_cap_base = models.CharField(
        _("podstawa limitu"), max_length=8, choices=CapBase.choices, default=CapBase.GRANT
    )
    offers_per_organisation = models.PositiveSmallIntegerField(_("limit ofert jednej organizacji"), default=1)
    indicators_required = models.BooleanField(_("tabela rezultatów (III.6) obowiązkowa"), default=True)
    attachments = models.TextField(_("wymagane załączniki"), blank=True)
    budget_basis = models.CharField(
        _("podstawa budżetowa"), max_length=8, choices=BudgetBasis.choices, default=BudgetBasis.ADOPTED
    )
    legal_basis = models.TextField(_("podstawa prawna"), blank=True)
    contact = models.CharField(_("kontakt"), max_length=300, blank=True)
    threshold = models.DecimalField(
        _("próg punktowy [% maksimum]"), max_digits=5, decimal_places=2, default=Decimal(60), validators=PERCENT
    )
    form_version = models.CharField(_("wersja wzoru oferty"), max_length=20)
    announced_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    announcement = models.ForeignKey(Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    last_number = models.PositiveIntegerField(default=0, help_text="the last number given to an offer")

    objects = CompetitionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-offers_due", "pk"]
        indexes: ClassVar = [models.Index(fields=["state", "offers_due"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pool__gt=0), name="competition_pool_positive"),
            models.CheckConstraint(
                condition=models.Q(task_from__lte=models.F("task_to")), name="competition_task_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        return f"competition:{self.public_id}"

    def facts(self, *, same_kind_years: Sequence[int]) -> CompetitionFacts:
        """The announcement as plain values for the law, judged on its planned publications."""
        return CompetitionFacts(
            title=self.title,
            sphere=self.sphere,
            form=self.form,
            pool=self.pool,
            rules=self.rules,
            conditions=self.conditions,
            task_from=self.task_from,
            task_to=self.task_to,
            offers_due=self.offers_due,
            confirmation_due=self.confirmation_due,
            selection_by=self.selection_by,
            selection_mode=self.selection_mode,
            publications=(self.planned_bip, self.planned_board, self.planned_website),
            groups=frozenset(criterion.group for criterion in self.criteria.all()),
            min_grant=self.min_grant,
            max_grant=self.max_grant,
            own_share_min=self.own_share_min,
            same_kind_years=same_kind_years,
        )


class Criterion(models.Model):
    """A row of the score card; `group` is the point of UDPP art. 15 ust. 1 that it covers (1–6)."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    group = models.PositiveSmallIntegerField(
        _("punkt art. 15 ust. 1"), validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    name = models.CharField(_("kryterium"), max_length=300)
    max_points = models.PositiveSmallIntegerField(_("maksimum punktów"), validators=[MinValueValidator(1)])

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["competition", "number"], name="criterion_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"
