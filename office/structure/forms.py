"""Forms of the structure: a person in a post, the search of the directory."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form, ModelForm
from office.structure.models import Appointment, Unit


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


class AppointmentForm(ModelForm):
    class Meta:
        model = Appointment
        fields = ("name", "title", "leads", "room", "phone", "email", "hours", "deputy", "valid_from", "valid_to")
        labels: ClassVar = {"deputy": _("Zastępca")}
        help_texts: ClassVar = {
            "hours": _("Na przykład: poniedziałek–piątek 8:00–16:00."),
            "deputy": _("Kto zastępuje tę osobę podczas nieobecności."),
            "valid_to": _("Zostaw puste, jeżeli osoba zajmuje stanowisko nadal."),
        }
        widgets: ClassVar = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("valid_from", "valid_to")
        }

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("valid_from"), values.get("valid_to")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.add_error("valid_to", _("Koniec jest wcześniejszy niż początek. Popraw jedną z dat."))
        return values
