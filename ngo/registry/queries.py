"""Reads of the register: search in the words of people, and how many organisations each filter would leave."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncDate
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from core.accounts.models import Hat
from core.tables.collation import sort_key
from core.tables.folding import GAP, fold, spelt
from core.tables.json_lists import Holds, counted
from core.tables.query import Term, parse
from core.tables.stems import stems, stems_of
from law.organisation import legal_forms
from law.spheres import spheres
from ngo.registry.hats import ORGANISATION
from ngo.registry.models import Commune, County, Import, Organisation
from ngo.registry.words import ABBREVIATIONS

# "PL 725-18-01-126", "KRS 0000037904": a number as people copy it, with or without what it is called.
NUMBER = re.compile(r"\s*(?:pl|krs|nip|regon)?[\s:.]*((?:[0-9][\s-]*){4,14})", re.IGNORECASE)
TERYT = re.compile(r"[0-9]{4}|[0-9]{7}")


@dataclass(frozen=True, slots=True)
class Understood:
    """What a search means to the database, and what people should know of it."""

    condition: Q
    remarks: tuple[str, ...] = ()


def found(rows: QuerySet[Organisation], text: str, *, inside: bool = False) -> QuerySet[Organisation]:
    """Those that a search means: see `understood`."""
    return rows.filter(understood(text, inside=inside).condition)


def understood(text: str, *, inside: bool = False) -> Understood:
    """The condition of a search: every word must be there, in any part of a name, as a number, or inflected.

    Words that are the whole name of a place or of a sphere find it too. Reads the names of places once when there are
    words. A field's value that says nothing to the field is a word. `inside` is for those who see an organisation's
    people: they have the field of people too; to anybody else it is a field that there is not.
    """
    if number := NUMBER.fullmatch(text):
        return Understood(Q(search_text__contains=re.sub(r"\D", "", number[1])))
    fields = INSIDE if inside else FIELDS
    query = parse(text, fields)
    places = _places() if query.terms else []
    asked = {stem for term in query.terms if not term.field for stem in stems_of(term.text)}
    named = [Named(place.stems, frozenset(), Q(**{place.field: place.pk})) for place in places]
    meant = [each for each in (*named, *_spheres()) if each.stems <= asked]
    condition, remarks = Q(), list(query.remarks)
    for term in query.terms:
        said = fields[term.field](term, places) if term.field else None
        if said is None:
            if term.field:
                remarks.append(
                    _("Pole „%(field)s” nie zna wartości „%(value)s”, szukam jej w nazwach.")
                    % {"field": term.field, "value": term.text}
                )
            said = _anywhere(replace(term, field=""), meant)
        condition &= ~said if term.excluded else said
    return Understood(condition, tuple(remarks))


@dataclass(frozen=True, slots=True)
class Named:
    """A place or a sphere by its name: the stems of its words, its words that have none, and its condition."""

    stems: frozenset[str]
    short: frozenset[str]
    condition: Q


@cache
def _spheres() -> tuple[Named, ...]:
    return tuple(
        Named(
            frozenset(stems_of(each.name)),
            frozenset(word for word in fold(each.name).split() if not stems(word)),
            Q(Holds("spheres", each.code)),
        )
        for each in spheres()
    )


def _anywhere(term: Term, meant: Iterable[Named]) -> Q:
    """A word as a part of the keys, by a stem, or as what the words of the search name; a phrase as it is.

    What is excluded is a whole word, and so is an abbreviation: "osp" is no part of "gospodyń".
    """
    word = fold(term.text)
    said = Q(search_text__contains=f" {word} " if term.excluded or word in ABBREVIATIONS else word)
    if term.phrase and " " in word:
        return said
    found = stems(term.text)
    for stem in found:
        said |= Q(search_text__contains=f"~{stem} ")
    for each in meant:
        if word in each.short or each.stems.intersection(found):
            said |= each.condition
    return said


@dataclass(frozen=True, slots=True)
class Place:
    """A county or a commune as a search knows it: its code, the stems of its name, the field that names it."""

    pk: int
    code: str
    stems: frozenset[str]
    field: str


def _places() -> list[Place]:
    rows = Commune.objects.values_list("pk", "code", "name", "county_id", "county__code", "county__name")
    counties = {pk: (code, name) for *_commune, pk, code, name in rows}
    communes = {pk: (code, name) for pk, code, name, *_county in rows}
    return [
        Place(pk, code, frozenset(stems_of(name)), field)
        for field, named in (("county", counties), ("commune", communes))
        for pk, (code, name) in named.items()
    ]


def _of_number(field: str, *lengths: int) -> Callable[[Term, list[Place]], Q | None]:
    def said(term: Term, places: list[Place]) -> Q | None:
        digits = re.sub(r"[\s-]", "", term.text).upper().removeprefix("PL")
        if not digits.isascii() or not digits.isdigit() or len(digits) > max(lengths):
            return None
        return Q(**{field: digits.zfill(lengths[0]) if field == "krs" else digits})

    return said


def _of_place(field: str) -> Callable[[Term, list[Place]], Q | None]:
    def said(term: Term, places: list[Place]) -> Q | None:
        asked = set(stems_of(term.text))
        fits = [
            place.pk
            for place in places
            if place.field == field and (place.code == term.text or (asked and asked <= place.stems))
        ]
        return Q(**{f"{field}__in": fits}) if fits else None

    return said


def _of_city(term: Term, places: list[Place]) -> Q | None:
    """The beginning of a place's name, or all its words inflected."""
    inflected = Q()
    for stem in stems_of(term.text):
        inflected &= Q(search_text__contains=f"@~{stem} ")
    beginning = Q(search_text__contains=f"@{fold(term.text)}")
    return beginning | inflected if inflected else beginning


