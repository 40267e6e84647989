"""Forms of letters: the set, an addressee, a table of addressees, the check of forms, days, reasons; the communiqué."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.forms import formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.files.refusals import RefusedFile
from core.tables.folding import fold
from core.web.forms import Form
from office.letters.models import Gender, Kind
from office.registers.forms import DAY, DAYS
from office.registers.models import Entry
from office.registers.readers import rows as read

# Heads of a table of addressees → fields.
HEADS = {
    "Zwrot": "gender",
    "Tytuł": "title",
    "Imię": "first_name",
    "Nazwisko": "last_name",
    "Funkcja": "function",
    "Instytucja": "institution",
    "Ulica i numer": "street",
    "Kod pocztowy": "postcode",
    "Miejscowość": "city",
}
GENDERS = {"pani": Gender.WOMAN, "pan": Gender.MAN, "panstwo": Gender.MANY}


class LetterSetForm(Form):
    """What letters say; `token` is new in each form, so that one form makes one set."""

    token = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Rodzaj pisma"), choices=Kind.choices)
    subject = forms.CharField(label=_("Okazja"), max_length=200, help_text=_("Na przykład: jubileusz gminy."))
    occasion = forms.ModelChoiceField(
        label=_("Wpis w rejestrze uroczystości"),
        queryset=Entry.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("bez wpisu"),
    )
    text = forms.CharField(
        label=_("Treść"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Bez zwrotu i podpisu. Pusty wiersz zaczyna akapit. Możesz wpisać {komu} (Pani Annie Kowalskiej), "
            "{kto}, {funkcja}, {instytucja}."
        ),
    )
    dated_on = forms.DateField(label=_("Data na piśmie"), widget=forms.DateInput(**DAY), input_formats=DAYS)
    signatory = forms.CharField(label=_("Kto podpisuje"), max_length=200)
    office = forms.CharField(label=_("Funkcja podpisującego"), max_length=200)

    def __init__(self, *args: Any, occasions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occasion"].queryset = occasions  # type: ignore[attr-defined]
        self.fields["occasion"].label_from_instance = lambda entry: entry.title  # type: ignore[attr-defined]
        if "revision" not in self.initial:
            self.fields["token"].initial = token_hex(16)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the set."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("token", "revision")}


class AddresseeForm(Form):
    gender = forms.ChoiceField(label=_("Zwrot"), choices=Gender.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Tytuł"), max_length=60, required=False)
    first_name = forms.CharField(label=_("Imię"), max_length=100, required=False)
    last_name = forms.CharField(label=_("Nazwisko"), max_length=100, required=False)
    function = forms.CharField(label=_("Funkcja"), max_length=200, required=False)
    institution = forms.CharField(label=_("Instytucja"), max_length=200, required=False)
    street = forms.CharField(label=_("Ulica i numer"), max_length=200, required=False)
    postcode = forms.CharField(
        label=_("Kod pocztowy"),
        required=False,
        validators=[RegexValidator(r"^\d{2}-\d{3}$", _("Kod ma postać 90-051."))],
    )
    city = forms.CharField(label=_("Miejscowość"), max_length=100, required=False)


class FormsForm(Form):
    """The forms of one addressee as a person leaves them."""

    addressee = forms.CharField(max_length=16, widget=forms.HiddenInput)
    salutation = forms.CharField(label=_("Zwrot na początku"), max_length=200)
    dative = forms.CharField(label=_("Komu (celownik)"), max_length=250, required=False)
    checked = forms.BooleanField(label=_("Sprawdzone"), required=False)


FormsFormSet = formset_factory(FormsForm, extra=0, max_num=50)


class TableForm(Form):
    """A table of addressees; first it is only tried."""

    file = forms.FileField(
        label=_("Tabela CSV albo XLSX"),
        help_text=_(
            "Nagłówki: Zwrot (Pani, Pan, Państwo), Tytuł, Imię, Nazwisko, Funkcja, Instytucja, Ulica i numer, "
            "Kod pocztowy, Miejscowość."
        ),
    )
    how = forms.ChoiceField(
        label=_("Co zrobić"),
        choices=[
            ("try", _("Tylko sprawdź: nic nie zostanie zapisane")),
            ("take", _("Wczytaj, jeżeli wszystkie wiersze są poprawne")),
        ],
        initial="try",
        widget=forms.RadioSelect,
    )


class DayForm(Form):
    on = forms.DateField(label=_("Dzień"), widget=forms.DateInput(**DAY), input_formats=DAYS)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CommuniqueForm(Form):
    token = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Tytuł"), max_length=200)
    lead = forms.CharField(label=_("Wstęp"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    text = forms.CharField(
        label=_("Treść"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Pusty wiersz zaczyna akapit."),
    )
    contact = forms.CharField(label=_("Kontakt dla mediów"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "revision" not in self.initial:
            self.fields["token"].initial = token_hex(16)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the communiqué."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("token", "revision")}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row of a table that is not taken: its number and why."""

    number: int
    reasons: tuple[str, ...]


def tried(file: Any) -> tuple[list[tuple[str, dict[str, Any]]], list[Wrong]]:
    """The rows of a table as `actions.add_addressees` takes them, and those that are wrong. Raises RefusedFile.

    The name of a row is that of the table, by its content, and its number: the same table again names the same rows.
    """
    heads, *rows = read(file)
    file.seek(0)
    name = sha256(file.read()).hexdigest()[:40]
    fields = _named(heads)
    good: list[tuple[str, dict[str, Any]]] = []
    wrong: list[Wrong] = []
    for number, cells in enumerate(rows, start=2):
        said = {field: cell.strip() for field, cell in zip(fields, cells, strict=False)}
        said["gender"] = GENDERS.get(fold(said.get("gender", "")), "")
        form = AddresseeForm(said)
        if form.is_valid() and (form.cleaned_data["last_name"] or form.cleaned_data["institution"]):
            good.append((f"{name}:{number}", form.cleaned_data))
            continue
        labels = {field: str(each.label) for field, each in form.fields.items()}
        reasons = [f"{labels.get(field, field)}: {' '.join(map(str, each))}" for field, each in form.errors.items()]
        wrong.append(Wrong(number, tuple(reasons or [gettext("Podaj imię i nazwisko albo instytucję.")])))
    return good, wrong


def _named(heads: Sequence[str]) -> list[str]:
    known = {fold(head): field for head, field in HEADS.items()}
    unknown = [head for head in heads if fold(head) not in known]
    if unknown:
        words = gettext("Tabela ma nieznane nagłówki: %(heads)s. Użyj takich: %(known)s.")
        raise RefusedFile(
            words % {"heads": ", ".join(head[:60] or "–" for head in unknown[:5]), "known": ", ".join(HEADS)}
        )
    return [known[fold(head)] for head in heads]
