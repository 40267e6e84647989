"""Forms of registers, made from their files: an entry, the filter of a list, a table to take over, a file, a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from secrets import token_hex
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.files.refusals import RefusedFile
from core.tables.folding import fold
from core.web.forms import Form
from office.registers.models import EntryQuerySet
from office.registers.queries import RANGED, WRITTEN, filtered, searched
from office.registers.readers import rows as read
from office.registers.schema import Field, Register
from office.registers.values import kept, problems, with_terms

DAY: dict[str, Any] = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
EITHER = [("", "–"), ("true", _("tak")), ("false", _("nie"))]
Units = Sequence[tuple[str, str]]


class AmountField(forms.DecimalField):
    """An amount as people write it: "1 234,50 zł"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_digits=12, decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = value.replace("zł", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
        return super().to_python(value)


def _either(value: Any) -> bool | None:
    return {"true": True, "false": False}.get(str(value).lower())


def made(field: Field, units: Units) -> forms.Field:
    """The field of a form for a field of a register; whether it must be filled is said by the register."""
    said: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": False}
    match field.kind:
        case "text":
            return forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}), **said)
        case "date":
            return forms.DateField(widget=forms.DateInput(**DAY), input_formats=DAYS, **said)
        case "time":
            return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **said)
        case "integer":
            return forms.IntegerField(min_value=-(10**9), max_value=10**9, **said)
        case "amount":
            return AmountField(**said)
        case "yes":
            return forms.TypedChoiceField(choices=EITHER, coerce=_either, empty_value=None, **said)
        case "choice":
            return forms.ChoiceField(choices=[("", "–"), *field.options], **said)
        case "choices":
            return forms.MultipleChoiceField(choices=field.options, widget=forms.CheckboxSelectMultiple, **said)
        case "unit":
            return forms.ChoiceField(choices=[("", "–"), *units], **said)
        case "email":
            return forms.EmailField(**said)
        case "phone":
            return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"type": "tel"}), **said)
        case "link":
            return forms.URLField(max_length=500, assume_scheme="https", **said)
        case _:
            return forms.CharField(max_length=300, **said)


class EntryForm(Form):
    """An entry of a register; `token` is new in each form, so that one form makes one entry."""

    token = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, register: Register, units: Units, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.register = register
        if not self.initial:
            self.fields["token"].initial = token_hex(16)
        for field in register.fields:
            self.fields[field.code] = made(field, units)
            # The star of a field that is always needed; the register itself refuses an empty one.
            self.fields[field.code].needed = field.required  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by field of the register."""
        return {field.code: self.cleaned_data.get(field.code) for field in self.register.fields}


class EntryFilter(forms.Form):
    """What may be asked of a register: words, fields with keys, the state of terms."""

    szukaj = forms.CharField(label=_("Słowa"), max_length=200, required=False)

    def __init__(self, data: Any, *, register: Register, fields: Sequence[Field], units: Units) -> None:
        super().__init__(data)
        self.units = units
        self.asking = [field for field in fields if field.filterable]
        for field in self.asking:
            if field.kind in RANGED:
                for side, words in (("od", _("od")), ("do", _("do"))):
                    each = made(field, units)
                    each.label, each.help_text = f"{field.label} {words}", ""
                    self.fields[f"{field.code}-{side}"] = each
            else:
                self.fields[field.code] = self._whole(field, units)
        if register.terms:
            states = [
                ("", _("wszystkie")),
                ("po-terminie", _("po terminie")),
                ("w-terminie", _("z terminem przed sobą")),
            ]
            self.fields["stan"] = forms.ChoiceField(label=_("Termin"), choices=states, required=False)
        self.fields["porzadek"] = forms.CharField(max_length=41, required=False, widget=forms.HiddenInput)

    @staticmethod
    def _whole(field: Field, units: Units) -> forms.Field:
        if field.kind in WRITTEN:
            return forms.CharField(label=field.label, max_length=200, required=False)
        choices = {"yes": EITHER[1:], "unit": units}.get(field.kind, field.options)
        return forms.ChoiceField(label=field.label, choices=[("", _("wszystkie")), *choices], required=False)

    def narrowed(self, rows: EntryQuerySet, register: Register, on: date, *, walked: bool = False) -> EntryQuerySet:
        """The entries of a register that fit; what is wrong narrows nothing. `walked` as `filtered` has it."""
        self.is_valid()
        said = self.cleaned_data
        rows = searched(rows, said.get("szukaj", ""))
        for field in self.asking:
            rows = filtered(rows, register, field, self._asked(field, said), walked=walked)
        match said.get("stan"):
            case "po-terminie":
                return rows.overdue(on)
            case "w-terminie":
                return rows.due().filter(due_on__gte=on)
        return rows

    @staticmethod
    def _asked(field: Field, said: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked of a field, as queries take it."""
        if field.kind in RANGED:
            return {"from": said.get(f"{field.code}-od"), "to": said.get(f"{field.code}-do")}
        value = said.get(field.code)
        return {"is": _either(value) if field.kind == "yes" else value}


