"""What people take away of the directory: the public columns of an organisation, row by row from one statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from law.organisation import legal_forms
from ngo.registry.models import Organisation, Source

AT_ONCE = 2000
# The key in JSON → the heading in a spreadsheet.
COLUMNS = {
    "name": gettext_lazy("Nazwa"),
    "legal_form": gettext_lazy("Forma prawna"),
    "krs": "KRS",
    "nip": "NIP",
    "regon": "REGON",
    "other_register": gettext_lazy("Inna ewidencja"),
    "other_number": gettext_lazy("Numer w ewidencji"),
    "street": gettext_lazy("Ulica i numer"),
    "postcode": gettext_lazy("Kod pocztowy"),
    "city": gettext_lazy("Miejscowość"),
    "commune": gettext_lazy("Gmina"),
    "commune_code": gettext_lazy("TERYT gminy"),
    "county": gettext_lazy("Powiat"),
    "county_code": gettext_lazy("TERYT powiatu"),
    "spheres": gettext_lazy("Sfery z art. 4 ust. 1"),
    "is_opp": "OPP",
    "opp_from": gettext_lazy("OPP od"),
    "opp_to": gettext_lazy("OPP do"),
    "in_liquidation": gettext_lazy("W likwidacji"),
    "deleted_on": gettext_lazy("Wykreślona z rejestru"),
    "website": gettext_lazy("Strona internetowa"),
    "source": gettext_lazy("Źródło danych"),
    "source_on": gettext_lazy("Stan na dzień"),
    "verified_on": gettext_lazy("Potwierdzono"),
    "address": gettext_lazy("Adres w bazie"),
}
# Where a column is read from, where it is not a field of the same name.
READ = {
    "commune": "commune__name",
    "commune_code": "commune__code",
    "county": "county__name",
    "county_code": "county__code",
    "verified_on": "verified_at",
    "address": "public_id",
}


def headings() -> list[str]:
    """The first row of a spreadsheet."""
    return [str(each) for each in COLUMNS.values()]


@dataclass(frozen=True, slots=True)
class Exported:
    """One organisation: its values by key."""

    values: dict[str, Any]

    def texts(self) -> list[str]:
        """The values as cells of a spreadsheet."""
        return [_text(name, value) for name, value in self.values.items()]


def exported(rows: QuerySet[Organisation], site: str) -> Iterator[Exported]:
    """The organisations in Polish order, some thousand in memory at a time. `site` is the address of the directory."""
    fields = [READ.get(name, name) for name in COLUMNS]
    found = rows.select_related(None).order_by("sort_key", "pk").values_list(*fields)
    for each in found.iterator(chunk_size=AT_ONCE):
        values = dict(zip(COLUMNS, each, strict=True))
        values["verified_on"] = localdate(values["verified_on"]) if values["verified_on"] else None
        values["address"] = f"{site}{values['address']}/"
        yield Exported(values)


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("tak") if value else _("nie")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, date | datetime):
        return value.isoformat()
    if name == "source":
        return str(Source(value).label)
    if name == "legal_form":
        return legal_forms()[value].name if value in legal_forms() else ""
    return value or ""
