"""Official forms as versioned data, and the shape of their content.

Content is one flat mapping: field code → value, where a value is
- text: "III.1": "Święto żniw"; dates as "2027-05-01"; amounts as "12345.67" (PLN, two decimals, no spaces);
- a choice: one of the field's choices; a flag: "yes" or "";
- a table: a list of rows, each a mapping of column code → text: "III.4": [{"name": "Warsztaty", …}].
Codes, labels and order are those of the form; the page and the PDF are made from the same data.
"""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from law.verdict import Breach

FOLDER = Path(__file__).parent
LIMIT = Decimal("9999999999.99")
TEXT_LIMIT, RICH_LIMIT, ROWS_LIMIT = 1000, 20000, 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Its type is "text", "rich", "date", "money", "number" (units), "action" (number of a row of III.4), "offerer" (public id of
    an organisation that makes the offer), or "auto" (computed, never typed). `years`: it is asked of a task that lasts at least
    so many calendar years.
    """

    code: str
    label: str
    type: str
    required: bool
    years: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form; `mark` says how sure the reading is (R read, U unverified), "auto" fields are computed.

    `joint`: only an offer of several organisations has it. `table` is the heading of the table in which the form prints the
    field as a row, with its share of the whole.
    """

    code: str
    number: str
    label: str
    type: str
    required: bool
    help: str
    mark: str
    max_length: int
    choices: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    joint: bool
    table: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its fields, in the statutory order; `beyond`: the office asks it beside the official form."""

    code: str
    title: str
    fields: tuple[Field, ...]
    beyond: bool


@dataclass(frozen=True, slots=True)
class Form:
    """One version of an official form."""

    kind: str
    version: str
    title: str
    basis: str
    valid_from: date
    sections: tuple[Section, ...]

    def unverified(self) -> list[str]:
        """Sections, or fields of a section, whose wording nobody has held against the official text ("III.4", "VII")."""
        found: list[str] = []
        for section in self.sections:
            unsure = [field.code for field in section.fields if field.mark == "U" and not section.beyond]
            found += [section.code] if len(unsure) == len(section.fields) else unsure
        return found

    def fields(self) -> Iterator[Field]:
        """Every field in order."""
        for section in self.sections:
            yield from section.fields


def with_notes(form: Form, notes: Mapping[str, str]) -> Form:
    """The form with what one competition adds to the help of some fields: code → plain text, in a line of its own."""
    if not notes:
        return form

    def noted(field: Field) -> Field:
        note = notes.get(field.code, "")
        return replace(field, help=f"{field.help}\nW tym konkursie: {note}".strip()) if note else field

    sections = (replace(each, fields=tuple(map(noted, each.fields))) for each in form.sections)
    return replace(form, sections=tuple(sections))


class UnknownForm(KeyError):
    """No form of that kind or version."""


def _column(row: Mapping[str, Any]) -> Column:
    return Column(row["code"], row["label"], row.get("type", "text"), row.get("required", True), row.get("years", 1))


def _field(row: Mapping[str, Any]) -> Field:
    kind = row["type"]
    return Field(
        code=row["code"],
        number=row.get("number", row["code"]),
        label=row["label"],
        type=kind,
        required=row.get("required", True),
        help=row.get("help", ""),
        mark=row.get("mark", "U"),
        max_length=row.get("max", RICH_LIMIT if kind == "rich" else TEXT_LIMIT),
        choices=tuple((value, label) for value, label in row.get("choices", [])),
        columns=tuple(_column(column) for column in row.get("columns", [])),
        joint=row.get("joint", False),
        table=row.get("table", ""),
    )


def _section(row: Mapping[str, Any]) -> Section:
    return Section(row["code"], row["title"], tuple(_field(each) for each in row["field"]), row.get("beyond", False))


@cache
def _all() -> dict[str, Form]:
    found: dict[str, Form] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text())
        found[data["version"]] = Form(
            kind=data["kind"],
            version=data["version"],
            title=data["title"],
            basis=data["basis"],
            valid_from=data["valid_from"],
            sections=tuple(_section(row) for row in data["section"]),
        )
    return found


def form(version: str) -> Form:
    """The form of a version ("offer-2018"). Raises UnknownForm."""
    try:
        return _all()[version]
    except KeyError:
        raise UnknownForm(version) from None


def current_version(kind: str, *, on: date) -> str:
    """The version of a kind ("offer", "report") in force on a day; of two readings of one form the later. Raises UnknownForm."""
    candidates = [each for each in _all().values() if each.kind == kind and each.valid_from <= on]
    if not candidates:
        raise UnknownForm(f"{kind} on {on}")
    return max(candidates, key=lambda each: (each.valid_from, each.version)).version


def clean(form: Form, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the form knows, as text: unknown codes, wrong kinds of values and unreadable characters are dropped.

    Never raises for hostile input; nothing readable that a person typed into a known field is lost, but for rows of a table
    beyond ROWS_LIMIT. What comes back can be stored, summed and printed, and cleaning it again changes nothing.
    """
    content: dict[str, Any] = {}
    for field in form.fields():
        value = raw.get(field.code)
        if field.type == "auto" or value is None:
            continue
        if field.type == "table":
            rows = value if isinstance(value, list) else []
            kept = [_row(field, row) for row in rows if isinstance(row, Mapping)]
            content[field.code] = [row for row in kept if any(row.values())][:ROWS_LIMIT]
        else:
            content[field.code] = _plain(field.type, value)
    return content


