"""Forms of the council's service."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.web.forms import Form
from office.dialogue.models import CouncilSitting, Position, Seat, Side
from office.dialogue.states import PositionState

DATE: dict[str, Any] = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}


def day(label: Any, **options: Any) -> forms.DateField:
    """A field of one day."""
    return forms.DateField(label=label, widget=forms.DateInput(**DATE), **options)


def token() -> forms.CharField:
    """What makes a form that is sent twice one record."""
    return forms.CharField(widget=forms.HiddenInput, max_length=16, initial=public_id)


class PositionFilter(Form):
    szukaj = forms.CharField(label=_("Sprawa albo adresat"), max_length=200, required=False)
    rok = forms.IntegerField(label=_("Rok"), min_value=1999, max_value=2999, required=False)
    stan = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=[("", _("wszystkie")), *PositionState.choices, ("late", _("odpowiedź po terminie"))],
    )


class CouncilFilter(Form):
    rodzaj = forms.ChoiceField(
        label=_("Rodzaj"), required=False, choices=[("", _("wszystkie")), *CouncilSitting.Kind.choices]
    )
    rok = forms.IntegerField(label=_("Rok"), min_value=1999, max_value=2999, required=False)


class SeatForm(Form):
    name = forms.CharField(label=_("Imię i nazwisko"), max_length=200)
    side = forms.ChoiceField(label=_("Strona"), choices=Side.choices)
    represents = forms.CharField(label=_("Organizacja albo organ, który reprezentuje"), max_length=200)
    presidium = forms.BooleanField(label=_("Członek prezydium"), required=False)
    valid_from = day(_("Od dnia"))
    valid_to = day(_("Do dnia"), required=False, help_text=_("Puste: nadal w radzie."))


class EndForm(Form):
    valid_to = day(_("Ostatni dzień w radzie"))


class ReviseForm(Form):
    starts_at = forms.DateTimeField(
        label=_("Początek"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label=_("Miejsce"), max_length=300)
    agenda = forms.CharField(
        label=_("Porządek obrad"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Każdy punkt w nowym wierszu."),
    )


class CouncilForm(ReviseForm):
    kind = forms.ChoiceField(label=_("Rodzaj"), choices=CouncilSitting.Kind.choices, widget=forms.RadioSelect)
    once = token()

    field_order = ("kind", "starts_at", "place", "agenda")


class AttendanceForm(Form):
    present = forms.ModelMultipleChoiceField(
        label=_("Kto był"), queryset=Seat.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, seats: "QuerySet[Seat]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = seats  # type: ignore[attr-defined]


class PositionForm(Form):
    kind = forms.ChoiceField(label=_("Rodzaj"), choices=Position.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("W sprawie"), max_length=500)
    content = forms.CharField(
        label=_("Treść"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Treść jest publiczna od zapisania, więc nie wpisuj w niej danych osób."),
    )
    once = token()


class SendForm(Form):
    addressee = forms.CharField(label=_("Adresat"), max_length=200, help_text=_("Organ albo instytucja."))
    sent_on = day(_("Wysłano"))
    answer_due = day(_("Odpowiedź do"), required=False, help_text=_("Puste, jeżeli rada nie czeka na odpowiedź."))


class AnswerForm(Form):
    answered_on = day(_("Odpowiedź przyszła"))
    answer = forms.CharField(
        label=_("Co odpowiedziano"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Skrót odpowiedzi, publiczny razem ze stanowiskiem."),
    )


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(Form):
    title = forms.CharField(label=_("Co to jest"), max_length=100, help_text=_("Na przykład: podpisane stanowisko."))
    file = forms.FileField(label=_("Plik"), help_text=_("Plik jest publiczny od razu."))
