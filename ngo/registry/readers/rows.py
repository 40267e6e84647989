"""What a reader hands on: a record with its values in their one form, or a rejected row with its number and reason."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal

RAW_MAX = 500


@dataclass(frozen=True, slots=True)
class Record:
    """One organisation as a file tells of it: texts by field of the register, and flags that the file decides.

    `row` is the number of the row as a spreadsheet shows it (the header is row 1), or of the answer in the file. A field
    that is missing or empty says nothing. `on` is the day of which the file speaks, when it says so.
    """

    row: int
    raw: str
    values: dict[str, str]
    flags: dict[str, bool]
    on: date | None = None
    region: str = ""
    county: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be taken, and why."""

    row: int
    reason: str
    raw: str


class UnreadableFile(Refusal):
    """The whole file cannot be read; nothing was changed. `str()` is the Polish sentence."""

    code = "unreadable-file"
    status = 400

    @property
    def sentences(self) -> list[str]:
        return [str(self), _("Niczego nie zmieniono.")]
