"""Which organisation of the register a row is about, and what it would change; nothing is ever picked silently."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from core.audit.ledger import sealed
from core.tables.collation import sort_key
from core.tables.folding import fold
from core.tables.stems import stems_of
from core.web.templatetags.polish import data
from ngo.registry.models import FROM_REGISTER, Commune, County, Organisation, OrganisationName, Source
from ngo.registry.naming import parse
from ngo.registry.readers.rows import Record
from ngo.registry.words import other_writings

NUMBERS = ("krs", "nip", "regon")
# What index() sets.
KEYS = ("sort_key", "search_text", "name_key", "name_core")
# An organisation, or a tuple with these of its fields by name: a list is compared with a hundred thousand of them.
Compared = Any
COMPARED = (
    "pk", "public_id", "name", "legal_form", *NUMBERS, "street", "postcode", "city", "commune_id", "county_id", "website",
    "email", "phone", "bank_account", "representation", "in_liquidation", "is_opp", "in_entrepreneurs", "deleted_on", "source",
    "source_on",
    "other_register", "other_number", "merged_into_id",
)  # fmt: skip


class Unclear(Exception):
    """The row cannot be taken: its numbers do not point to one organisation, or something surer is known. In words."""


class Contradiction(Unclear):
    """A register says two things that cannot both be: people must settle it. `pk` is the organisation's."""

    def __init__(self, words: str, pk: int) -> None:
        super().__init__(words)
        self.pk = pk


class Known:
    """The organisations that rows may be about, found by their numbers; an absorbed one stands for the one that stayed."""

    def __init__(self, organisations: Iterable[Compared], stayed: Mapping[int, Compared]) -> None:
        """`stayed` are those that absorbed some of the organisations, by primary key."""
        self.by_number: dict[tuple[str, str], list[Compared]] = {}
        for organisation in organisations:
            meant = stayed.get(organisation.merged_into_id, organisation)
            for field in NUMBERS:
                if number := getattr(organisation, field):
                    self.by_number.setdefault((field, number), []).append(meant)

    def of(self, record: Record) -> Compared | None:
        """The one organisation of a row, or None for a new one. Raises Unclear."""
        found = {
            organisation.pk: organisation
            for field in NUMBERS
            for organisation in self.by_number.get((field, record.values.get(field, "")), ())
        }
        if len(found) > 1:
            names = "; ".join(f"{each.name} ({_register_line(each)})" for each in found.values())
            raise Unclear(_("Numery z wiersza należą do różnych organizacji: %(names)s.") % {"names": names})
        organisation = next(iter(found.values()), None)
        number = record.values.get("krs")
        if organisation and organisation.krs and number and organisation.krs != number:
            raise Unclear(
                _("NIP albo REGON z wiersza należy do organizacji „%(name)s” o innym numerze KRS (%(krs)s).")
                % {"name": organisation.name, "krs": organisation.krs}
            )
        if organisation is None and not record.values.get("name"):
            raise Unclear(_("Nie ma takiej organizacji w bazie, a wiersz nie podaje nazwy, pod którą ją wpisać."))
        return organisation


