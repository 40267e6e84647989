"""Rejected rows of an import as a CSV file that a spreadsheet opens safely."""

import csv
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

# A cell that begins so is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: str) -> str:
    """The cell as text to any spreadsheet: what would be a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def write_rejections(out: Any, rejections: Iterable[tuple[str, int, str, str]]) -> None:
    """Write (file, row, reason, content) with a header, separated by semicolons as Polish spreadsheets expect."""
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("plik"), _("wiersz"), _("powód"), _("treść wiersza")])
    for file, row, reason, raw in rejections:
        writer.writerow([safe(file), row, safe(reason), safe(raw)])
