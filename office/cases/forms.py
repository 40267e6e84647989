"""Forms of cases and of classes of the file plan."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User, public_id
from core.web.forms import Form, ModelForm
from law.case_sign import is_symbol
from law.retention import is_category
from office.cases.models import Case, FileClass
from office.cases.states import State


def day(**options: Any) -> forms.DateField:
    """A field of one day."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class CaseFilter(Form):
    szukaj = forms.CharField(label=_("Znak lub tytuł"), max_length=200, required=False)
    klasa = forms.CharField(label=_("Klasa"), max_length=10, required=False)
    rok = forms.IntegerField(label=_("Rok"), min_value=1990, max_value=2999, required=False)
    stan = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=[
            ("", _("wszystkie")),
            *State.choices,
            ("late", _("po terminie")),
            ("expired", _("okres przechowywania minął")),
        ],
    )


class CaseForm(Form):
    title = forms.CharField(label=_("Tytuł sprawy"), max_length=300)
    symbol = forms.ChoiceField(label=_("Klasa z wykazu akt"))
    group = forms.ModelChoiceField(
        label=_("W grupie spraw"),
        queryset=Case.objects.none(),
        required=False,
        empty_label=_("poza grupami"),
        help_text=_("Sprawa dostaje wtedy numer w grupie, na przykład KMIII.614.2.7.2026."),
    )
    is_group = forms.BooleanField(
        label=_("Wydziel ten numer jako grupę spraw"),
        required=False,
        help_text=_("Sprawy wewnątrz grupy będą miały własną numerację."),
    )
    due_on = day(label=_("Termin załatwienia"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, max_length=16, initial=public_id)

    def __init__(self, *args: Any, classes: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["symbol"].choices = [(each.symbol, str(each)) for each in classes]  # type: ignore[attr-defined]
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("group") and values.get("is_group"):
            self.add_error("is_group", _("W grupie nie wydziela się następnej grupy. Wybierz jedno z dwojga."))
        return values


class OfficerForm(Form):
    officer = forms.ModelChoiceField(label=_("Prowadzi sprawę"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = people  # type: ignore[attr-defined]


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ClassForm(ModelForm):
    class Meta:
        model = FileClass
        fields = ("symbol", "title", "category", "valid_from", "valid_to", "verified")
        help_texts: ClassVar = {
            "symbol": _("Same cyfry, na przykład 614. Pojawi się w znakach spraw."),
            "category": _("A – na zawsze; B5, B10… – lata; BE10… – lata i ekspertyza archiwum; Bc – krótko."),
            "valid_to": _("Zostaw puste, jeżeli klasa obowiązuje nadal."),
        }
        widgets: ClassVar = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("valid_from", "valid_to")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The symbol stands in signs already given.
        if self.instance.pk:
            self.fields["symbol"].disabled = True

    def clean_symbol(self) -> str:
        symbol: str = self.cleaned_data["symbol"]
        if not is_symbol(symbol):
            raise ValidationError(_("Symbol klasy to od jednej do sześciu cyfr, na przykład 614."))
        return symbol

    def clean_category(self) -> str:
        category: str = self.cleaned_data["category"]
        if not is_category(category):
            raise ValidationError(
                _("Nie ma takiej kategorii archiwalnej. Wpisz A, B z liczbą lat, BE z liczbą lat albo Bc.")
            )
        return category

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_to")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.add_error("valid_to", _("Koniec jest wcześniejszy niż początek. Popraw jedną z dat."))
        return values
