"""Tables of a competition: its announcement (UDPP art. 13 ust. 2) and the criteria of its score card (art. 15 ust. 1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.calls.states import ENDED, MACHINE, State
from core.accounts.models import public_id
from core.documents.models import Document
from core.files.kinds import TEXTS, Kind
from core.publications.models import Publication
from core.workflow.machine import Machine
from law.competition import CompetitionFacts, CriterionFacts, SubTaskFacts
from law.verdict import plain
from ngo.programmes.models import PriorityTask
from office.board.models import Resolution
from office.cases.models import Case
from office.structure.models import Unit

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Form(models.TextChoices):
    """How a task is commissioned (UDPP art. 5 ust. 4)."""

    ENTRUSTING = "entrusting", _("powierzenie")
    SUPPORTING = "supporting", _("wsparcie")


class ShareBase(models.TextChoices):
    """What a required share is a share of: the cap on administrative costs, the own contribution."""

    GRANT = "grant", _("dotacja")
    TOTAL = "total", _("suma wszystkich kosztów")


class OwnKind(models.TextChoices):
    """What counts as the own contribution (form of the offer, part V.B.3 and 4)."""

    ANY = "any", _("finansowy, osobowy i rzeczowy")
    MONEY = "money", _("tylko finansowy")


class BudgetBasis(models.TextChoices):
    ADOPTED = "adopted", _("uchwalony budżet")
    DRAFT = "draft", _("projekt uchwały budżetowej (art. 13 ust. 5)")


class ScoringMethod(models.TextChoices):
    """How the points of an offer follow from its cards; office practice."""

    MEAN = "mean", _("średnia punktów z kart")
    MEDIAN = "median", _("mediana punktów z kart")


class Combining(models.TextChoices):
    """Which cards count after a further expert was called; office practice."""

    ALL = "all", _("wszystkie karty")
    CLOSEST = "closest", _("karty, których sumy są najbliższe sobie")


class Decisive(models.TextChoices):
    """Which day of a confirmation on paper is measured against its term; office practice."""

    RECEIVED = "received", _("data wpływu do urzędu")
    POSTED = "posted", _("data nadania")


@dataclass(frozen=True, slots=True)
class AttachmentRule:
    """A file that an offer has to or may be accompanied by: kinds by their endings ("pdf"), the size in megabytes.

    `name` is what the file is called in the offer; `note` says whom it concerns.
    """

    name: str
    note: str
    required: bool
    kinds: Sequence[str]
    max_mb: int

    @property
    def allowed(self) -> tuple[Kind, ...]:
        """The kinds of files, as the check of an upload takes them."""
        return tuple(kind for kind in TEXTS if kind.suffix[1:] in self.kinds)

    @property
    def files(self) -> str:
        """ "PDF, JPG, do 10 MB"."""
        return f"{', '.join(kind.label for kind in self.allowed)}, do {self.max_mb} MB"


@dataclass(frozen=True, slots=True)
class TypedTasks:
    """Tasks of the same kind of a year that the system does not know, typed by the office, in PLN (UDPP art. 13 ust. 2 pkt 7).

    `source` says where the sums come from; `typed_by` is the public id of who typed them, `typed_at` when (ISO 8601).
    """

    year: int
    name: str
    tasks: int
    cost: Decimal
    grants: Decimal
    source: str
    typed_by: str
    typed_at: str


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
    # What a page has read of it already, so that its panels need not read it again; no columns.
    documents_read: Sequence[Document] | None = None
    publications_read: Sequence[Publication] | None = None

    public_id = models.CharField(max_length=16, unique=True, default=public_id, editable=False)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(PriorityTask, on_delete=models.PROTECT, related_name="competitions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # A subordinate unit of the voivodeship that runs the competition; empty when the office itself does.
    organiser = models.CharField(_("jednostka organizująca"), max_length=300, blank=True)
    title = models.CharField(_("tytuł konkursu"), max_length=300)
    # The competition that this one announces again, after that was cancelled (UDPP art. 11 ust. 6) or called off.
    repeats = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="repeated_by"
    )
    # Whether it has sub-tasks: most have none, and their pages need not ask.
    divided = models.BooleanField(default=False, editable=False)
    sphere = models.CharField(_("rodzaj zadania (sfera, art. 4 ust. 1)"), max_length=6)
    form = models.CharField(_("forma zlecenia"), max_length=12, choices=Form.choices)
    pool = models.DecimalField(_("pula środków [zł]"), max_digits=12, decimal_places=2)
    rules = models.TextField(_("zasady przyznawania dotacji"), blank=True)
    conditions = models.TextField(_("warunki realizacji zadania"), blank=True)
    task_from = models.DateField(_("początek realizacji zadania"))
    task_to = models.DateField(_("koniec realizacji zadania"))
    # TERYT codes of the counties in which tasks are done; empty for the whole voivodeship.
    counties = models.JSONField(_("obszar realizacji"), default=list, blank=True)
    offers_due = models.DateTimeField(_("termin składania ofert"))
    confirmation_due = models.DateTimeField(_("termin złożenia potwierdzenia"))
    selection_by = models.DateField(_("termin wyboru ofert"))
    selection_mode = models.TextField(_("tryb wyboru ofert"), blank=True)
    planned_bip = models.DateField(_("planowana publikacja w BIP"))
    planned_board = models.DateField(_("planowane wywieszenie na tablicy ogłoszeń"))
    planned_website = models.DateField(_("planowana publikacja na stronie internetowej"))
    min_grant = models.DecimalField(_("najniższa dotacja [zł]"), max_digits=12, decimal_places=2, null=True, blank=True)
    max_grant = models.DecimalField(_("najwyższa dotacja [zł]"), max_digits=12, decimal_places=2, null=True, blank=True)
    max_grant_share = models.DecimalField(
        _("najwyższy udział dotacji w kosztach [%]"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
    )
    own_share_min = models.DecimalField(
        _("wymagany wkład własny [%]"), max_digits=5, decimal_places=2, default=Decimal(0), validators=PERCENT
    )
    own_share_base = models.CharField(
        _("podstawa wkładu własnego"), max_length=8, choices=ShareBase.choices, default=ShareBase.TOTAL
    )
    own_share_kind = models.CharField(
        _("jaki wkład się liczy"), max_length=8, choices=OwnKind.choices, default=OwnKind.ANY
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
        _("podstawa limitu"), max_length=8, choices=ShareBase.choices, default=ShareBase.GRANT
    )
    offers_per_organisation = models.PositiveSmallIntegerField(_("limit ofert jednej organizacji"), default=1)
    indicators_required = models.BooleanField(_("tabela rezultatów (III.6) obowiązkowa"), default=True)
    # Rows of {name, note, required, kinds, max_mb}: what offers are accompanied by; `attachment_rules` reads them.
    attachments = models.JSONField(_("załączniki do oferty"), default=list, blank=True)
    # Code of a field of the form → what this competition adds to its help, in plain text.
    field_help = models.JSONField(_("podpowiedzi przy polach oferty"), default=dict, blank=True)
    budget_basis = models.CharField(
        _("podstawa budżetowa"), max_length=8, choices=BudgetBasis.choices, default=BudgetBasis.ADOPTED
    )
    legal_basis = models.TextField(_("podstawa prawna"), blank=True)
    contact = models.CharField(_("kontakt"), max_length=300, blank=True)
    # Rows of TypedTasks, amounts as text; `typed_tasks` reads them.
    same_kind_typed = models.JSONField(default=list, blank=True, editable=False)
    sealed = models.BooleanField(
        _("oferty zapieczętowane do końca naboru"),
        default=False,
        help_text=_(
            "Do terminu składania ofert urząd widzi tylko, ile ofert wpłynęło, a nie od kogo i co w nich jest."
        ),
    )
    threshold = models.DecimalField(
        _("próg punktowy [% maksimum]"), max_digits=5, decimal_places=2, default=Decimal(60), validators=PERCENT
    )
    experts_per_offer = models.PositiveSmallIntegerField(
        _("ilu ekspertów ocenia ofertę"), default=2, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    scoring_method = models.CharField(
        _("punkty oferty to"), max_length=8, choices=ScoringMethod.choices, default=ScoringMethod.MEAN
    )
    divergence = models.DecimalField(
        _("kolejny ekspert, gdy karty różnią się o więcej niż [% maksimum]"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
        help_text=_("Puste: kolejnego eksperta się nie wyznacza. Zwykle 30."),
    )
    combining = models.CharField(
        _("po ocenie kolejnego eksperta liczą się"), max_length=8, choices=Combining.choices, default=Combining.ALL
    )
    calling_off_reserved = models.BooleanField(
        _("zastrzegamy możliwość odwołania konkursu bez podania przyczyny"),
        default=False,
        help_text=_("Bez tego zastrzeżenia w ogłoszeniu konkurs można tylko unieważnić z przyczyn z art. 18a."),
    )
    decisive = models.CharField(
        _("o terminie potwierdzenia decyduje"), max_length=8, choices=Decisive.choices, default=Decisive.RECEIVED
    )
    four_eyes = models.BooleanField(_("ocenę formalną zatwierdza druga osoba"), default=True)
    correction_days = models.PositiveSmallIntegerField(
        _("termin uzupełnienia oferty [dni robocze]"),
        default=5,
        validators=[MaxValueValidator(60)],
        help_text=_("0: oferty nie można uzupełnić"),
    )
    correction_confirmation_days = models.PositiveSmallIntegerField(
        _("termin potwierdzenia uzupełnionej oferty [dni robocze]"),
        default=0,
        validators=[MaxValueValidator(60)],
        help_text=_("0: uzupełnionej oferty nie potwierdza się przed umową"),
    )
    form_version = models.CharField(_("wersja wzoru oferty"), max_length=20)
    announced_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    announcement = models.ForeignKey(Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Resolution, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    changed = models.PositiveSmallIntegerField(default=0, help_text="the number of the last change of the announcement")
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

    @property
    def attachment_rules(self) -> list[AttachmentRule]:
        """What an offer has to or may be accompanied by, in the order of the announcement."""
        return [AttachmentRule(**row) for row in self.attachments]

    @property
    def may_be_repeated(self) -> bool:
        """Whether it, or a sub-task of it, ended without a choice, so that it may be announced again."""
        return self.state in ENDED or any(row.cancelled_at for row in self.parts)

    @property
    def repeated_because(self) -> str:
        """How it ended, for who reads that it is announced again; UDPP art. 11 ust. 6 speaks of a cancelled one alone."""
        if self.state == State.CALLED_OFF:
            return gettext("który odwołano, jak zastrzegało jego ogłoszenie")
        if self.state == State.CANCELLED:
            return gettext("który unieważniono (art. 11 ust. 6)")
        return gettext("w którym unieważniono podzadania (art. 11 ust. 6)")

    @property
    def living_pool(self) -> Decimal:
        """The money that may still be granted, in PLN: the pool without those of cancelled sub-tasks."""
        return self.pool - sum((row.pool for row in self.parts if row.cancelled_at), Decimal(0))

    @property
    def typed_tasks(self) -> list[TypedTasks]:
        """The typed rows of the table of same-kind tasks."""
        rows = self.same_kind_typed
        return [TypedTasks(**{**row, "cost": Decimal(row["cost"]), "grants": Decimal(row["grants"])}) for row in rows]

    @property
    def parts(self) -> "list[SubTask]":
        """The sub-tasks in their order; none of a competition that is not divided."""
        return list(self.subtasks.all()) if self.divided else []

    def facts(self, *, same_kind_years: Sequence[int]) -> CompetitionFacts:
        """The announcement as plain values for the law, judged on its planned publications."""
        criteria = list(self.criteria.all())
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
            groups=frozenset(row.group for row in criteria),
            criteria=tuple(
                CriterionFacts(row.number, row.max_points, row.step, row.weight, row.min_points, row.knock_out)
                for row in criteria
            ),
            min_grant=self.min_grant,
            max_grant=self.max_grant,
            max_grant_share=self.max_grant_share,
            own_share_min=self.own_share_min,
            subtasks=tuple(SubTaskFacts(row.number, row.pool, row.min_grant, row.max_grant) for row in self.parts),
            offers_per_organisation=self.offers_per_organisation,
            budget_is_draft=self.budget_basis == BudgetBasis.DRAFT,
            legal_basis=self.legal_basis,
            same_kind_years=same_kind_years,
        )


class SubTask(models.Model):
    """A part of the task with a pool of its own; an offer is made for exactly one. Amounts in PLN.

    Its bounds of a grant, where it has any, stand in place of those of the whole competition.
    """

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="subtasks")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("tytuł podzadania"), max_length=300)
    pool = models.DecimalField(_("pula podzadania [zł]"), max_digits=12, decimal_places=2)
    min_grant = models.DecimalField(_("najniższa dotacja [zł]"), max_digits=12, decimal_places=2, null=True, blank=True)
    max_grant = models.DecimalField(_("najwyższa dotacja [zł]"), max_digits=12, decimal_places=2, null=True, blank=True)
    cancelled_at = models.DateTimeField(_("unieważnione"), null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "number"], name="subtask_once"),
            models.CheckConstraint(condition=models.Q(pool__gt=0), name="subtask_pool_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Criterion(models.Model):
    """A row of the score card; `group` is the point of UDPP art. 15 ust. 1 that it covers (1–6).

    An expert gives 0 to `max_points` in steps; in the sum each point counts `weight` times. An offer whose mean is below
    `min_points` gets no grant; where `knock_out`, one card below it is enough.
    """

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    group = models.PositiveSmallIntegerField(
        _("punkt art. 15 ust. 1"), validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    name = models.CharField(_("kryterium"), max_length=300)
    max_points = models.DecimalField(
        _("maksimum punktów"), max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    step = models.DecimalField(_("krok punktów"), max_digits=3, decimal_places=2, default=Decimal(1))
    weight = models.DecimalField(_("waga"), max_digits=4, decimal_places=2, default=Decimal(1))
    min_points = models.DecimalField(_("minimum punktów"), max_digits=5, decimal_places=2, null=True, blank=True)
    knock_out = models.BooleanField(_("rozstrzygające o dotacji"), default=False)
    levels = models.TextField(_("opis poziomów"), blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["competition", "number"], name="criterion_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def weighted_max(self) -> Decimal:
        """The most that the criterion adds to the sum of a card."""
        return self.max_points * self.weight

    def scale(self) -> str:
        """ "0–10 pkt, co 0,5": what an expert may give."""
        return _("0–%(max)s pkt, co %(step)s") % {"max": plain(self.max_points), "step": plain(self.step)}

    def condition(self) -> str:
        """What an offer must get in this criterion to be given a grant, in words; empty when nothing."""
        if not self.min_points:
            return ""
        words = _("każda karta co najmniej %(min)s pkt") if self.knock_out else _("średnio co najmniej %(min)s pkt")
        return str(words) % {"min": plain(self.min_points)}
