"""Registers as reviewed data: a YAML file each, read whole or refused with its file and line."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from law.calendar import add_days, add_months, add_working_days

# What a field holds: its type in a file → what people call it.
KINDS = {
    "line": "wiersz tekstu",
    "text": "tekst",
    "date": "data",
    "time": "godzina",
    "integer": "liczba całkowita",
    "amount": "kwota",
    "yes": "tak albo nie",
    "choice": "jedno z listy",
    "choices": "kilka z listy",
    "email": "e-mail",
    "phone": "telefon",
    "link": "adres strony",
    "unit": "komórka urzędu",
}
# From the fewest to the most: the register's units, all staff, everyone.
VISIBILITY = ("unit", "office", "public")
LISTED = ("choice", "choices")
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
ADDRESS = re.compile(r"[a-z][a-z0-9-]{1,39}")
# What addresses of lists and forms say themselves.
RESERVED = frozenset({"szukaj", "strona", "porzadek", "stan", "token", "revision", "file", "reason"})
# How a term is counted: its word in a file → the day after a start (law.calendar moves it off days off).
COUNTS: Mapping[str, Callable[[date, int], date]] = {
    "days": add_days,
    "working_days": add_working_days,
    "months": add_months,
    "years": lambda start, years: add_months(start, 12 * years),
}


class SchemaFault(ValueError):
    """A file that is no register: where and what is wrong, in a sentence."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path}, wiersz {line}: {what}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it holds, whether it must be filled (always, or `when` another field says one of some values), who sees it."""

    code: str
    label: str
    kind: str
    required: bool = False
    filterable: bool = False
    personal: bool = False
    visibility: str = "unit"
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A term: the field with its day, the field it counts from, the field whose filling ends it, and its basis."""

    field: str
    start: str
    done: str
    count: str = ""
    amount: int = 0
    basis: str = ""

    def counted(self, start: date) -> date | None:
        """The day that the term says by itself; none where people give it."""
        return COUNTS[self.count](start, self.amount) if self.count else None


@dataclass(frozen=True, slots=True)
class Retention:
    """How long what is personal in an entry is kept: whole months after the day in a field, or after the entry."""

    months: int
    start: str = ""
    attachments: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A register: whose it is, which tasks of the mandate it carries, its fields, terms and retention."""

    code: str
    title: str
    about: str
    prefix: str
    units: tuple[str, ...]
    tasks: tuple[str, ...]
    visibility: str
    heading: str
    columns: tuple[str, ...]
    fields: tuple[Field, ...]
    terms: tuple[Term, ...] = ()
    retention: Retention | None = None
    public_from: str = ""

    def field(self, code: str) -> Field:
        """A field by its code. Raises StopIteration for one that the register lacks."""
        return next(field for field in self.fields if field.code == code)

    def seen(self, reach: str) -> tuple[Field, ...]:
        """The fields that somebody who reaches so far sees: "unit" all, "public" public ones."""
        wide = VISIBILITY[VISIBILITY.index(reach) :]
        return tuple(field for field in self.fields if field.visibility in wide)

    @property
    def searched(self) -> tuple[Field, ...]:
        """The fields whose words are searched: those that everyone who sees the register sees."""
        return self.seen(self.visibility)


