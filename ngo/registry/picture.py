"""The counties as a picture: fields of one size, each roughly where the county lies, and the same figures as rows."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from core.web.charts import Chart, Tile, tiles
from ngo.registry.models import County


@dataclass(frozen=True, slots=True)
class CountyPicture:
    """The counties as a picture and as the same figures in a table: name, number, address of the list, whether chosen."""

    chart: Chart
    rows: list[tuple[str, int, str, bool]]


@cache
def _grid() -> dict[str, tuple[int, int, tuple[str, ...]]]:
    """Where each county lies in the picture, and the lines that write it there, by its code."""
    with (Path(__file__).parent / "data" / "siatka_powiatow.csv").open(encoding="utf-8") as file:
        return {
            row["terc"]: (int(row["wiersz"]), int(row["kolumna"]), tuple(row["napis"].split("|")))
            for row in csv.DictReader(file)
        }


def county_picture(counts: Iterable[tuple[County, int]], chosen: str, to_county: str) -> CountyPicture:
    """Organisations by county; `to_county` is the address of the list to which a county's code is added."""
    cells, rows = [], []
    for county, count in counts:
        url = f"{to_county}{county.code}"
        row, column, lines = _grid()[county.code]
        cells.append(Tile(county.name, lines, row, column, count, url, current=county.code == chosen))
        rows.append((county.name, count, url, county.code == chosen))
    title = _("Organizacje w powiatach")
    return CountyPicture(tiles(title, cells, category=_("Powiat"), measure=_("Organizacje")), rows)
