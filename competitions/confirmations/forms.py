"""Forms of reception: what was scanned, what came in the envelope and who signed it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Decisive
from competitions.confirmations.models import Channel
from competitions.offers.models import Offer
from core.web.forms import Form
from ngo.papers.models import Signatory


class SearchForm(Form):
    """One field for a scanner or for fingers; the text of the QR code is the checksum."""

    suma = forms.CharField(
        label=_("Suma kontrolna albo jej pierwsze grupy"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Zeskanuj kod QR z potwierdzenia albo przepisz sumę; odstępy i wielkość liter nie mają znaczenia."),
    )
    suma.needed = True  # type: ignore[attr-defined]


class TurnDownForm(Form):
    """The sum of a paper that was scanned and is not the one awaited."""

    typed_checksum = forms.CharField(max_length=400, widget=forms.HiddenInput)


class ReceiveForm(Form):
    """The signed confirmation that came: by which way, when, with whose signatures."""

    typed_checksum = forms.CharField(label=_("Suma kontrolna z potwierdzenia"), max_length=400)
    channel = forms.ChoiceField(label=_("Droga wpływu"), choices=Channel.choices)
    received_at = forms.DateTimeField(
        label=_("Data i godzina wpływu"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
    )
    posted_on = forms.DateField(
        label=_("Data nadania"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Dla papieru: data stempla albo dowodu nadania, bo ona decyduje w tym konkursie."),
    )
    signatories = forms.MultipleChoiceField(
        label=_("Kto podpisał"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Podpisy osób spoza listy"),
        max_length=300,
        required=False,
        help_text=_("Imię, nazwisko i funkcja, jak na papierze."),
    )

    def __init__(self, *args: Any, offer: Offer, people: Sequence[Signatory], at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.people = at, {each.public_id: each for each in people}
        if offer.competition.decisive != Decisive.POSTED:
            del self.fields["posted_on"]
        choices = [(each.public_id, _person(each)) for each in people]
        self.fields["signatories"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["signatories"]
            self.fields["others"].label = _("Kto podpisał")
            self.fields["others"].needed = True  # type: ignore[attr-defined]

    def clean_received_at(self) -> datetime:
        value: datetime = self.cleaned_data["received_at"]
        if value > self.at:
            raise forms.ValidationError(_("Data wpływu nie może być w przyszłości."))
        return value

    def clean_signatories(self) -> list[Signatory]:
        return [self.people[code] for code in self.cleaned_data["signatories"]]


def _person(each: Signatory) -> str:
    known = (
        _("potwierdzona przez urząd") if each.confirmed_at else _("urząd jeszcze nie potwierdził: sprawdź z odpisem")
    )
    return f"{each.name}, {each.function} ({known})"
