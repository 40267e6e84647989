"""Forms of the book of controls."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.web.forms import Form
from office.controls.states import State
from office.structure.models import Unit
from office.structure.queries import units, units_at_work

DATE: dict[str, Any] = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}


def day(label: Any, **options: Any) -> forms.DateField:
    """A field of one day."""
    return forms.DateField(label=label, widget=forms.DateInput(**DATE), **options)


class ControlFilter(Form):
    szukaj = forms.CharField(label=_("Organ, zakres albo numer"), max_length=200, required=False)
    komorka = forms.ChoiceField(label=_("Kontrolowana komórka"), required=False)
    od = day(_("Rozpoczęta od"), required=False)
    do = day(_("Rozpoczęta do"), required=False)
    stan = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=[("", _("wszystkie")), *State.choices, ("late", _("coś jest po terminie"))],
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["komorka"].choices = [("", _("wszystkie")), *units]  # type: ignore[attr-defined]


class ReviseForm(Form):
    body = forms.CharField(label=_("Organ kontroli"), max_length=200, help_text=_("Nazwa organu, bez nazwisk osób."))
    authorisation = forms.CharField(label=_("Numer upoważnienia do kontroli"), max_length=80)
    scope = forms.CharField(label=_("Zakres kontroli"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    unit = forms.ModelChoiceField(
        label=_("Kontrolowana komórka"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("cały urząd"),
        to_field_name="code",
    )
    begins_on = day(_("Od dnia"))
    ends_on = day(_("Do dnia"), required=False, help_text=_("Planowany koniec; zostaw puste, jeżeli nie jest znany."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units()  # type: ignore[attr-defined]


class ControlForm(ReviseForm):
    once = forms.CharField(widget=forms.HiddenInput, max_length=16, initial=public_id)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_at_work()  # type: ignore[attr-defined]


class ProtocolForm(Form):
    ends_on = day(_("Kontrolę zakończono"))
    protocol_on = day(_("Protokół otrzymano"))
    reservations_due = day(
        _("Zastrzeżenia można zgłosić do"),
        required=False,
        help_text=_("Termin podaje protokół albo ustawa, na podstawie której działa organ kontroli."),
    )


class ReservationsForm(Form):
    reservations_on = day(_("Zastrzeżenia wysłano"))


class RecommendationsForm(Form):
    recommended_on = day(_("Wystąpienie pokontrolne otrzymano"))
    answer_due = day(
        _("Odpowiedź do"),
        required=False,
        help_text=_("Termin z wystąpienia; puste, jeżeli organ nie czeka na odpowiedź."),
    )


class RecommendForm(Form):
    text = forms.CharField(label=_("Zalecenie"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    owner = forms.ModelChoiceField(
        label=_("Wykonuje komórka"), queryset=Unit.objects.none(), empty_label=None, to_field_name="code"
    )
    due_on = day(_("Termin wykonania"))
    once = forms.CharField(widget=forms.HiddenInput, max_length=16, initial=public_id)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = units_at_work()  # type: ignore[attr-defined]


class PutOffForm(Form):
    due_on = day(_("Nowy termin"))
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ExecuteForm(Form):
    executed_on = day(_("Wykonano"))
    how = forms.CharField(
        label=_("Jak wykonano"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Co zrobiono i gdzie jest ślad."),
    )


class AnswerForm(Form):
    answered_on = day(_("Odpowiedź wysłano"))


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PaperForm(Form):
    title = forms.CharField(
        label=_("Co to jest"),
        max_length=100,
        help_text=_("Na przykład: upoważnienie, protokół, wystąpienie, odpowiedź."),
    )
    file = forms.FileField(label=_("Plik"))