def _of_form(term: Term, places: list[Place]) -> Q | None:
    codes = _named(term.text, {code: form.name for code, form in legal_forms().items()})
    return Q(legal_form__in=codes) if codes else None


def _of_sphere(term: Term, places: list[Place]) -> Q | None:
    codes = _named(term.text, {each.code: f"{each.name} {each.text}" for each in spheres()})
    said = Q()
    for code in codes:
        said |= Q(Holds("spheres", code))
    return said if codes else None


def _named(text: str, names: dict[str, str]) -> list[str]:
    """The codes whose names hold all words of a text; or the code itself."""
    if text.lower() in names:
        return [text.lower()]
    asked = set(stems_of(text))
    return [code for code, name in names.items() if asked and asked <= set(stems_of(name))]


@cache
def _people_finders() -> tuple[Callable[[Iterable[str]], Q], ...]:
    """Who finds organisations by their people, from the table that settings.PEOPLE_OF_ORGANISATIONS names.

    Each takes regular expressions, all of which one person's name must fit.
    """
    paths: tuple[str, ...] = import_string(settings.PEOPLE_OF_ORGANISATIONS)
    return tuple(import_string(path) for path in paths)


def _of_person(term: Term, places: list[Place]) -> Q:
    """Organisations with a person of whose name all words are parts, or inflected: "Kowalskiej" finds "Anna Kowalska"."""
    patterns = [_name_part(word) for word in fold(term.text).split()]
    said = Q()
    for finder in _people_finders():
        said |= finder(patterns)
    return said


def _name_part(word: str) -> str:
    """A regular expression of a word as any part of a name, or in another case: "Marka" is "Marek", too."""
    ends = ((spelt(stem[:-1]), spelt(stem[-1])) for stem in stems(word))
    inflected = (rf"(^|{GAP}){first}([Ii]?[Ee])?{last}[^\s.,'’-]{{0,4}}($|{GAP})" for first, last in ends)
    return "|".join((spelt(word), *inflected))