def changes(organisation: Compared, record: Record, source: Source) -> dict[str, Any]:
    """What a row changes in what is known: field → new value. Raises Unclear where the KRS register says otherwise.

    What the row leaves empty stays. A current answer of the KRS never clears the day of deletion: a later one contradicts it,
    and is left for people (Contradiction). A list never overrules an answer of the KRS register, it only fills gaps: the same
    name in other letters or quotation marks is the same name. An older answer never overrules a newer one.
    """
    new = {field: value for field, value in record.told.items() if getattr(organisation, field) != value}
    if organisation.source == Source.KRS and source != Source.KRS:
        if fold(new.get("name", organisation.name)) == fold(organisation.name):
            new.pop("name", None)
        surer = [field for field in new if getattr(organisation, field)]
        if surer:
            labels = ", ".join(label(field) for field in surer)
            raise Unclear(
                _("Rejestr KRS (stan na %(day)s) podaje co innego niż ten wykaz: %(fields)s. Zostały dane z rejestru.")
                % {"day": organisation.source_on or "?", "fields": labels}
            )
    if source == Source.KRS and not record.deleted_on and _older(organisation.deleted_on, record.on):
        raise Contradiction(
            _(
                "Sprzeczność: w bazie organizacja jest wykreślona z rejestru %(day)s, a odpis aktualny z %(on)s tego nie "
                "mówi. Dane zostały bez zmian. Sprawdź odpis pełny; jeżeli wykreślenia nie ma albo je uchylono, usuń jego "
                "datę w danych organizacji i pobierz je jeszcze raz."
            )
            % {"day": data(organisation.deleted_on), "on": data(record.on)},
            organisation.pk,
        )
    if organisation.source == source == Source.KRS and new and _older(record.on, organisation.source_on):
        raise Unclear(
            _("Odpowiedź rejestru z %(on)s jest starsza niż znane dane (stan na %(known)s).")
            % {"on": record.on, "known": organisation.source_on}
        )
    # Who only tells that it was deleted does not answer for the rest.
    if organisation.source != source and _takes_over(source, organisation) and not record.deleted_on:
        new["source"] = source
    return new


def _register_line(organisation: Compared) -> str:
    if organisation.krs:
        return f"KRS {organisation.krs}"
    return f"{organisation.other_register} {organisation.other_number}".strip() or "bez KRS"


def label(field: str) -> str:
    """What a field is called for people."""
    known = Organisation._meta.get_field(field)
    return str(known.verbose_name) if isinstance(known, Field) else field


def _older(on: date | None, known: date | None) -> bool:
    return on is not None and known is not None and on < known


def _takes_over(source: Source, organisation: Compared) -> bool:
    """Whether the record now stands on the file's source: the KRS over all, another public one over what was typed."""
    return source == Source.KRS or (source in FROM_REGISTER and organisation.source not in FROM_REGISTER)


def ledgered(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the ledger keeps them: personal ones as salted hashes, places by their names.

    Empty ones stay empty, so that a removal is seen.
    """
    named = {name: str(value) if isinstance(value, County | Commune) else value for name, value in values.items()}
    return {
        name: sealed(str(value)) if value and name in Organisation.PERSONAL_FIELDS else value
        for name, value in named.items()
    }


def told(organisation: Organisation) -> dict[str, Any]:
    """What is known of a new organisation: its filled fields, without the keys of lists and search."""
    skipped = {"id", "public_id", *KEYS, "origins", "verified_at", "verified_by"}
    values = {field.name: getattr(organisation, field.attname) for field in Organisation._meta.concrete_fields}
    return {name: value for name, value in values.items() if name not in skipped and value not in (None, "", [], False)}


# The edition of the keys below, a sign that no folded text holds. Take the next one when keys are made differently:
# `manage.py load_reference` then makes them anew.
EDITION = "②"


def index(organisation: Organisation, earlier: Iterable[str]) -> None:
    """Set the keys by which lists sort and search finds it: names now and before, numbers, place.

    `search_text` holds, all folded: the edition; the names, numbers and place as they are; other writings of the names
    ("osp"); after "~" each stem, so that an inflected form finds it; after "@" the place, as it is and by its stems.
    """
    organisation.sort_key = sort_key(organisation.name)
    name = parse(organisation.name)
    organisation.name_key, organisation.name_core = name.key, name.core
    names = " ".join((organisation.name, *earlier))
    numbers = filter(None, (organisation.krs, organisation.nip, organisation.regon, organisation.other_number))
    others = " ".join(other_writings(names))
    said = fold(f"{names} {' '.join(numbers)} {organisation.city} {others}")
    stems = "".join(f" ~{stem}" for stem in stems_of(f"{names} {others}"))
    place = "".join(f" @~{stem}" for stem in stems_of(organisation.city))
    organisation.search_text = f"{EDITION} {said}{stems} @{fold(organisation.city)}{place} "


def earlier(organisation: Organisation, name: str, *, until: datetime) -> OrganisationName:
    """The row, not yet written, of a name that the organisation had until a moment."""
    key = parse(name).key
    return OrganisationName(organisation=organisation, name=name, name_key=key, until=until, source=organisation.source)