class ImportForm(Form):
    """A table to take over; first it is only tried."""

    file = forms.FileField(
        label=_("Tabela CSV albo XLSX"),
        help_text=_(
            "Pierwszy wiersz to nazwy pól, takie jak w tabeli pobranej z tego rejestru. Najwyżej 2000 wierszy."
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


class FileForm(Form):
    file = forms.FileField(label=_("Plik"), help_text=_("PDF, JPG, PNG, DOCX, ODT, XLSX albo ODS."))


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row of a table that is not taken: its number and why."""

    number: int
    reasons: tuple[str, ...]


def tried(file: Any, register: Register, units: Units) -> tuple[list[tuple[str, dict[str, Any]]], list[Wrong]]:
    """The rows of a table as `actions.take_over` takes them, and those that the register does not take. Raises RefusedFile.

    The name of a row is that of the table, by its content, and its number: the same table again names the same rows.
    """
    heads, *rows = read(file)
    file.seek(0)
    name = sha256(file.read()).hexdigest()[:40]
    fields = _named(heads, register)
    good: list[tuple[str, dict[str, Any]]] = []
    wrong: list[Wrong] = []
    for number, cells in enumerate(rows, start=2):
        data = {
            field.code: _said(field, cell.strip(), units)
            for field, cell in zip(fields, cells, strict=False)
            if field is not None
        }
        form = EntryForm(data, register=register, units=units)
        labels = {field.code: field.label for field in register.fields}
        if form.is_valid():
            values = with_terms(register, {code: kept(value) for code, value in form.values.items()})
            reasons = [text for _code, text in problems(register, values)]
        else:
            reasons = [f"{labels.get(code, code)}: {' '.join(map(str, each))}" for code, each in form.errors.items()]
        if reasons:
            wrong.append(Wrong(number, tuple(reasons)))
        else:
            good.append((f"{name}:{number}", form.values))
    return good, wrong


def _named(heads: Sequence[str], register: Register) -> list[Field | None]:
    """The field of each column by its head; the numbers of an exported table are left aside."""
    known = {fold(field.label): field for field in register.fields}
    unknown = [head for head in heads if head.strip() and fold(head) not in known and fold(head) != "numer"]
    if unknown:
        words = gettext("Rejestr nie ma pól: %(heads)s. Pobierz tabelę z rejestru i użyj jej nagłówka.")
        raise RefusedFile(words % {"heads": ", ".join(head[:60] for head in unknown[:5])})
    return [known.get(fold(head)) for head in heads]


def _said(field: Field, cell: str, units: Units) -> Any:
    """What a cell says to the form: codes for names of lists."""
    names = {fold(label): code for code, label in (units if field.kind == "unit" else field.options)}
    match field.kind:
        case "choices":
            return [names.get(fold(each), each.strip()) for each in cell.split(",") if each.strip()]
        case "choice" | "unit":
            return names.get(fold(cell), cell)
        case "yes":
            return {"tak": "true", "nie": "false"}.get(fold(cell), cell)
        case _:
            return cell
