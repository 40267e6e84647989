"""Forms of terms: the filter of the list, an absence, how often the digest comes."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.web.forms import Form
from office.terms.models import Often
from office.terms.sources import sources


class TermFilter(Form):
    czyje = forms.ChoiceField(
        label=_("Czyje"), required=False, choices=[("", _("moje i w zastępstwie")), ("komorka", _("całej komórki"))]
    )
    rodzaj = forms.ChoiceField(label=_("Rodzaj"), required=False)
    stan = forms.ChoiceField(
        label=_("Termin"), required=False, choices=[("", _("wszystkie")), ("late", _("po terminie"))]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds = [(source.code, source.label) for source in sources().values()]
        self.fields["rodzaj"].choices = [("", _("wszystkie")), *kinds]  # type: ignore[attr-defined]


class AbsenceForm(Form):
    """An absence of oneself, or, for the head, of somebody of the unit."""

    user = forms.ModelChoiceField(label=_("Kto"), queryset=User.objects.none(), empty_label=None)
    first_day = forms.DateField(label=_("Od dnia"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Do dnia"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    deputy = forms.ModelChoiceField(label=_("Zastępuje"), queryset=User.objects.none())

    def __init__(self, data: Any = None, *, people: "QuerySet[User]", own: User | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.own = own
        self.fields["deputy"].queryset = people.exclude(pk=own.pk) if own else people  # type: ignore[attr-defined]
        if own:
            del self.fields["user"]
        else:
            self.fields["user"].queryset = people  # type: ignore[attr-defined]

    @property
    def person(self) -> User:
        """Who is away."""
        found: User = self.own or self.cleaned_data["user"]
        return found


class DigestForm(Form):
    often = forms.ChoiceField(
        label=_("Jak często wysyłać mi przegląd terminów"), choices=Often.choices, widget=forms.RadioSelect
    )
