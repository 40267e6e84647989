"""Forms of the structure: a person in a post, the search of the directory."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import Hat
from core.web.forms import Form, ModelForm
from office.structure.models import Appointment, Kind, Reorganisation, Unit


class DirectoryFilter(Form):
    szukaj = forms.CharField(label=_("Nazwisko, stanowisko, pokój lub telefon"), max_length=200, required=False)
    komorka = forms.ModelChoiceField(
        label=_("Komórka"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("wszystkie"),
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["komorka"].queryset = units  # type: ignore[attr-defined]


class ReorganisationForm(ModelForm):
    """A change of a unit: what is empty stays as it is."""

    class Meta:
        model = Reorganisation
        fields = ("kind", "starts_on", "symbol", "name", "successor", "basis")
        help_texts: ClassVar = {
            "symbol": _("Znaki nowych spraw dostaną ten symbol; sprawy już zarejestrowane zachowują swoje znaki."),
            "name": _("Zostaw puste, jeżeli nazwa się nie zmienia."),
            "successor": _("Tylko przy likwidacji: ta komórka przejmuje zadania, osoby, sprawy i rejestry."),
            "basis": _("Na przykład: uchwała Zarządu nr 12/27 zmieniająca regulamin organizacyjny."),
        }
        widgets: ClassVar = {
            "kind": forms.RadioSelect,
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, successors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing is chosen for people: what is not ticked is refused.
        self.fields["kind"].choices = Kind.choices  # type: ignore[attr-defined]
        successor: Any = self.fields["successor"]
        successor.queryset, successor.empty_label = successors, "–"


class PowerForm(Form):
    """To whom a head leaves one thing; nobody ticked: to all of the unit."""

    capability = forms.CharField(max_length=80, widget=forms.HiddenInput)
    hats = forms.ModelMultipleChoiceField(
        label=_("Kto może"), queryset=Hat.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hats: Any = self.fields["hats"]
        hats.queryset = officers
        hats.label_from_instance = lambda hat: str(hat.user)


class AppointmentForm(ModelForm):
    class Meta:
        model = Appointment
        fields = (
            "name",
            "title",
            "leads",
            "room",
            "phone",
            "email",
            "hours",
            "deputy",
            "tasks",
            "valid_from",
            "valid_to",
        )
        labels: ClassVar = {"deputy": _("Zastępca")}
        help_texts: ClassVar = {
            "hours": _("Na przykład: poniedziałek–piątek 8:00–16:00."),
            "deputy": _("Kto zastępuje tę osobę podczas nieobecności."),
            "tasks": _("Za zadania, których nikt tu nie ma, odpowiada kierownik komórki."),
            "valid_to": _("Zostaw puste, jeżeli osoba zajmuje stanowisko nadal."),
        }
        widgets: ClassVar = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("valid_from", "valid_to")
        } | {"tasks": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, colleagues: Any, tasks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues  # type: ignore[attr-defined]
        own: Any = self.fields["tasks"]
        own.queryset = tasks
        own.label_from_instance = lambda task: f"{task.code} {task.text}"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_to")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.add_error("valid_to", _("Koniec jest wcześniejszy niż początek. Popraw jedną z dat."))
        return values