class Part(dict[str, Any]):
    """A mapping of a file that knows the line of each of its keys."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class _Reader:
    """One file: takes parts of it and refuses what is wrong with its line."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fault(self, line: int, what: str) -> SchemaFault:
        return SchemaFault(self.path, line, what)

    def document(self) -> Part:
        try:
            node = yaml.compose(self.path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise self.fault(line, f"to nie jest YAML: {error.problem}") from error
        found = self._plain(node) if node else None
        if not isinstance(found, Part):
            raise self.fault(1, "plik nie opisuje rejestru")
        return found

    def _plain(self, node: yaml.Node) -> Any:
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            part = Part(line)
            for key, value in node.value:
                if key.value in part:
                    raise self.fault(key.start_mark.line + 1, f"„{key.value}” stoi dwa razy")
                part[key.value] = self._plain(value)
                part.lines[key.value] = key.start_mark.line + 1
            return part
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(each) for each in node.value]
        if node.tag == "tag:yaml.org,2002:bool":
            return node.value.lower() in ("true", "yes", "on")
        if node.tag == "tag:yaml.org,2002:int":
            return int(node.value) if node.value.isdecimal() else node.value
        return str(node.value)

    def known(self, part: Part, *names: str) -> None:
        """Refuse a key that nothing reads."""
        for name in part:
            if name not in names:
                raise self.fault(part.lines[name], f"nieznany klucz „{name}”; znane: {', '.join(names)}")

    def text(self, part: Part, name: str, *, default: str | None = None) -> str:
        value = part.get(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fault(part.lines.get(name, part.line), f"„{name}” ma być tekstem")
        return value.strip()

    def flag(self, part: Part, name: str) -> bool:
        value = part.get(name, False)
        if not isinstance(value, bool):
            raise self.fault(part.lines[name], f"„{name}” to true albo false")
        return value

    def number(self, part: Part, name: str) -> int:
        value = part.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.fault(part.lines.get(name, part.line), f"„{name}” ma być liczbą większą od zera")
        return value

    def words(self, part: Part, name: str, *, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        value = part.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            raise self.fault(part.lines.get(name, part.line), f"„{name}” ma być listą")
        return tuple(value)

    def one_of(self, part: Part, name: str, known: Iterator[str] | tuple[str, ...], default: str | None = None) -> str:
        value, choices = self.text(part, name, default=default), tuple(known)
        if value not in choices:
            line = part.lines.get(name, part.line)
            raise self.fault(line, f"nieznany „{name}”: „{value}”; znane: {', '.join(choices)}")
        return value

    def parts(self, part: Part, name: str) -> list[Part]:
        value = part.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, Part) for each in value):
            raise self.fault(part.lines[name], f"„{name}” ma być listą")
        return value


def read(path: Path) -> Register:
    """The register that a file describes. Raises SchemaFault with the file and the line."""
    take = _Reader(path)
    file = take.document()
    names = ("title", "about", "prefix", "units", "tasks", "visibility", "heading", "columns", "public_from")
    take.known(file, *names, "fields", "terms", "retention")
    if not ADDRESS.fullmatch(path.stem):
        raise take.fault(1, f"nazwa pliku „{path.stem}” jest adresem rejestru: małe litery, cyfry i łączniki")
    visibility = take.one_of(file, "visibility", VISIBILITY)
    fields = tuple(_field(take, part, visibility) for part in take.parts(file, "fields"))
    codes = [field.code for field in fields]
    if not fields:
        raise take.fault(file.lines.get("fields", 1), "rejestr nie ma pól")
    for number, (field, part) in enumerate(zip(fields, take.parts(file, "fields"), strict=True)):
        if field.code in codes[:number]:
            raise take.fault(part.lines["code"], f"pole „{field.code}” stoi dwa razy")
        for other, _values in field.when:
            if other not in codes:
                raise take.fault(part.lines["required_when"], f"nie ma pola „{other}”")
    by_code = dict(zip(codes, fields, strict=True))
    heading = take.one_of(file, "heading", tuple(codes))
    columns = take.words(file, "columns")
    for code in columns:
        if code not in codes:
            raise take.fault(file.lines["columns"], f"nie ma pola „{code}”")
    if by_code[heading].personal:
        raise take.fault(file.lines["heading"], "tytułem wpisu nie może być pole z danymi osobowymi")
    if by_code[heading].visibility != visibility:
        raise take.fault(file.lines["heading"], "tytuł wpisu widzi każdy, kto widzi rejestr")
    register = Register(
        code=path.stem,
        title=take.text(file, "title"),
        about=take.text(file, "about"),
        prefix=take.text(file, "prefix"),
        units=take.words(file, "units"),
        tasks=take.words(file, "tasks", default=()),
        visibility=visibility,
        heading=heading,
        columns=columns,
        fields=fields,
        terms=tuple(_term(take, part, by_code) for part in take.parts(file, "terms")),
        retention=_retention(take, file, by_code),
        public_from=_day(take, file, "public_from", by_code) if visibility == "public" else "",
    )
    if any(field.personal for field in fields) and register.retention is None:
        raise take.fault(1, "rejestr z danymi osobowymi mówi w „retention”, jak długo je trzyma")
    return register


