"""Loading counties and communes, making keys of search anew after they changed; a second run changes nothing."""

import csv
from datetime import datetime
from pathlib import Path

from ngo.registry.matching import EDITION, KEYS, index
from ngo.registry.models import Commune, County, Organisation

DATA = Path(__file__).parent / "data"
CHUNK = 1000


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


def reindex(*, at: datetime) -> int:
    """Make the keys of search of those organisations anew whose keys are of another edition; returns how many."""
    changed, last = 0, 0
    stale = Organisation.objects.exclude(search_text__startswith=EDITION).prefetch_related("names").order_by("pk")
    while chunk := list(stale.filter(pk__gt=last)[:CHUNK]):
        for organisation in chunk:
            index(organisation, [each.name for each in organisation.names.all()])
        changed += Organisation.objects.bulk_update(chunk, KEYS, batch_size=200)
        last = chunk[-1].pk
    return changed
