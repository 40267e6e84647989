"""Loading counties and communes; a second run changes nothing."""

import csv
from datetime import datetime
from pathlib import Path

from ngo.registry.models import Commune, County

DATA = Path(__file__).parent / "data"


def load(*, at: datetime) -> int:
    """Load the territory; returns the number of rows added."""
    with (DATA / "powiaty_lodzkie.csv").open() as file:
        counties = [
            County(code=row["terc"], name=row["powiat"], is_city=row["typ"] != "powiat") for row in csv.DictReader(file)
        ]
    known = set(County.objects.values_list("code", flat=True))
    added = County.objects.bulk_create(each for each in counties if each.code not in known)
    by_code = {county.code: county for county in County.objects.all()}
    with (DATA / "gminy_lodzkie.csv").open() as file:
        communes = [
            Commune(code=row["terc"], name=row["gmina"], kind=row["rodzaj"], county=by_code[row["powiat_terc"]])
            for row in csv.DictReader(file)
        ]
    known = set(Commune.objects.values_list("code", flat=True))
    more = Commune.objects.bulk_create(each for each in communes if each.code not in known)
    return len(added) + len(more)