def acting(patterns: Iterable[str]) -> Q:
    """Organisations for which a person with a fitting name acts today."""
    hats = Hat.objects.worn().filter(kind__in=ORGANISATION)
    for pattern in patterns:
        hats = hats.filter(user__name__regex=pattern)
    return Q(public_id__in=hats.order_by().values("key"))


# The fields of the query language, by their folded names.
FIELDS: dict[str, Callable[[Term, list[Place]], Q | None]] = {
    "krs": _of_number("krs", 10),
    "nip": _of_number("nip", 10),
    "regon": _of_number("regon", 9, 14),
    "powiat": _of_place("county"),
    "gmina": _of_place("commune"),
    "miejscowosc": _of_city,
    "forma": _of_form,
    "sfera": _of_sphere,
}
# And of those who see an organisation's people.
INSIDE = {**FIELDS, "osoba": _of_person}


def askings(imports: QuerySet[Import], most: int) -> list[dict[str, Any]]:
    """What registers were asked, newest first: a night as a line, questions of people about one organisation as one a day.

    Lines: `register`, `day`, `night` (public id, "" for people's questions), `latest`, `times`, `under_way`, `why` (it
    stopped early), and sums of `asked`, `altered`, `same`, `untold`.
    """
    lines = (
        imports.exclude(register="")
        .order_by()
        .annotate(
            day=TruncDate("started_at"),
            night=Case(When(imported_by=None, then="public_id"), default=Value(""), output_field=CharField()),
        )
        .values("register", "day", "night")
        .annotate(
            latest=Max("started_at"),
            times=Count("pk"),
            under_way=Count("pk", filter=Q(finished_at=None)),
            why=Max("stopped"),
            asked=Sum("read"),
            altered=Sum(F("renamed") + F("changed")),
            same=Sum("unchanged"),
            untold=Sum("rejected"),
        )
        .order_by("-latest")
    )
    return [dict(line) for line in lines[:most]]


# What a tally is counted by; the index "organisation_tally" holds these columns in this order.
TALLIED = ("county", "legal_form", "is_opp", "in_liquidation")


class Tally:
    """How many organisations there are by county, legal form, OPP and liquidation together, from one statement.

    There are at most some thousand cells, so the count of any choice among the four is a sum over them.
    """

    def __init__(self, rows: QuerySet[Organisation]) -> None:
        counts = rows.order_by().values_list(*TALLIED).annotate(organisations=Count("pk"))
        self.cells = [(dict(zip(TALLIED, cell, strict=True)), count) for *cell, count in counts]

    def total(self, chosen: Mapping[str, Any]) -> int:
        """How many fit all that is chosen: {"legal_form": "foundation"}."""
        return sum(count for cell, count in self.cells if _fits(cell, chosen))

    def by(self, column: str, chosen: Mapping[str, Any]) -> Counter[Any]:
        """How many there would be with each value of one column, the others staying as they are chosen."""
        others = {name: value for name, value in chosen.items() if name != column}
        found: Counter[Any] = Counter()
        for cell, count in self.cells:
            if _fits(cell, others):
                found[cell[column]] += count
        return found


def _fits(cell: Mapping[str, Any], chosen: Mapping[str, Any]) -> bool:
    return all(cell[name] == value for name, value in chosen.items())


def by_sphere(rows: QuerySet[Organisation]) -> dict[str, int]:
    """How many organisations work in each sphere of art. 4."""
    return counted(rows, "spheres")


def counties() -> list[County]:
    """The counties of the region, in the order of their names."""
    return sorted(County.objects.all(), key=lambda county: sort_key(county.name))


def in_order(rows: QuerySet[Organisation], start: int, end: int) -> list[Organisation]:
    """A part of the list in Polish order; its keys are found first, from an index alone, so that far pages come as fast."""
    keys = rows.select_related(None).order_by("sort_key", "pk").values("pk")[start:end]
    whole = Organisation.objects.select_related("county", "commune").defer("search_text", "origins", "representation")
    return list(whole.filter(pk__in=keys).order_by("sort_key", "pk"))
