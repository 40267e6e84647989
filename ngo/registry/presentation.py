"""The register as people read it: facts of an organisation, its history, rejected rows as a CSV that opens safely."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.audit.models import Entry
from core.web.templatetags.polish import data, iban_masked
from law.organisation import eligibility_breaches, legal_forms
from law.verdict import sentence
from ngo.registry.matching import label
from ngo.registry.models import Import, Organisation, Source
from ngo.registry.provenance import Origin, origins
from ngo.registry.territory import doubtful

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
    if field in ("opp_from", "opp_to", "deleted_on"):
        return data(date.fromisoformat(value))
    if field == "source":
        return str(Source(value).label)
    if field == "legal_form":
        return legal_forms()[value].name if value in legal_forms() else str(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value as people read it, and in small print where it comes from and when it was checked."""

    label: str
    value: str
    origin: str = ""
    url: str = ""


def facts(organisation: Organisation) -> list[Fact]:
    """What everyone may know of an organisation, without what is empty."""
    opp = _("tak") if organisation.is_opp else (_("nie") if organisation.opp_from or organisation.opp_to else "")
    return _filled(
        organisation,
        ("legal_form", _("Forma prawna"), organisation.form_name),
        ("krs", _("Numer KRS"), organisation.krs or ""),
        ("other_number", organisation.other_register or _("Inna ewidencja"), organisation.other_number),
        ("nip", "NIP", organisation.nip),
        ("regon", "REGON", organisation.regon),
        ("street" if organisation.street else "city", _("Siedziba"), organisation.seat),
        ("county", _("Powiat"), str(organisation.county or "")),
        ("commune", _("Gmina"), str(organisation.commune or "")),
        ("in_entrepreneurs", _("Rejestr przedsiębiorców"), _("tak") if organisation.is_entrepreneur else ""),
        ("is_opp", _("Status OPP"), _since(opp, organisation.opp_from, organisation.opp_to)),
        ("in_liquidation", _("Likwidacja"), _("w likwidacji") if organisation.in_liquidation else ""),
        ("deleted_on", _("Wykreślona z rejestru"), data(organisation.deleted_on)),
        ("website", _("Strona internetowa"), organisation.website),
    )


def protected(organisation: Organisation) -> list[Fact]:
    """What its own people and staff see besides."""
    return _filled(
        organisation,
        ("email", _("E-mail"), organisation.email),
        ("phone", _("Telefon"), organisation.phone),
        ("correspondence_address", _("Adres do korespondencji"), organisation.correspondence_address),
        ("ade_address", _("Adres do e-Doręczeń"), organisation.ade_address),
        ("bank_account", _("Rachunek do dotacji"), iban_masked(organisation.bank_account)),
        ("representation", _("Sposób reprezentacji"), organisation.representation),
    )


def _filled(organisation: Organisation, *rows: tuple[str, str, str]) -> list[Fact]:
    known = origins(organisation)
    return [
        Fact(label, value, _told(known.get(field)), url=value if field == "website" else "")
        for field, label, value in rows
        if value
    ]


def _since(words: str, begins: date | None, ends: date | None) -> str:
    """ "tak, od 3 marca 2020 r. do 1 maja 2024 r."."""
    parts = [
        _("od %(day)s") % {"day": data(begins)} if begins else "",
        _("do %(day)s") % {"day": data(ends)} if ends else "",
    ]
    if not words:
        return ""
    days = " ".join(part for part in parts if part)
    return f"{words}, {days}" if days else words


def _told(origin: Origin | None) -> str:
    """ "Krajowy Rejestr Sądowy, 12 sierpnia 2025 r.; sprawdzono 3 marca 2026 r."."""
    if origin is None:
        return ""
    words = f"{origin.source.label}, {data(origin.on)}"
    if origin.verified_on == origin.on:
        return _("%(source)s, sprawdzono %(day)s") % {"source": origin.source.label, "day": data(origin.on)}
    if origin.verified_on is None:
        return _("%(source)s; urząd nie sprawdzał") % {"source": words}
    return _("%(source)s; sprawdzono %(day)s") % {"source": words, "day": data(origin.verified_on)}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether an organisation may apply on a day, in words that end with the article."""

    allowed: bool
    sentences: list[str]


def eligibility(organisation: Organisation, on: date) -> Eligibility:
    """What art. 3 says of an organisation on a day."""
    breaches = eligibility_breaches(
        organisation.legal_form,
        in_liquidation=organisation.in_liquidation,
        deleted_on=organisation.deleted_on,
        on=on,
    )
    if breaches:
        return Eligibility(False, [sentence(breach) for breach in breaches])
    form = legal_forms()[organisation.legal_form]
    words = _("Może ubiegać się o zlecenie zadania publicznego jako %(form)s, stan na %(day)s (%(basis)s)")
    if form.valid_from > date.min:
        words = _(
            "Może ubiegać się o zlecenie zadania publicznego jako %(form)s, stan na %(day)s (%(basis)s, od %(since)s)"
        )
    return Eligibility(
        True,
        [words % {"form": form.name, "day": data(on), "basis": form.basis, "since": data(form.valid_from)}],
    )


def warnings(organisation: Organisation) -> list[str]:
    """What does not agree in a record, or will hinder letters; none of it stops anybody."""
    found = []
    if organisation.is_entrepreneur and not organisation.ade_address:
        found.append(
            _(
                "Organizacja jest w rejestrze przedsiębiorców, więc powinna mieć adres do e-Doręczeń, a w danych go nie ma. "
                "Wpisz go; do tego czasu pisma idą usługą hybrydową (art. 9 ust. 1 pkt 8 ustawy o doręczeniach elektronicznych)."
            )
        )
    if elsewhere := doubtful(organisation):
        places = ", ".join(elsewhere)
        known = _("gmina %(name)s") % {"name": organisation.commune} if organisation.commune else ""
        known = known or _("powiat %(name)s") % {"name": organisation.county}
        found.append(
            _(
                "Kod pocztowy i gmina nie zgadzają się: kod %(postcode)s należy do: %(places)s, a w danych jest %(known)s. "
                "Wykaz kodów jest z 2021 r.; sprawdź, co jest prawdą."
            )
            % {"postcode": organisation.postcode, "places": places, "known": known}
        )
    return found


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the next offer will need: its name and the field of the form where it is typed."""

    label: str
    field: str

    @property
    def anchor(self) -> str:
        """The id of the field's control; of several boxes, of the first."""
        return f"id_{self.field}_0" if self.field == "spheres" else f"id_{self.field}"


def missing(organisation: Organisation) -> list[Gap]:
    """What the next offer will need and the record does not have yet."""
    needed = (
        "legal_form",
        "nip",
        "street",
        "postcode",
        "city",
        "email",
        "phone",
        "bank_account",
        "representation",
        "spheres",
    )
    gaps = [Gap(label(field), field) for field in needed if not getattr(organisation, field)]
    register = Gap(_("numer KRS albo numer w innej ewidencji"), "krs")
    return gaps if organisation.register_line else [register, *gaps]
