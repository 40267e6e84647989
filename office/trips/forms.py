"""Forms of trips: the plan with its rows of people, points and costs; the report; costs; a file; a reason; the filter."""

from collections.abc import Iterable
from secrets import token_hex
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form
from office.registers.forms import DAY, DAYS, AmountField
from office.structure.models import Appointment
from office.trips.actions import FIELDS
from office.trips.costs import PLN
from office.trips.models import CostKind, FileKind, Kind
from office.trips.states import State

CURRENCIES = ("PLN", "EUR", "USD", "GBP", "CHF", "CZK", "UAH", "SEK", "NOK", "DKK", "HUF", "RON", "JPY", "CNY")


def day_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(**DAY), input_formats=DAYS, **kwargs)


class RateField(forms.DecimalField):
    """A rate as people write it: "4,2513"."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_digits=12, decimal_places=6, min_value=0, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("\xa0", "").replace(" ", "").replace(",", ".")
        return super().to_python(value)


class TripForm(Form):
    """The plan; `token` is new in each form, so that one form makes one trip."""

    token = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Rodzaj wyjazdu"), choices=Kind.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label=_("Cel wyjazdu"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Po co jest ten wyjazd i z jaką instytucją spotkanie. Bez danych prywatnych."),
    )
    country = forms.CharField(
        label=_("Kraj"), max_length=100, required=False, help_text=_("Tylko przy wyjeździe zagranicznym.")
    )
    place = forms.CharField(label=_("Miejscowość"), max_length=200)
    starts_on = day_field(label=_("Pierwszy dzień"))
    ends_on = day_field(label=_("Ostatni dzień"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial:
            self.fields["token"].initial = token_hex(16)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the trip."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class ParticipantForm(Form):
    appointment = forms.ModelChoiceField(
        label=_("Osoba z urzędu"), queryset=Appointment.objects.none(), to_field_name="public_id", required=False
    )
    name = forms.CharField(label=_("Osoba spoza urzędu"), max_length=200, required=False)
    role = forms.CharField(label=_("W jakiej roli"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Iterable[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["appointment"]
        field.queryset = people
        # One read for the lists of all rows: `people` keeps what it has read, a field of its own would read anew.
        field.choices = [("", "–"), *((each.public_id, str(each)) for each in people)]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(values.get("appointment")) == bool(values.get("name")):
            raise ValidationError(_("Wybierz osobę z urzędu albo wpisz osobę spoza urzędu, jedno z dwojga."))
        return values


class PointForm(Form):
    day = day_field(label=_("Dzień"))
    time = forms.TimeField(
        label=_("Godzina"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    text = forms.CharField(label=_("Punkt programu"), max_length=500)


class CostForm(Form):
    kind = forms.ChoiceField(label=_("Rodzaj kosztu"), choices=[("", "–"), *CostKind.choices])
    note = forms.CharField(label=_("Opis"), max_length=200, required=False)
    amount = AmountField(label=_("Kwota"), min_value=0)
    currency = forms.ChoiceField(label=_("Waluta"), choices=[(each, each) for each in CURRENCIES], initial=PLN)
    rate = RateField(label=_("Kurs jednej jednostki w zł"), required=False)
    rate_on = day_field(label=_("Dzień kursu"), required=False)


ParticipantFormSet = formset_factory(ParticipantForm, extra=1, max_num=60, can_delete=True)
PointFormSet = formset_factory(PointForm, extra=1, max_num=200, can_delete=True)
CostFormSet = formset_factory(CostForm, extra=1, max_num=100, can_delete=True)


class RevisionForm(Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReportForm(Form):
    report = forms.CharField(
        label=_("Sprawozdanie"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Z kim i o czym rozmawiano, co ustalono, kto i do kiedy to wykona."),
    )


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ApprovalForm(Form):
    reason = forms.CharField(
        label=_("Powód zgody po rozpoczęciu wyjazdu"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tylko wtedy, gdy wyjazd już się zaczął."),
    )


class FileForm(Form):
    kind = forms.ChoiceField(label=_("Co to jest"), choices=FileKind.choices)
    title = forms.CharField(label=_("Nazwa materiału"), max_length=200, required=False)
    file = forms.FileField(label=_("Plik"), help_text=_("PDF, JPG, PNG, DOCX, ODT, XLSX albo ODS."))


class TripFilter(Form):
    """What may be asked of the list."""

    szukaj = forms.CharField(label=_("Słowa"), max_length=200, required=False)
    rodzaj = forms.ChoiceField(label=_("Rodzaj"), choices=[("", _("wszystkie")), *Kind.choices], required=False)
    stan = forms.ChoiceField(
        label=_("Stan"),
        choices=[("", _("wszystkie")), ("late", _("po terminie")), *State.choices],
        required=False,
    )
    rok = forms.IntegerField(label=_("Rok"), min_value=2000, max_value=2100, required=False)
    od = day_field(label=_("Wyjazd od"), required=False)
    do = day_field(label=_("Wyjazd do"), required=False)

    @property
    def asked(self) -> dict[str, Any]:
        """What narrows the list; what is wrong narrows nothing."""
        self.is_valid()
        return dict(self.cleaned_data)
