"""The register as people read it: facts of an organisation, its history, rejected rows as a CSV that opens safely."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.audit.models import Entry
from core.web.templatetags.polish import iban_masked
from law.organisation import legal_forms
from ngo.registry.matching import label
from ngo.registry.models import Import, Organisation, Source

# A cell that begins so is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: str) -> str:
    """The cell as text to any spreadsheet: what would be a formula gets an apostrophe in front."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


class RejectionTable:
    """A CSV of rejected rows being written: semicolons, as Polish spreadsheets expect, and the header first."""

    def __init__(self, out: Any) -> None:
        self.writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        self.writer.writerow([_("plik"), _("wiersz"), _("powód"), _("treść wiersza")])

    def add(self, made: Import) -> None:
        """The rejected rows of one import."""
        for each in made.rejections.all().iterator():
            self.writer.writerow([safe(made.file_name), each.row, safe(each.reason), safe(each.raw)])


VERBS = {
    "register": _lazy("Wpisano organizację do bazy"),
    "revise": _lazy("Zmieniono dane"),
    "confirm": _lazy("Potwierdzono dane"),
    "import_new": _lazy("Wczytano z pliku jako nową"),
    "import_rename": _lazy("Wczytano zmianę nazwy"),
    "import_change": _lazy("Wczytano zmianę danych"),
    "ask_for_refresh": _lazy("Zlecono pobranie danych z rejestru"),
    "ask_to_represent": _lazy("Poproszono o dostęp do działania w imieniu organizacji"),
    "decide_request": _lazy("Rozpatrzono prośbę o dostęp"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an organisation's history: what was done, when, by whom, and each field before and after."""

    what: str
    at: datetime
    who: str
    reason: str
    changes: list[tuple[str, str, str]]


def steps(entries: Iterable[Entry]) -> list[Step]:
    """The history as people read it, newest first."""
    return [
        Step(
            str(VERBS.get(entry.verb, entry.verb)),
            entry.at,
            entry.system or str(entry.user or _("osoba usunięta")),
            entry.reason,
            list(_differences(entry)) if entry.verb in DIFFERING else [],
        )
        for entry in reversed(list(entries))
    ]


DIFFERING = ("revise", "import_rename", "import_change")


def _differences(entry: Entry) -> Iterator[tuple[str, str, str]]:
    names = [field.name for field in Organisation._meta.concrete_fields if field.name in {*entry.after, *entry.before}]
    for name in names:
        if name in Organisation.PERSONAL_FIELDS:
            yield label(name), _("dane chronione"), _("zmieniono (treści nie ma w historii)")
        else:
            yield label(name), _shown(name, entry.before.get(name)), _shown(name, entry.after.get(name))


def _shown(field: str, value: Any) -> str:
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("tak") if value else _("nie")
    if field == "source":
        return str(Source(value).label)
    if field == "legal_form":
        return legal_forms()[value].name if value in legal_forms() else str(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def facts(organisation: Organisation) -> list[tuple[str, str]]:
    """What everyone may know of an organisation: labels and values, without the empty ones."""
    rows = [
        (_("Forma prawna"), organisation.form_name),
        (_("Numer KRS"), organisation.krs or ""),
        (organisation.other_register or _("Inna ewidencja"), organisation.other_number),
        ("NIP", organisation.nip),
        ("REGON", organisation.regon),
        (_("Siedziba"), organisation.seat),
        (_("Powiat"), str(organisation.county or "")),
        (_("Gmina"), str(organisation.commune or "")),
    ]
    return [(name, value) for name, value in rows if value]


def protected(organisation: Organisation) -> list[tuple[str, str]]:
    """What its own people and staff see besides."""
    rows = [
        (_("E-mail"), organisation.email),
        (_("Telefon"), organisation.phone),
        (_("Adres do korespondencji"), organisation.correspondence_address),
        (_("Rachunek bankowy"), iban_masked(organisation.bank_account)),
        (_("Sposób reprezentacji"), organisation.representation),
    ]
    return [(name, value) for name, value in rows if value]


def missing(organisation: Organisation) -> list[str]:
    """What the next offer will need and the record does not have yet."""
    needed = ("legal_form", "nip", "street", "postcode", "city", "email", "phone", "bank_account", "representation")
    gaps = [label(field) for field in needed if not getattr(organisation, field)]
    return gaps if organisation.register_line else [_("numer KRS albo numer w innej ewidencji"), *gaps]
