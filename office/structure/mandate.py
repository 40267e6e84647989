"""Reading the office's published mandate: units, posts, numbered tasks, contact, who published and changed it."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

UNIT_LINE = re.compile(r"^(\d)\.\s+(?P<name>.+),\s*„\s*(?P<symbol>KM ?[IVXS]+)[”\"]\s*$")
SECTION_LINE = re.compile(r"^(?P<section>[IVX]+)\.\s+(?P<name>.+?)[,\s]*(?:który|która|które)\s")
TASK_LINE = re.compile(r"^(?P<number>\d+)\)\s*(?P<text>.+)$")
STAMP = "%d.%m.%Y - %H:%M"
WARSAW = ZoneInfo("Europe/Warsaw")
# The title of the published page.
PAGE = "Kancelaria Marszałka"


@dataclass(frozen=True, slots=True)
class MandateUnit:
    """A unit as published: "KM III", its name, its tasks in order; the numeral of its section numbers the tasks."""

    symbol: str
    name: str
    section: str
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mandate:
    """The whole page. `posts` are (title, person or "")."""

    units: tuple[MandateUnit, ...]
    posts: tuple[tuple[str, str], ...]
    published_by: str
    published_at: datetime
    changed_by: str
    changed_at: datetime


class UnreadableMandate(ValueError):
    """The text is not a mandate page: a line says which part is missing."""


def read(text: str) -> Mandate:
    """The mandate in a published text. Raises UnreadableMandate."""
    units: list[tuple[str, str]] = []
    tasks: dict[str, list[str]] = {}
    section = ""
    for line in (raw.replace("\xa0", " ").strip() for raw in text.splitlines()):
        if match := UNIT_LINE.match(line):
            units.append((match["symbol"], match["name"]))
        elif match := SECTION_LINE.match(line):
            section = match["section"]
            tasks[section] = []
        elif section and line.startswith("Osoba publikująca"):
            section = ""
        elif section and (match := TASK_LINE.match(line)):
            if int(match["number"]) != len(tasks[section]) + 1:
                raise UnreadableMandate(f"section {section}: task {match['number']} is out of order")
            tasks[section].append(match["text"])
        elif section and line and tasks[section]:
            # A task that runs on in the next line of the source.
            tasks[section][-1] += f" {line}"
    if len(units) != len(tasks):
        raise UnreadableMandate(f"{len(units)} units but {len(tasks)} sections of tasks")
    return Mandate(
        units=tuple(
            MandateUnit(symbol, name, numeral, tuple(tasks[numeral]))
            for (symbol, name), numeral in zip(units, tasks, strict=True)
        ),
        posts=(
            ("Dyrektor Kancelarii Marszałka", _after(text, r"^Dyrektor Kancelarii Marszałka:")),
            ("Zastępca Dyrektora Kancelarii Marszałka", _after(text, r"^Zastępca Dyrektora Kancelarii Marszałka:")),
        ),
        published_by=_after(text, r"^Osoba publikująca\s*:"),
        published_at=_moment(text, r"^Data publikacji:"),
        changed_by=_after(text, r"^Osoba modyfikująca\s*:"),
        changed_at=_moment(text, r"^Ostatnio zmieniany:"),
    )


def _after(text: str, label: str) -> str:
    match = re.search(label + r"[ \t]*(?P<value>.*)$", text, re.MULTILINE)
    if match is None:
        raise UnreadableMandate(f"no line matches {label}")
    return match["value"].strip()


def _moment(text: str, label: str) -> datetime:
    return datetime.strptime(_after(text, label), STAMP).replace(tzinfo=WARSAW)
