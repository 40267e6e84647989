"""Forms of a competition: its parameters, the rows of the score card, publications, a moved deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db.models import QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Competition
from core.files.kinds import TEXTS
from core.publications.models import Place
from core.web.forms import Form, ModelForm
from law.competition import GROUPS
from law.forms import Field as OfficialField
from law.forms import Form as OfficialForm
from law.verdict import plain
from ngo.programmes.models import PriorityTask
from ngo.programmes.states import State as ProgrammeState
from ngo.registry.territory import county_names

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT_FORMAT = "%Y-%m-%dT%H:%M:%S"


def moment() -> forms.DateTimeInput:
    """A date with the time to the second, since the deadline second counts."""
    return forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format=MOMENT_FORMAT)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form with its fields, or with rows that are a formset of their own, in the order of the announcement."""

    code: str
    title: Any
    names: tuple[str, ...] = ()
    rows: str = ""


PARTS = (
    Part("1", _("Zadanie i pieniądze"), ("task", "title", "form", "organiser", "pool", "budget_basis")),
    Part("2", _("Podzadania"), rows="subtasks"),
    Part(
        "3", _("Zasady i warunki"), ("rules", "conditions", "task_from", "task_to", "counties", "calling_off_reserved")
    ),
    Part(
        "4",
        _("Ogłoszenie i terminy"),
        ("planned_bip", "planned_board", "planned_website", "offers_due", "confirmation_due", "selection_by"),
    ),
    Part(
        "5",
        _("Limity"),
        (
            "min_grant",
            "max_grant",
            "max_grant_share",
            "own_share_min",
            "own_share_base",
            "own_share_kind",
            "admin_cap",
            "admin_cap_base",
            "offers_per_organisation",
            "indicators_required",
        ),
    ),
    Part("6", _("Załączniki do oferty"), rows="attachments"),
    Part("7", _("Wybór ofert"), ("selection_mode", "threshold", "sealed")),
    Part(
        "8",
        _("Karta oceny"),
        ("experts_per_offer", "scoring_method", "divergence", "combining"),
        rows="criteria",
    ),
    Part(
        "9",
        _("Potwierdzenie i ocena formalna"),
        ("decisive", "four_eyes", "correction_days", "correction_confirmation_days"),
    ),
    Part("10", _("Podstawa prawna i kontakt"), ("legal_basis", "contact")),
)


def open_tasks() -> "QuerySet[PriorityTask]":
    """Tasks for which a competition may be prepared: those of an adopted programme."""
    tasks = PriorityTask.objects.select_related("programme")
    return tasks.filter(programme__state__in=(ProgrammeState.ADOPTED, ProgrammeState.PUBLISHED))


