"""Where a seat lies: county and commune by their names in the register's answer, or by the postcode."""

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from core.tables.folding import fold
from ngo.registry.models import Commune, County, Organisation
from ngo.registry.readers.rows import Record

POSTCODES = Path(__file__).parent / "data" / "kody_pocztowe_lodzkie.csv"
COMMUNES = POSTCODES.with_name("gminy_lodzkie.csv")
COUNTIES = POSTCODES.with_name("powiaty_lodzkie.csv")
REGION = "lodzkie"


@cache
def county_names() -> dict[str, str]:
    """TERYT code → name of the county, in the order of the codes, as the reference data say."""
    with COUNTIES.open(encoding="utf-8") as file:
        return {row["terc"]: row["powiat"] for row in csv.DictReader(file)}


@cache
def postcodes() -> dict[str, frozenset[str]]:
    """Postcode → the first six digits of the TERYT codes of the communes in which it is used."""
    found: dict[str, set[str]] = {}
    with POSTCODES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["kod"], set()).add(row["gmina_terc6"])
    return {code: frozenset(communes) for code, communes in found.items()}


@dataclass(frozen=True)
class Territory:
    """The counties and communes of the region, read once for many questions."""

    counties: dict[str, int]
    communes: dict[str, int]
    county_names: dict[str, str]
    commune_names: dict[tuple[str, str], list[str]]
    # Answers given before: a list asks for the same postcodes again and again.
    known: dict[tuple[str, ...], dict[str, int]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Territory":
        counties = list(County.objects.all())
        communes = list(Commune.objects.select_related("county"))
        names: dict[tuple[str, str], list[str]] = {}
        for commune in communes:
            names.setdefault((commune.county.code, fold(commune.name)), []).append(commune.code)
        return cls(
            {county.code: county.pk for county in counties},
            {commune.code: commune.pk for commune in communes},
            {fold(county.name): county.code for county in counties},
            names,
        )

    def of(self, record: Record) -> dict[str, int]:
        """The keys of the county and commune of a record's seat: {"county_id": …, "commune_id": …}, where they are sure."""
        asked = (record.region, record.county, record.commune, record.values.get("postcode", ""))
        if asked not in self.known:
            self.known[asked] = self._of(record)
        return self.known[asked]

    def _of(self, record: Record) -> dict[str, int]:
        if record.region and fold(record.region) != REGION:
            return {}
        county = self.county_names.get(_bare(record.county), "") if record.region else ""
        named = self.commune_names.get((county, _bare(record.commune)), [])
        codes = {code for code in self.communes if code[:6] in postcodes().get(record.values.get("postcode", ""), ())}
        if county:
            codes = {code for code in codes if code.startswith(county)}
        if named:
            codes = {code for code in named if code in codes} or set(named)
        counties = {county} if county else {code[:4] for code in codes}
        return self.keys(counties, codes)

    def at(self, postcode: str) -> dict[str, int]:
        """The same by a postcode alone."""
        codes = {code for code in self.communes if code[:6] in postcodes().get(postcode, ())}
        return self.keys({code[:4] for code in codes}, codes)

    def keys(self, counties: set[str], communes: set[str]) -> dict[str, int]:
        """What is sure: the only county and the only commune left."""
        found = {}
        if len(counties) == 1 and (county := self.counties.get(next(iter(counties)))):
            found["county_id"] = county
        if len(communes) == 1:
            found["commune_id"] = self.communes[next(iter(communes))]
        return found


@cache
def named() -> dict[str, str]:
    """The first six digits of a commune's TERYT code → "gmina miejska Zgierz (powiat zgierski)"."""
    with COMMUNES.open(encoding="utf-8") as file:
        return {
            row["terc"][:6]: f"{row['rodzaj']} {row['gmina']} (powiat {row['powiat']})" for row in csv.DictReader(file)
        }


def doubtful(organisation: Organisation) -> list[str]:
    """The communes in which its postcode is used, when its seat is noted in none of them; else nothing.

    The list of postcodes is of 2021, so people are warned, never refused.
    """
    codes = postcodes().get(organisation.postcode, frozenset())
    if organisation.commune:
        fits = organisation.commune.code[:6] in codes
    else:
        fits = organisation.county is None or organisation.county.code in {code[:4] for code in codes}
    if fits or not codes:
        return []
    return [named()[code] for code in sorted(codes) if code in named()]


def _bare(name: str) -> str:
    """The register writes cities as "M. ŁÓDŹ"."""
    return fold(name).removeprefix("m ")
