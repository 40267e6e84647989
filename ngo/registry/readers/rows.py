"""What a reader hands on: how the file was taken, records with values in their one form, rejected rows with their reasons."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal

RAW_MAX = 500


@dataclass(frozen=True, slots=True)
class Record:
    """One organisation as a file tells of it: texts by field of the register, and flags that the file decides.

    `row` is the number of the row as a spreadsheet shows it (the header is row 1), or of the answer in the file. A field
    that is missing or empty says nothing. `on` is the day of which the file speaks, when it says so; `deleted_on` the day
    on which the register deleted it. `cells` are the row's cells as they stood, for a table.
    """

    row: int
    raw: str
    values: dict[str, str]
    flags: dict[str, bool]
    on: date | None = None
    deleted_on: date | None = None
    region: str = ""
    county: str = ""
    commune: str = ""
    cells: tuple[str, ...] = ()

    @property
    def told(self) -> dict[str, Any]:
        """All that it says of the organisation itself, by field of the register."""
        deleted = {"deleted_on": self.deleted_on} if self.deleted_on else {}
        return {**self.values, **self.flags, **deleted}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be taken, and why."""

    row: int
    reason: str
    raw: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file was taken: `kind` is "csv", "xlsx" or "krs"; the rest is for tables.

    `header` is the number of the header's row, `headings` its cells as written, `fields` the field of the register for
    each column ("" for one left unread).
    """

    kind: str
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header: int = 0
    headings: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """An open file: the source it speaks for ("krs", "opp_list", "list"), its layout, its rows one by one.

    `first` are the first lines of a table below its header, as they stand; `share` says how much of the file was read, 0–1;
    `check` reads the file to its end, before the rows, and raises UnreadableFile where it breaks off.
    """

    source: str
    layout: Layout
    first: tuple[tuple[str, ...], ...]
    rows: Generator[Record | Rejected, None, None]
    share: Callable[[], float]
    check: Callable[[], None]


class UnreadableFile(Refusal):
    """The whole file cannot be read; nothing was changed. `str()` is the Polish sentence."""

    code = "unreadable-file"
    status = 400

    @property
    def sentences(self) -> list[str]:
        return [str(self), _("Niczego nie zmieniono.")]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("file", text) for text in self.sentences]
