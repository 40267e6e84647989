"""Lists of organisations as CSV: whichever separator, header names and encoding their authors chose."""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.tables.folding import fold
from law.identity import cleaned
from law.verdict import sentence
from ngo.registry.readers.encoding import detect
from ngo.registry.readers.rows import RAW_MAX, Record, Rejected, UnreadableFile

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
LENGTHS = {"street": 200, "city": 100, "email": 254, "phone": 40, "website": 200}
SEPARATORS = ";,\t|"
# A title and notes may stand above the header.
HEADER_WITHIN = 20


def is_opp_list(file: BinaryIO) -> bool:
    """Whether it is the Ministry's list of public benefit organisations: number in KRS, name and the amount received."""
    with _text(file) as text:
        _separator, _skip, header, headings = _header(text)
    return {"krs", "name"} <= set(header) and any(heading.startswith("kwota") for heading in headings)


def read(file: BinaryIO) -> Iterator[Record | Rejected]:
    """The rows of a list, one by one. Raises UnreadableFile when it is no text or has no header with a number."""
    with _text(file) as text:
        yield from _rows(text)


@contextmanager
def _text(file: BinaryIO) -> Iterator[TextIOWrapper]:
    """The file as text; it stays open afterwards."""
    # Bytes that are not of the encoding come through as lone surrogates: the row that holds them is rejected.
    text = TextIOWrapper(file, encoding=detect(file), errors="surrogateescape", newline="")
    try:
        yield text
    except UnicodeError as error:
        raise UnreadableFile(_("Plik jest uszkodzony: kończy się w połowie znaku.")) from error
    finally:
        text.detach()


def _rows(text: TextIOWrapper) -> Iterator[Record | Rejected]:
    separator, skip, header, _headings = _header(text)
    text.seek(0)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Rejected(number, _broken(error), shown("".join(lines.taken)))
            continue
        if number > skip and any(cell.strip() for cell in cells):
            yield _record(number, cells, header, shown("".join(lines.taken)))


class _Lines:
    """The lines of a text, remembering those that the row being read has taken."""

    def __init__(self, text: TextIOWrapper) -> None:
        self.text = text
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self.text)
        if len(self.taken) < HEADER_WITHIN:
            self.taken.append(line)
        return line


def _header(text: TextIOWrapper) -> tuple[str, int, list[str], list[str]]:
    """The separator, the number of the header's row, the field of each column ("" for one left unread), the headings."""
    lines = list(islice(text, HEADER_WITHIN))
    best: tuple[int, str, int, list[str], list[str]] = (0, "", 0, [], [])
    for separator in SEPARATORS:
        reader = csv.reader(lines, delimiter=separator)
        try:
            for number, cells in enumerate(reader, start=1):
                headings = [fold(cell) for cell in cells]
                fields = [_field(heading) for heading in headings]
                known = len({field for field in fields if field})
                if known > best[0] and any(field in NUMBERS for field in fields):
                    best = (known, separator, number, fields, headings)
        except csv.Error:
            continue
    if best[0] < 2:
        raise UnreadableFile(
            _(
                "Nie znaleziono nagłówka tabeli. W jednym z pierwszych wierszy muszą stać nazwy kolumn: „nazwa” oraz "
                "„numer KRS”, „NIP” albo „REGON”."
            )
        )
    return best[1:]


def _field(heading: str) -> str:
    """The field that a column's heading names."""
    return next((field for field, pattern in COLUMNS.items() if re.fullmatch(pattern, heading)), "")


def _record(number: int, cells: list[str], header: list[str], raw: str) -> Record | Rejected:
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if len(cells) < len(header) or extra:
        reason = _("Wiersz ma inną liczbę komórek (%(cells)s) niż nagłówek (%(header)s).")
        return Rejected(number, reason % {"cells": len(cells), "header": len(header)}, raw)
    if any("\ud800" <= char <= "\udfff" for cell in cells for char in cell):
        return Rejected(number, _("Wiersz zawiera znaki w innym kodowaniu niż reszta pliku."), raw)
    typed = {field: cell for field, cell in zip(header, cells, strict=False) if field}
    values, breaches = cleaned(typed)
    reasons = [sentence(breach) for breach in breaches]
    if not breaches and not any(values.get(field) for field in NUMBERS):
        reasons.append(_("Brakuje numeru KRS, NIP albo REGON, po którym można rozpoznać organizację."))
    for field, length in LENGTHS.items():
        if len(values.get(field, "")) > length:
            reasons.append(
                _("Komórka „%(field)s” jest dłuższa niż %(length)s znaków.") % {"field": field, "length": length}
            )
    try:
        validate_email(values.get("email") or "nikt@example.org")
    except ValidationError:
        reasons.append(_("Adres e-mail „%(email)s” jest niepoprawny.") % {"email": values["email"]})
    if reasons:
        return Rejected(number, " ".join(reasons), raw)
    return Record(number, raw, {field: value for field, value in values.items() if value}, {})


def shown(raw: str) -> str:
    """The row as it is shown to people: bytes that are no text become "\ufffd"."""
    return raw.strip("\r\n").encode("utf-8", "replace").decode()[:RAW_MAX]


def _broken(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return _("Cudzysłów otwarty w tym wierszu nie jest zamknięty; dalszej części pliku nie wczytano.")
    if "field larger" in str(error):
        return _("Komórka jest zbyt długa; prawdopodobnie nie zamknięto cudzysłowu.")
    return _("Cudzysłowy w tym wierszu są niepoprawne: cudzysłów wewnątrz nazwy zapisuje się podwójnie.")