def _row(field: Field, row: Mapping[str, Any]) -> dict[str, str]:
    """A row with every column that is typed; one that only longer tasks have is there when it is filled."""
    cells = {
        column.code: _plain(column.type, row.get(column.code)) for column in field.columns if column.type != "auto"
    }
    longer = {column.code for column in field.columns if column.years > 1}
    return {code: text for code, text in cells.items() if text or code not in longer}


def _plain(kind: str, value: Any) -> str:
    """Text as typed; an amount in its one form, when it is one; a tick as "yes"."""
    if kind == "flag" and value is True:
        return "yes"
    text = _text(value)
    number = amount(text) if kind == "money" else None
    return str(number) if number is not None else text


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        return ""
    try:
        text = str(value)
    except ValueError:  # an int of more digits than Python writes out
        return ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char in "\n\t" or _readable(char)).strip()


def _readable(char: str) -> bool:
    """Not a control character, half of a surrogate pair or a code point that no text may hold: neither is ever typed."""
    return unicodedata.category(char) not in ("Cc", "Cs") and ord(char) & 0xFFFE != 0xFFFE


def amount(text: Any) -> Decimal | None:
    """An amount in PLN from content ("12345.67"); None for what is no amount, is negative, too large or too precise."""
    if not isinstance(text, str):
        return None
    try:
        value = Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    if not value.is_finite() or value < 0 or value > LIMIT or value != value.quantize(Decimal("0.01")):
        return None
    return abs(value.quantize(Decimal("0.01")))  # "-0" is zero too


def day(text: Any) -> date | None:
    """A date from content ("2027-05-01"); None for what is no date."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def structure_breaches(form: Form, content: Mapping[str, Any], *, joint: bool = False) -> list[Breach]:
    """Fields that are empty though required, too long, or not of their type; each breach names its field.

    What only a `joint` offer has is judged in one alone.
    """
    found: list[Breach] = []
    for field in form.fields():
        value = content.get(field.code)
        if field.type == "auto" or (field.joint and not joint):
            continue
        if field.type == "table":
            found.extend(_table_breaches(field, value if isinstance(value, list) else []))
        else:
            found.extend(_value_breaches(field, value if isinstance(value, str) else ""))
    return [replace(breach, basis=BASES[form.kind]) for breach in found]


# What a form asks is asked by the official form of its kind.
BASES = {"offer": "wzór oferty", "report": "wzór sprawozdania"}


def _breach(code: str, field: Field, **values: Any) -> Breach:
    return Breach(f"form.{code}", "", {"field": f"{field.number}. {field.label}", **values}, field.code)


def _value_breaches(field: Field, value: str) -> list[Breach]:
    if field.type == "flag":
        return [_breach("unticked", field)] if field.required and value != "yes" else []
    if not value:
        # "nie dotyczy" is an answer in words; a date, an amount and a choice have none.
        if not field.required:
            return []
        return [_breach("empty" if field.type in ("text", "rich") else field.type, field, why=NO_AMOUNT)]
    if len(value) > field.max_length:
        return [_breach("long", field, length=len(value), maximum=field.max_length)]
    if field.type == "date" and day(value) is None:
        return [_breach("date", field)]
    if field.type == "money" and amount(value) is None:
        return [_breach("money", field, why=_amount_fault(value))]
    if field.type == "choice" and value not in dict(field.choices):
        return [_breach("choice", field)]
    return []


def _table_breaches(field: Field, rows: list[Any]) -> list[Breach]:
    if field.required and not rows:
        return [_breach("no_rows", field)]
    found = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            found.append(_breach("no_rows", field))
            continue
        for column in field.columns:
            value = row.get(column.code, "")
            if column.type == "auto":
                continue
            values = {"row": number, "column": column.label}
            if not value and column.required:
                found.append(_breach("cell_empty", field, **values))
            elif value and (why := _cell_fault(column, value)):
                found.append(_breach("cell_wrong", field, **values, why=why))
    return found


def _cell_fault(column: Column, value: Any) -> str:
    """What is wrong with a cell that is not empty, in words; empty when nothing is."""
    if not isinstance(value, str) or len(value) > RICH_LIMIT:
        return "tekst jest za długi"
    if column.type in ("money", "number", "action"):
        return _amount_fault(value) if amount(value) is None else ""
    return "to nie jest data" if column.type == "date" and day(value) is None else ""


NO_AMOUNT = "podaj liczbę z najwyżej dwiema cyframi po przecinku"


def _amount_fault(text: str) -> str:
    """Why a text is no amount, in words."""
    try:
        value = Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return NO_AMOUNT
    if not value.is_finite():
        return NO_AMOUNT
    if value < 0:
        return "liczba jest ujemna, a może być zerem albo większa od zera"
    return "liczba jest za duża; sprawdź, czy nie ma w niej zbędnych cyfr" if value > LIMIT else NO_AMOUNT
