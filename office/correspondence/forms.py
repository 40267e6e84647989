"""Forms of correspondence: a letter, an e-mail to read in, a decree, an answer, a file, a reason; the filter of the list."""

from datetime import date
from secrets import token_hex
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.web.forms import Form
from law.correspondence import KINDS
from office.cases.forms import day
from office.cases.models import Case
from office.correspondence.models import Channel, Letter, Purpose
from office.correspondence.queries import RECIPIENTS
from office.correspondence.states import State
from office.structure.models import Unit

ANY = ("", _("wszystkie"))
FILES = _("PDF, JPG, PNG, DOCX, ODT, XLSX albo ODS.")


def addressees() -> list[tuple[str, str]]:
    """The posts whose letters are kept (config/office.toml)."""
    return list(settings.OFFICE["correspondence"]["addressees"].items())


def kinds() -> list[tuple[str, str]]:
    """Kinds of letters, those with a statutory term with its basis."""
    return [(code, f"{kind.label} ({kind.basis})" if kind.basis else kind.label) for code, kind in KINDS.items()]


class LetterForm(Form):
    """A letter that came; `token` is new in each form, so that one form makes one letter."""

    token = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    sender = forms.CharField(
        label=_("Nadawca"),
        max_length=300,
        help_text=_("Imię i nazwisko albo nazwa."),
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    matter = forms.CharField(label=_("Sprawa"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    received_on = day(label=_("Dzień wpływu"))
    channel = forms.ChoiceField(label=_("Jak wpłynęło"), choices=Channel.choices)
    addressee = forms.ChoiceField(label=_("Adresat"), choices=addressees)
    kind = forms.ChoiceField(label=_("Rodzaj"), choices=kinds, initial="letter")
    due_on = day(
        label=_("Termin odpowiedzi"),
        required=False,
        help_text=_("Zostaw puste, a policzymy go od dnia wpływu według rodzaju pisma."),
    )
    sender_contact = forms.CharField(label=_("Adres do odpowiedzi"), max_length=300, required=False)
    case_sign = forms.CharField(
        label=_("Znak sprawy"),
        max_length=40,
        required=False,
        help_text=_("Jeżeli pismo należy do sprawy Twojej komórki."),
    )
    file = forms.FileField(label=_("Skan albo plik pisma"), required=False, help_text=FILES)

    def __init__(self, data: Any = None, files: Any = None, *, cases: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.cases = cases
        if not self.initial.get("revision"):
            self.fields["token"].initial = token_hex(16)

    def clean_case_sign(self) -> Case | None:
        sign: str = self.cleaned_data["case_sign"].strip()
        found = self.cases.filter(sign__iexact=sign).first() if sign else None
        if sign and found is None:
            raise ValidationError(_("Wśród spraw Twojej komórki nie ma takiego znaku. Sprawdź go albo zostaw puste."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by field of a letter."""
        own = {name: value for name, value in self.cleaned_data.items() if name not in ("token", "revision", "file")}
        own["case"] = own.pop("case_sign")
        return own


class MailForm(Form):
    file = forms.FileField(
        label=_("E-mail zapisany jako plik .eml"),
        help_text=_("W programie pocztowym: „Zapisz jako”. Wypełnimy z niego formularz i dołączymy załączniki."),
        widget=forms.ClearableFileInput(attrs={"accept": ".eml,message/rfc822"}),
    )


class DecreeForm(Form):
    to = forms.ChoiceField(label=_("Komu"))
    decreed_by = forms.ChoiceField(label=_("Kto zadekretował"), required=False)
    instruction = forms.CharField(
        label=_("Polecenie"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, recipients: RECIPIENTS, head: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["to"].choices = [("", "–"), *recipients]  # type: ignore[attr-defined]
        if head:
            del self.fields["decreed_by"]
        else:
            self.fields["decreed_by"].choices = [("", "–"), *addressees()]  # type: ignore[attr-defined]

    def whom(self, units: QuerySet[Unit], people: QuerySet[User]) -> tuple[Unit, User | None]:
        """The unit and the person of the choice."""
        code, _colon, person = self.cleaned_data["to"].partition(":")
        return units.get(code=code), people.get(public_id=person) if person else None


class AnswerForm(Form):
    answered_on = day(label=_("Dzień wysłania odpowiedzi"))
    channel = forms.ChoiceField(label=_("Jak wysłano"), choices=Channel.choices)
    file = forms.FileField(label=_("Treść odpowiedzi"), required=False, help_text=FILES)


class FileForm(Form):
    purpose = forms.ChoiceField(label=_("Co to jest"), choices=Purpose.choices, initial=Purpose.LETTER)
    file = forms.FileField(label=_("Plik"), help_text=FILES)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class LetterFilter(Form):
    """What may be asked of the list."""

    szukaj = forms.CharField(label=_("Numer, nadawca, sprawa"), max_length=200, required=False)
    stan = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=[ANY, ("late", _("po terminie")), ("open", _("do załatwienia")), *State.choices],
    )
    adresat = forms.ChoiceField(label=_("Adresat"), required=False)
    komorka = forms.ChoiceField(label=_("Zadekretowano do"), required=False)
    rodzaj = forms.ChoiceField(
        label=_("Rodzaj"), required=False, choices=[ANY, *((code, kind.label) for code, kind in KINDS.items())]
    )
    kanal = forms.ChoiceField(label=_("Jak wpłynęło"), required=False, choices=[ANY, *Channel.choices])
    od = day(label=_("Wpłynęło od"), required=False)
    do = day(label=_("Wpłynęło do"), required=False)
    porzadek = forms.ChoiceField(
        label=_("Kolejność"),
        required=False,
        choices=[("", _("od najnowszego")), ("termin", _("od najbliższego terminu"))],
    )

    def __init__(self, data: Any, *, units: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["adresat"].choices = [ANY, *addressees()]  # type: ignore[attr-defined]
        self.fields["komorka"].choices = [ANY, *units]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked; what is wrong narrows nothing."""
        self.is_valid()
        return self.cleaned_data


def remembered(last: Letter | None, today: date) -> dict[str, Any]:
    """How a new form begins: as the last letter of the same person, if that was today."""
    if last is None:
        return {"received_on": today}
    same = {"channel": last.channel, "addressee": last.addressee}
    return {**same, "received_on": last.received_on if last.entered_at.date() == today else today}