class CompetitionForm(ModelForm):
    class Meta:
        model = Competition
        fields = (
            "task",
            "title",
            "form",
            "organiser",
            "pool",
            "rules",
            "conditions",
            "task_from",
            "task_to",
            "counties",
            "planned_bip",
            "planned_board",
            "planned_website",
            "offers_due",
            "confirmation_due",
            "selection_by",
            "selection_mode",
            "min_grant",
            "max_grant",
            "max_grant_share",
            "own_share_min",
            "own_share_base",
            "own_share_kind",
            "admin_cap",
            "admin_cap_base",
            "offers_per_organisation",
            "indicators_required",
            "calling_off_reserved",
            "threshold",
            "experts_per_offer",
            "scoring_method",
            "divergence",
            "combining",
            "sealed",
            "decisive",
            "four_eyes",
            "correction_days",
            "correction_confirmation_days",
            "budget_basis",
            "legal_basis",
            "contact",
        )
        widgets = {
            **dict.fromkeys(
                ("task_from", "task_to", "planned_bip", "planned_board", "planned_website", "selection_by"), DAY
            ),
            "offers_due": moment(),
            "confirmation_due": moment(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = open_tasks()  # type: ignore[attr-defined]
        self.fields["task"].label = _("Zadanie priorytetowe programu")
        self.fields["organiser"].help_text = _(
            "Wypełnij, jeżeli konkurs prowadzi jednostka podległa, na przykład Regionalne Centrum Polityki Społecznej. "
            "Puste: konkurs prowadzi urząd."
        )
        self.fields["counties"] = forms.MultipleChoiceField(
            label=_("Obszar realizacji: powiaty"),
            required=False,
            choices=list(county_names().items()),
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Zaznacz powiaty, jeżeli zadania mają być wykonywane tylko w nich. Nic: całe województwo."),
        )
        self.fields["max_grant_share"].help_text = _("Puste: bez limitu. Przy powierzeniu dotacja finansuje całość.")
        self.fields["own_share_kind"].help_text = _(
            "„Tylko finansowy” to wkład z pola V.B.3.1 i wpłaty odbiorców (V.B.4) oferty."
        )
        self.fields["budget_basis"].help_text = _(
            "Na podstawie projektu budżetu ogłasza się tylko konkursy na zadania następnego roku."
        )
        self.fields["legal_basis"].initial = LEGAL_BASIS

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("divergence") is not None and asked.get("experts_per_offer") == 1:
            self.add_error("divergence", _("Jedna karta nie ma się z czym różnić: wpisz co najmniej dwóch ekspertów."))
        return asked

    def parts(self) -> list[tuple[Part, list[forms.BoundField]]]:
        """Every part with its fields; a part of rows has none."""
        return [(part, [self[name] for name in part.names]) for part in PARTS]

    def values(self) -> dict[str, Any]:
        """Fields of a competition, with the sphere and unit of its task."""
        task: PriorityTask = self.cleaned_data["task"]
        return {**self.cleaned_data, "sphere": task.sphere, "unit": task.unit}


# How finely points are given.
STEPS = ("1", "0.5", "0.25", "0.1")


class CriterionForm(Form):
    group = forms.TypedChoiceField(label=_("Punkt art. 15 ust. 1"), coerce=int)
    name = forms.CharField(label=_("Kryterium"), max_length=300)
    max_points = forms.DecimalField(
        label=_("Maksimum punktów"), min_value=Decimal("0.01"), max_value=Decimal(100), decimal_places=2
    )
    step = forms.TypedChoiceField(
        label=_("Punkty co"), choices=[(each, plain(Decimal(each))) for each in STEPS], coerce=Decimal, initial="1"
    )
    weight = forms.DecimalField(
        label=_("Waga"), min_value=Decimal("0.01"), max_value=Decimal(10), decimal_places=2, initial=1
    )
    min_points = forms.DecimalField(
        label=_("Minimum, aby dostać dotację"), min_value=Decimal(0), decimal_places=2, required=False
    )
    knock_out = forms.BooleanField(label=_("Minimum musi dać każdy ekspert, nie tylko średnia"), required=False)
    levels = forms.CharField(
        label=_("Opis poziomów: za co ile punktów"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    # What the row adds to the sum of the card; the page reckons it while one types (static/js/budget.js).
    computed: ClassVar = {"label": _("Po wadze")}
    # No name of a column of an official form: a template finds a field of a row before its attribute.
    product, counted_in, sums = "max_points weight", "pkt", "points"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(number, f"{number}. {name}") for number, name in GROUPS.items()]  # type: ignore[attr-defined]
        if step := self.initial.get("step"):
            self.initial["step"] = f"{step.normalize():f}"

    @property
    def value(self) -> Decimal | None:
        """The most points of the row after its weight, as the form stands."""
        try:
            return Decimal(str(self["max_points"].value())) * Decimal(str(self["weight"].value()))
        except InvalidOperation:
            return None


# A card to begin with; the officer changes it. It covers the six groups of art. 15 ust. 1 and gives 100 points.
STARTING_CARD: list[dict[str, Any]] = [
    {"group": 1, "name": _("Doświadczenie i możliwość realizacji zadania"), "max_points": 15},
    {"group": 3, "name": _("Diagnoza potrzeb i zgodność z celami konkursu"), "max_points": 15},
    {"group": 3, "name": _("Plan i harmonogram działań"), "max_points": 15},
    {"group": 3, "name": _("Kwalifikacje osób realizujących zadanie"), "max_points": 10},
    {"group": 3, "name": _("Rezultaty: mierzalne i trwałe"), "max_points": 15},
    {"group": 2, "name": _("Kalkulacja kosztów w odniesieniu do zakresu zadania"), "max_points": 15},
    {"group": 4, "name": _("Wkład finansowy"), "max_points": 5},
    {"group": 5, "name": _("Wkład rzeczowy i osobowy, wolontariat"), "max_points": 5},
    {"group": 6, "name": _("Dotychczasowa realizacja zadań zleconych"), "max_points": 5},
]
CriterionFormSet = formset_factory(CriterionForm, extra=0, min_num=1, max_num=30, can_delete=True)
LEGAL_BASIS = (
    "art. 4 ust. 1, art. 5 ust. 4, art. 11 ust. 2 i art. 13 ustawy z dnia 24 kwietnia 2003 r. "
    "o działalności pożytku publicznego i o wolontariacie"
)


class AttachmentForm(Form):
    name = forms.CharField(label=_("Załącznik"), max_length=200)
    note = forms.CharField(
        label=_("Kogo dotyczy"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    required = forms.BooleanField(label=_("Obowiązkowy: bez niego nie można złożyć oferty"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Rodzaje plików"),
        choices=[(kind.suffix[1:], kind.label) for kind in TEXTS],
        initial=["pdf"],
        widget=forms.CheckboxSelectMultiple,
    )
    max_mb = forms.IntegerField(label=_("Najwyżej [MB]"), min_value=1, initial=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No competition takes more than the office's servers do.
        most = self.fields["max_mb"]
        most.validators.append(MaxValueValidator(settings.UPLOAD_MAX_MB))
        most.widget.attrs["max"] = settings.UPLOAD_MAX_MB


class SubTaskForm(Form):
    title = forms.CharField(label=_("Podzadanie"), max_length=300)
    pool = forms.DecimalField(
        label=_("Pula [zł]"),
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"data-amount": "pools", "inputmode": "decimal"}),
    )
    min_grant = forms.DecimalField(
        label=_("Najniższa dotacja [zł]"), min_value=Decimal(0), max_digits=12, decimal_places=2, required=False
    )
    max_grant = forms.DecimalField(
        label=_("Najwyższa dotacja [zł]"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2, required=False
    )


class TypedTasksForm(Form):
    """Tasks of the same kind of a year before the system's start."""

    year = forms.TypedChoiceField(label=_("Rok"), coerce=int)
    name = forms.CharField(label=_("Konkurs albo zadanie"), max_length=300)
    tasks = forms.IntegerField(label=_("Liczba zadań"), min_value=1, max_value=10000)
    cost = forms.DecimalField(label=_("Koszt zadań [zł]"), min_value=Decimal(0), max_digits=12, decimal_places=2)
    grants = forms.DecimalField(
        label=_("Przekazane dotacje [zł]"), min_value=Decimal(0), max_digits=12, decimal_places=2
    )
    source = forms.CharField(
        label=_("Źródło danych"),
        max_length=300,
        help_text=_("Na przykład: sprawozdanie z realizacji programu za 2025 r., tabela 4."),
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year} r.") for year in years]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("grants", 0) > values.get("cost", values.get("grants", 0)):
            self.add_error("grants", _("Dotacje nie mogą być wyższe niż koszt zadań."))
        return values


TypedTasksFormSet = formset_factory(TypedTasksForm, extra=0, max_num=30, can_delete=True)
SubTaskFormSet = formset_factory(SubTaskForm, extra=0, max_num=30, can_delete=True)
AttachmentFormSet = formset_factory(AttachmentForm, extra=0, max_num=20, can_delete=True)
# The rows of a competition: what the action calls them → their form.
FORMSETS: dict[str, type[BaseFormSet]] = {
    "criteria": CriterionFormSet,
    "attachments": AttachmentFormSet,
    "subtasks": SubTaskFormSet,
}


def filled(formset: BaseFormSet) -> list[dict[str, Any]]:
    """The rows that were filled and not ticked for removal, as the actions take them."""
    return [
        {name: value for name, value in row.cleaned_data.items() if name != "DELETE"}
        for row in formset
        if row.cleaned_data and not row.cleaned_data.get("DELETE")
    ]


class CloneForm(Form):
    task = forms.ModelChoiceField(label=_("Zadanie priorytetowe programu"), queryset=PriorityTask.objects.none())
    first = forms.DateField(
        label=_("Pierwsza publikacja ogłoszenia"),
        widget=DAY,
        help_text=_("Pozostałe daty przesuną się razem z nią i wypadną w dni robocze."),
    )
    again = forms.BooleanField(
        help_text=_(
            "Oba konkursy będą na siebie wskazywać. Jeżeli unieważniono tylko podzadania, nowy konkurs obejmie tylko je."
        ),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, on: date, competition: Competition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        if competition.may_be_repeated:
            self.fields["again"].label = _("To ponowne ogłoszenie konkursu, %(why)s") % {
                "why": competition.repeated_because
            }
        else:
            del self.fields["again"]
        self.fields["task"].queryset = open_tasks()  # type: ignore[attr-defined]

    def clean_first(self) -> date:
        value: date = self.cleaned_data["first"]
        if abs((value - self.on).days) > 3 * 366:
            raise forms.ValidationError(_("Podaj dzień nie dalszy niż trzy lata od dziś."))
        return value


class PublicationForm(Form):
    place = forms.ChoiceField(label=_("Miejsce"), choices=Place.choices)
    published_at = forms.DateTimeField(label=_("Data i godzina publikacji"), widget=moment())
    note = forms.CharField(label=_("Adres strony albo adnotacja"), max_length=300, required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_published_at(self) -> datetime:
        value: datetime = self.cleaned_data["published_at"]
        if value > self.at:
            raise forms.ValidationError(_("Publikacja jeszcze nie nastąpiła: podaj datę, która już minęła."))
        return value


class DeadlineForm(Form):
    offers_due = forms.DateTimeField(label=_("Nowy termin składania ofert"), widget=moment())
    confirmation_due = forms.DateTimeField(label=_("Nowy termin złożenia potwierdzenia"), widget=moment())
    reason = forms.CharField(label=_("Powód zmiany"), max_length=500)


class SupposedForm(Form):
    """A day on which the announcement might appear; asked by GET, since nothing changes."""

    ogloszenie = forms.DateField(label=_("Gdyby ogłoszenie ukazało się"), widget=DAY)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_ogloszenie(self) -> date:
        value: date = self.cleaned_data["ogloszenie"]
        if abs((value - self.on).days) > 3 * 366:
            raise forms.ValidationError(_("Podaj dzień nie dalszy niż trzy lata od dziś."))
        return value


class HelpForm(Form):
    """One optional text for each field of the offer's form."""

    def __init__(self, *args: Any, form: OfficialForm, notes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = {f"pole-{field.code}": field.code for field in form.fields() if field.type != "auto"}
        for section in form.sections:
            for field in section.fields:
                if field.type == "auto":
                    continue
                self.fields[f"pole-{field.code}"] = forms.CharField(
                    label=_short(section.code, field),
                    initial=notes.get(field.code, ""),
                    required=False,
                    max_length=600,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def notes(self) -> dict[str, str]:
        """Code of a field → its text, without empty ones."""
        return {code: text for name, code in self.codes.items() if (text := self.cleaned_data[name])}


def _short(section: str, field: OfficialField) -> str:
    """Where a field stands and how it begins: the official labels are long."""
    words = field.label if len(field.label) < 90 else f"{field.label[:88].rsplit(' ', 1)[0]}…"
    number = field.number if field.number.startswith(section) else f"{section}.{field.number}"
    return f"{number}. {words}"
