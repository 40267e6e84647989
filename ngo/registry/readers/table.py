"""Tables of organisations, whatever they came in: where the header stands, what its columns mean, a record or a reason per row."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.tables.folding import fold
from core.tables.spreadsheet import as_typed
from law.identity import CONTROLS, INVISIBLE, SURROGATE, cleaned
from law.verdict import sentence
from ngo.registry.readers.rows import Record, Rejected, UnreadableFile

# Field of the register → what its column is called, folded (see core.tables.folding); other columns are left unread.
COLUMNS = {
    "krs": r"(numer |nr )?krs( organizacji)?|krs number",
    "name": r"(pelna )?nazwa( organizacji| podmiotu| oferenta| fundacji)?( pozytku publicznego)?|organizacja|name",
    "nip": r"(numer |nr )?nip",
    "regon": r"(numer |nr )?regon",
    "street": r"ulica|adres|ulica i numer|adres siedziby|ulica i nr",
    "postcode": r"kod|kod pocztowy",
    "city": r"miejscowosc|miasto|siedziba",
    "email": r"e mail|email|adres e mail|poczta elektroniczna",
    "phone": r"telefon|nr telefonu|numer telefonu|tel",
    "website": r"www|strona www|strona internetowa",
    "bank_account": r"rachunek|rachunek bankowy|numer rachunku|nr rachunku|iban|numer konta|konto",
}
NUMBERS = ("krs", "nip", "regon")
CALLED = {
    "name": _lazy("nazwa"),
    "krs": _lazy("numer KRS"),
    "nip": "NIP",
    "regon": "REGON",
    "street": _lazy("ulica i numer"),
    "postcode": _lazy("kod pocztowy"),
    "city": _lazy("miejscowość"),
    "email": _lazy("e-mail"),
    "phone": _lazy("telefon"),
    "website": _lazy("strona internetowa"),
    "bank_account": _lazy("rachunek bankowy"),
}
LENGTHS = {"street": 200, "city": 100, "email": 254, "phone": 40, "website": 200}
# How many digits a number has that a spreadsheet keeps as a number and so without its leading zeros.
DIGITS = {"regon": 9, "postcode": 5}
# A title and notes may stand above the header.
HEADER_WITHIN = 20
COLUMNS_MAX = 200


class Digits(str):
    """A cell that a spreadsheet holds as a number, so zeros at its start are lost."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table as it stands: its number as a spreadsheet shows it, its cells, and how it is shown to people."""

    number: int
    cells: Sequence[str]
    raw: str


@dataclass(frozen=True, slots=True)
class Header:
    """The row with the names of columns: how many are `known`, its number, the headings, the field of each column."""

    known: int
    number: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        return self.known >= 2

    @property
    def is_opp_list(self) -> bool:
        """Whether it heads the Ministry's list of public benefit organisations: number, name, the amount received."""
        return {"krs", "name"} <= set(self.fields) and any(fold(each).startswith("kwota") for each in self.headings)


def no_header() -> UnreadableFile:
    return UnreadableFile(
        _(
            "Nie znaleziono nagłówka tabeli. W jednym z pierwszych wierszy muszą stać nazwy kolumn: „nazwa” oraz "
            "„numer KRS”, „NIP” albo „REGON”."
        )
    )


def header_of(rows: Iterable[Sequence[str]]) -> Header | None:
    """The header among the first rows: the one that names the most fields, a number among them.

    Where none does, the first row with two filled cells, not sure; None where there is not even that.
    """
    best = None
    for number, cells in enumerate(rows, start=1):
        fields = _fields(cells[:COLUMNS_MAX])
        known = sum(map(bool, fields)) if any(field in NUMBERS for field in fields) else 0
        filled = sum(bool(cell.strip()) for cell in cells) >= 2
        if (best is None and filled) or (best and known > max(best.known, 1)):
            best = Header(known, number, tuple(cells[:COLUMNS_MAX]), tuple(fields))
    return best


def _fields(headings: Sequence[str]) -> list[str]:
    """The field that each heading names; of two columns of one name the first."""
    found: list[str] = []
    for heading in map(fold, headings):
        field = next((field for field, pattern in COLUMNS.items() if re.fullmatch(pattern, heading)), "")
        found.append("" if field in found else field)
    return found


def records(lines: Iterable[Line | Rejected], header: Header, fields: Sequence[str]) -> Iterator[Record | Rejected]:
    """What the lines below the header say, when column by column they hold these fields; empty lines are passed over."""
    for line in lines:
        if isinstance(line, Rejected):
            yield line
        elif line.number > header.number and any(cell and not cell.isspace() for cell in line.cells):
            yield _record(line, fields)


def _record(line: Line, fields: Sequence[str]) -> Record | Rejected:
    # Our own table of rejected rows, corrected, may come back.
    cells = tuple(map(as_typed, line.cells))
    if len(cells) != len(fields) and (len(cells) < len(fields) or any(map(str.strip, cells[len(fields) :]))):
        reason = _("Wiersz ma inną liczbę komórek (%(cells)s) niż nagłówek (%(header)s).")
        return Rejected(line.number, reason % {"cells": len(cells), "header": len(fields)}, line.raw, printable(cells))
    if any(SURROGATE.search(cell) for cell in cells if not cell.isascii()):
        reason = _("Wiersz zawiera znaki w innym kodowaniu niż reszta pliku.")
        return Rejected(line.number, reason, line.raw, printable(cells))
    typed = {field: _restored(field, cell) for field, cell in zip(fields, cells, strict=False) if field}
    values, reasons = checked(typed)
    if not reasons and not any(values.get(field) for field in NUMBERS):
        reasons.append(_("Brakuje numeru KRS, NIP albo REGON, po którym można rozpoznać organizację."))
    if reasons:
        return Rejected(line.number, " ".join(reasons), line.raw, printable(cells))
    return Record(line.number, line.raw, values, {}, cells=cells)


def _restored(field: str, cell: str) -> str:
    return cell.zfill(DIGITS[field]) if isinstance(cell, Digits) and field in DIGITS else cell


def checked(typed: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """The filled values in their one form, and what is wrong with the others in sentences."""
    values, breaches = cleaned({field: text if field == "name" else one_line(text) for field, text in typed.items()})
    # A control character is no part of what a cell says; which cell it is in says more than the text around it.
    spoilt = [breach.field for breach in breaches if breach.code == "identity.text_control"]
    reasons = [sentence(breach) for breach in breaches if breach.field not in spoilt]
    for field, value in values.items():
        if len(value) > LENGTHS.get(field, len(value)):
            reasons.append(
                _("Komórka „%(field)s” jest dłuższa niż %(length)s znaków.")
                % {"field": CALLED[field], "length": LENGTHS[field]}
            )
        if CONTROLS.search(value):
            spoilt.append(field)
    reasons += [_("Komórka „%(field)s” zawiera znaki sterujące.") % {"field": CALLED[field]} for field in spoilt]
    if email := values.get("email"):
        try:
            validate_email(email)
        except ValidationError:
            reasons.append(_("Adres e-mail „%(email)s” jest niepoprawny.") % {"email": email})
    return {field: value for field, value in values.items() if value}, reasons


def one_line(text: str) -> str:
    """The text with single spaces for any blanks and line ends, without signs of no width."""
    if text.isascii():
        return text if text.isalnum() else " ".join(text.split())
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def printable(cells: Iterable[str]) -> tuple[str, ...]:
    """Cells as they can be kept and shown: bytes that are no text, and NUL, become "\ufffd"."""
    return tuple(SURROGATE.sub("\ufffd", cell).replace("\x00", "\ufffd") for cell in cells)
