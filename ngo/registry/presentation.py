"""The register as people read it: facts of an organisation, its history, rejected rows as a CSV that opens safely."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.audit.models import Entry
from core.tables.spreadsheet import safe
from core.web.templatetags.polish import data, iban_masked
from law.organisation import eligibility_breaches, legal_forms
from law.verdict import sentence
from ngo.registry.matching import label
from ngo.registry.models import Commune, County, Import, ImportChange, ImportRejection, Organisation, Source
from ngo.registry.provenance import Origin, origins
from ngo.registry.readers.rows import Rejected
from ngo.registry.territory import doubtful


class RejectionTable:
    """A CSV of rejected rows being written: semicolons, as Polish spreadsheets expect.

    Below the headings of their own file stand the rows' cells, so that a corrected table can be imported as it is; a
    header is written again where the next file has another one. Answers that are no table stand in one cell.
    """

    def __init__(self, out: Any) -> None:
        self.writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
        self.header: list[str] = []

    def add(self, made: Import, rows: Iterable[ImportRejection | Rejected] | None = None) -> None:
        """The rejected rows of one import: all that are kept, or these."""
        headings = made.layout.get("headings") or []
        header = [_("plik"), _("wiersz"), _("powód"), *map(safe, headings or [_("treść wiersza")])]
        if header != self.header and (made.rejected or not self.header):
            self.writer.writerow(header)
            self.header = header
        for each in made.rejections.all().iterator() if rows is None else rows:
            cells = each.cells if headings else [each.raw]
            self.writer.writerow([safe(made.file_name), each.row, safe(each.reason), *map(safe, cells)])


ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1250": "Windows-1250", "iso-8859-2": "ISO-8859-2"}
KINDS = {"csv": _lazy("wykaz CSV"), "xlsx": _lazy("wykaz w arkuszu XLSX"), "krs": _lazy("odpowiedzi KRS (JSON)")}
SEPARATORS = {
    ";": _lazy("średnik"),
    ",": _lazy("przecinek"),
    "\t": _lazy("tabulator"),
    "|": _lazy("kreska pionowa"),
}


def taken(made: Import) -> list[tuple[str, str]]:
    """How a file was taken, as people read it: labels and values."""
    layout = made.layout
    rows = [
        (_("Rodzaj pliku"), str(KINDS.get(layout.get("kind", ""), ""))),
        (_("Kodowanie"), ENCODINGS.get(layout.get("encoding", ""), "")),
        (_("Separator"), str(SEPARATORS.get(layout.get("separator", ""), ""))),
        (_("Arkusz"), layout.get("sheet", "")),
        (_("Nagłówek w wierszu"), str(layout.get("header") or "")),
    ]
    return [(name, value) for name, value in rows if value]


def counts(told: Mapping[str, int], *, of_register: bool = False) -> list[tuple[str, int]]:
    """What an import did, or would do: labels and numbers of rows, or of organisations that a register was asked about."""
    if of_register:
        labels = {
            "read": _("Zapytano o organizacje"),
            "renamed": _("Zmieniona nazwa"),
            "changed": _("Zmienione inne dane"),
            "unchanged": _("Bez zmian"),
            "rejected": _("Nie pobrano"),
        }
        return [(name, told[field]) for field, name in labels.items()]
    labels = {
        "read": _("Wierszy w pliku"),
        "created": _("Nowe organizacje"),
        "renamed": _("Zmieniona nazwa"),
        "changed": _("Zmienione inne dane"),
        "unchanged": _("Bez zmian"),
        "rejected": _("Odrzucone"),
    }
    return [(name, told[field]) for field, name in labels.items()]


def undone(made: Import) -> list[tuple[str, int]]:
    """What the undo of an import did: labels and numbers of organisations."""
    labels = {
        ImportChange.Outcome.REMOVED: _("Usunięte nowe organizacje"),
        ImportChange.Outcome.RESTORED: _("Przywrócone dane"),
        ImportChange.Outcome.PARTLY: _("Przywrócone częściowo"),
        ImportChange.Outcome.KEPT: _("Pozostawione bez zmian"),
    }
    return [(name, made.undo_counts.get(str(outcome), 0)) for outcome, name in labels.items()]


VERBS = {
    "agree_to_letters": _lazy("Zgodzono się na listy urzędu"),
    "withdraw_letters": _lazy("Wycofano zgodę na listy urzędu"),
    "register": _lazy("Wpisano organizację do bazy"),
    "revise": _lazy("Zmieniono dane"),
    "confirm": _lazy("Potwierdzono dane"),
    "import_new": _lazy("Wczytano z pliku jako nową"),
    "import_rename": _lazy("Wczytano zmianę nazwy"),
    "import_change": _lazy("Wczytano zmianę danych"),
    "ask_for_refresh": _lazy("Zlecono pobranie danych z rejestru"),
    "import_restore": _lazy("Cofnięto zmianę z wczytanego pliku"),
    "import_remove": _lazy("Usunięto z bazy, cofając wczytanie pliku"),
    "ask_to_represent": _lazy("Poproszono o dostęp do działania w imieniu organizacji"),
    "merge": _lazy("Scalono z drugim wpisem tej organizacji"),
    "absorb": _lazy("Włączono do drugiego wpisu tej organizacji"),
    "undo_merge": _lazy("Cofnięto scalenie z drugim wpisem"),
    "restore_record": _lazy("Przywrócono wpis po cofnięciu scalenia"),
    "dismiss_duplicate": _lazy("Uznano, że podobny wpis to inna organizacja"),
    "decide_request": _lazy("Rozpatrzono prośbę o dostęp"),
    "invite_person": _lazy("Zaproszono osobę"),
    "withdraw_invitation": _lazy("Wycofano zaproszenie"),
    "change_role": _lazy("Zmieniono rolę osoby"),
    "withdraw_role": _lazy("Odebrano rolę osobie"),
    "leave_organisation": _lazy("Osoba przestała działać w imieniu organizacji"),
    "declare_signatory": _lazy("Wpisano osobę, która podpisuje"),
    "end_signatory": _lazy("Zakończono prawo osoby do podpisu"),
    "confirm_signatory": _lazy("Potwierdzono osobę, która podpisuje"),
    "add_bank_account": _lazy("Dodano rachunek bankowy"),
    "end_bank_account": _lazy("Zakończono rachunek bankowy"),
    "add_document": _lazy("Dodano dokument"),
    "withdraw_document": _lazy("Wycofano dokument"),
    "propose": _lazy("Zaproponowano zmianę danych"),
    "accept_proposal": _lazy("Przyjęto propozycję zmiany"),
    "refuse_proposal": _lazy("Odmówiono zmiany danych"),
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
            differences(entry.before, entry.after) if entry.verb in DIFFERING else [],
        )
        for entry in reversed(list(entries))
    ]


DIFFERING = (
    "revise",
    "import_rename",
    "import_change",
    "import_restore",
    "merge",
    "undo_merge",
    "propose",
    "declare_signatory",
    "end_signatory",
    "add_bank_account",
    "end_bank_account",
    "add_document",
    "withdraw_document",
)
# What entries say of the papers that hang on an organisation; names of people and numbers of accounts are not said.
DETAILS = {
    "function": _lazy("funkcja"),
    "purpose": _lazy("do czego służy"),
    "kind": _lazy("rodzaj"),
    "title": _lazy("tytuł"),
    "version": _lazy("wersja"),
    "valid_from": _lazy("od"),
    "valid_to": _lazy("do"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """The names of counties and communes by primary key, for differences that name them so."""

    counties: Mapping[int, str] = field(default_factory=dict)
    communes: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Places":
        """All of them, in one query."""
        counties = County.objects.order_by().values_list(Value("county"), "pk", "name")
        communes = Commune.objects.order_by().values_list(Value("commune"), "pk", "name")
        named: dict[str, dict[int, str]] = {"county": {}, "commune": {}}
        for kind, pk, name in counties.union(communes, all=True):
            named[kind][pk] = name
        return cls(named["county"], named["commune"])


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], places: Places | None = None
) -> list[tuple[str, str, str]]:
    """Each changed field as people read it: (label, before, after), personal values masked, in the order of the record.

    County and commune are named where `places` are given.
    """
    named = {"county_id": places.counties, "commune_id": places.communes} if places else {}
    found = []
    for each in Organisation._meta.concrete_fields:
        name, key = each.name, each.attname
        if key in named and key in {*after, *before}:
            known = named[key]
            found.append((label(name), known.get(before.get(key) or 0, "–"), known.get(after.get(key) or 0, "–")))
        elif name not in {*after, *before}:
            continue
        elif name in Organisation.PERSONAL_FIELDS:
            found.append((label(name), "–", _("zmieniono (treści nie ma w historii)")))
        else:
            found.append((label(name), shown(name, before.get(name)), shown(name, after.get(name))))
    for name, words in DETAILS.items():
        if before.get(name) or after.get(name):
            found.append((str(words), shown(name, before.get(name)), shown(name, after.get(name))))
    return found


def shown(field: str, value: Any) -> str:
    """A value of a field, as the ledger holds it, in words; a dash for nothing."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("tak") if value else _("nie")
    if field in ("opp_from", "opp_to", "deleted_on", "valid_from", "valid_to"):
        return data(date.fromisoformat(value))
    if field == "source":
        return str(Source(value).label)
    if field == "legal_form":
        return legal_forms()[value].name if value in legal_forms() else str(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class Fact:
    """A value as people read it, and in small print its origin where it is not that of the record (see `source`)."""

    label: str
    value: str
    origin: str = ""
    url: str = ""


def source(organisation: Organisation) -> str:
    """Where the record comes from and of which day: what most of its values say; the others have a line of their own."""
    common = _common(organisation)
    if common:
        return _told(common)
    day = _(", stan na %(day)s") % {"day": data(organisation.source_on)} if organisation.source_on else ""
    return f"{organisation.get_source_display()}{day}"


def _common(organisation: Organisation) -> Origin | None:
    counted = Counter(origins(organisation).values()).most_common(1)
    return counted[0][0] if counted else None


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
    known, common = origins(organisation), _common(organisation)
    return [
        Fact(
            label,
            value,
            _told(known.get(field)) if known.get(field) != common else "",
            url=value if field == "website" else "",
        )
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