def _field(take: _Reader, part: Part, visibility: str) -> Field:
    take.known(
        part, "code", "label", "type", "required", "required_when", "filterable", "personal", "visibility", "help", "options"
    )  # fmt: skip
    code = take.text(part, "code")
    if not CODE.fullmatch(code) or code in RESERVED:
        raise take.fault(part.lines["code"], f"„{code}” nie może być kodem pola")
    kind = take.one_of(part, "type", tuple(KINDS))
    personal, filterable = take.flag(part, "personal"), take.flag(part, "filterable")
    seen = take.one_of(part, "visibility", VISIBILITY, "unit" if personal else visibility)
    line = part.lines.get("visibility", part.line)
    if VISIBILITY.index(seen) > VISIBILITY.index(visibility):
        raise take.fault(line, "pole nie może być widoczne szerzej niż rejestr")
    if personal and seen == "public":
        raise take.fault(line, "pole z danymi osobowymi nie może być publiczne")
    if filterable and kind == "text":
        raise take.fault(part.lines["filterable"], "długi tekst się wyszukuje, a nie filtruje")
    options = part.get("options", {})
    if (kind in LISTED) != bool(options) or (options and not isinstance(options, Part)):
        raise take.fault(
            part.lines.get("options", part.line), "„options” mają tylko pola typu choice i choices: kod i nazwa"
        )
    when = part.get("required_when", {})
    if not isinstance(when, dict):
        raise take.fault(part.lines["required_when"], "„required_when” to pole i lista jego wartości")
    return Field(
        code,
        take.text(part, "label"),
        kind,
        take.flag(part, "required"),
        filterable,
        personal,
        seen,
        take.text(part, "help", default=""),
        tuple((name, str(label)) for name, label in options.items()),
        tuple((name, take.words(when, name)) for name in when),  # type: ignore[arg-type]
    )


def _day(take: _Reader, part: Part, name: str, fields: Mapping[str, Field]) -> str:
    """The code of a field that holds a day."""
    return take.one_of(part, name, tuple(code for code, field in fields.items() if field.kind == "date"))


def _term(take: _Reader, part: Part, fields: Mapping[str, Field]) -> Term:
    take.known(part, "field", "from", "done", "basis", *COUNTS)
    counts = [name for name in COUNTS if name in part]
    if len(counts) > 1:
        raise take.fault(part.lines[counts[1]], "termin liczy się w jednej jednostce")
    return Term(
        _day(take, part, "field", fields),
        _day(take, part, "from", fields),
        _day(take, part, "done", fields),
        counts[0] if counts else "",
        take.number(part, counts[0]) if counts else 0,
        take.text(part, "basis", default=""),
    )


def _retention(take: _Reader, file: Part, fields: Mapping[str, Field]) -> Retention | None:
    part = file.get("retention")
    if part is None:
        return None
    if not isinstance(part, Part):
        raise take.fault(file.lines["retention"], "„retention” mówi: months, from, attachments")
    take.known(part, "months", "from", "attachments")
    start = _day(take, part, "from", fields) if "from" in part else ""
    return Retention(take.number(part, "months"), start, take.flag(part, "attachments"))


def registers() -> Mapping[str, Register]:
    """Every register by its code, in the order of titles; read once, so a change of a file needs a restart."""
    return _in_folder(Path(settings.REGISTERS_DIR))


@cache
def _in_folder(folder: Path) -> Mapping[str, Register]:
    found = [read(path) for path in sorted(folder.glob("*.yaml"))]
    prefixes = [each.prefix for each in found]
    for each in found:
        if prefixes.count(each.prefix) > 1:
            raise SchemaFault(folder / f"{each.code}.yaml", 1, f"„prefix” {each.prefix} ma już inny rejestr")
    return {each.code: each for each in sorted(found, key=lambda each: each.title)}
