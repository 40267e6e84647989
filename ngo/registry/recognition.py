"""Which organisations a list of names means: found where exactly one fits surely, else every candidate with its reason."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from law.identity import cleaned
from ngo.registry.matching import index
from ngo.registry.models import Organisation, OrganisationName
from ngo.registry.naming import Name, Reason, likeness, parse, shorter
from ngo.registry.resemblance import like, reasons
from ngo.registry.territory import Territory

# Rows read at once, and keys in one look-up.
CHUNK = 500
# How many like names are looked at for one name, and how many candidates are shown.
LIKE_MAX = 300
SHOWN = 10

REASONS = {
    Reason.NUMBER: _lazy("ten sam numer KRS"),
    Reason.SAME: _lazy("ta sama nazwa"),
    Reason.INFLECTED: _lazy("te same słowa w innej odmianie"),
    Reason.SEATED: _lazy("ta sama nazwa, a podane miejsce to jej siedziba"),
    Reason.PLACE: _lazy("ta sama nazwa, ale inne miejsce albo bez miejsca"),
    Reason.SPELLING: _lazy("jedno słowo zapisane inaczej"),
    Reason.WORD: _lazy("jedno słowo mniej albo więcej"),
    Reason.ABBREVIATION: _lazy("skrót o kilku znaczeniach, tu innych"),
    Reason.OTHER_NUMBER: _lazy("podobna nazwa, ale inny numer KRS"),
    Reason.ONLY_NUMBER: _lazy("ten sam numer KRS, ale inna nazwa"),
}
RESULTS = {"found": _lazy("znaleziono"), "ambiguous": _lazy("niejednoznaczne"), "none": _lazy("nie ma")}
RANK = {reason: rank for rank, reason in enumerate(REASONS)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that may be meant, and why; `earlier` is the name it had before, when that one is like."""

    organisation: Organisation
    reason: Reason
    earlier: str = ""

    @property
    def why(self) -> str:
        """The reason in words."""
        words = str(REASONS[self.reason])
        return (
            _("wcześniejsza nazwa „%(name)s”: %(why)s") % {"name": self.earlier, "why": words}
            if self.earlier
            else words
        )

    @property
    def place(self) -> str:
        """Where its seat is, as far as it is known."""
        return self.organisation.city or str(self.organisation.commune or "")


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means: the candidates, the surest first, and the one found when there is no doubt."""

    name: str
    candidates: list[Candidate]

    @property
    def found(self) -> Organisation | None:
        """The one organisation that fits surely: no other fits for a reason as good."""
        sure = [each for each in self.candidates if each.reason.sure]
        best = {each.organisation.pk: each for each in sure if each.reason is sure[0].reason}
        return sure[0].organisation if len(best) == 1 else None

    @property
    def result(self) -> str:
        """ "found", "ambiguous" or "none"."""
        if self.found:
            return "found"
        return "ambiguous" if self.candidates else "none"

    @property
    def words(self) -> str:
        """The result in words."""
        return str(RESULTS[self.result])

    def told(self) -> dict[str, Any]:
        """As JSON tells it; `krs` is the found organisation's, or null where nothing is sure or it has none."""
        return {
            "name": self.name,
            "result": self.result,
            "krs": self.found.krs if self.found else None,
            "candidates": [
                {
                    "id": each.organisation.public_id,
                    "krs": each.organisation.krs,
                    "name": each.organisation.name,
                    "place": each.place,
                    "reason": each.why,
                }
                for each in self.candidates
            ],
        }


@dataclass(slots=True)
class _Hits:
    """For one name: primary keys of organisations that may be meant, by the names that are like."""

    same: set[tuple[int, str]] = field(default_factory=set)
    like: set[tuple[int, str]] = field(default_factory=set)

    @property
    def best(self) -> set[tuple[int, str]]:
        return self.same or self.like


class _Asked:
    """The names asked for, by every key under which a stored name may be like one of them."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.hits = [_Hits() for _name in names]
        self.keys: dict[str, list[int]] = defaultdict(list)
        self.cores: dict[str, list[int]] = defaultdict(list)
        self.shorter: dict[str, list[int]] = defaultdict(list)
        self.numbers: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(names):
            if name.krs:
                self.numbers[name.krs].append(place)
            if name.key:
                self.keys[name.key].append(place)
                self.cores[name.core].append(place)
                for key in set(shorter(name.stems)):
                    self.shorter[key].append(place)

    def meet(self, pk: int, key: str, core: str, *, krs: str | None = None, earlier: str = "") -> None:
        """Take up a stored name where it is like one asked for."""
        hit = (pk, earlier)
        for place in self.keys.get(key, ()):
            self.hits[place].same.add(hit)
        for place in self.numbers.get(krs or "", ()):
            self.hits[place].same.add(hit)
        like = [self.cores.get(core), self.shorter.get(key)]
        for less in shorter(tuple(key.split())):
            like += [self.keys.get(less), self.shorter.get(less)]
        for place in (place for places in like if places for place in places):
            if len(self.hits[place].like) < LIKE_MAX:
                self.hits[place].like.add(hit)


def recognise(names: Sequence[str], rows: QuerySet[Organisation]) -> list[Match]:
    """What each name means among the organisations of a gate, in the same order.

    One walk over the stored keys, of names now and before, whatever the number of names; then the like ones are read and
    compared. An earlier name counts as one now, and its reason says so.
    """
    parsed = [parse(name) for name in names]
    asked = _Asked(parsed)
    live = rows.order_by().select_related(None)
    for pk, key, core, krs in live.values_list("pk", "name_key", "name_core", "krs").iterator(chunk_size=5000):
        asked.meet(pk, key, core, krs=krs)
    before = OrganisationName.objects.filter(organisation__in=live.values("pk"))
    for pk, key, name in before.values_list("organisation_id", "name_key", "name").iterator(chunk_size=5000):
        asked.meet(pk, key, "", earlier=name)
    known = _read(rows, {pk for hits in asked.hits for pk, _earlier in hits.best})
    own = {pk: parse(organisation.name) for pk, organisation in known.items()}
    return [
        Match(text, _candidates(name, hits.best, known, own))
        for text, name, hits in zip(names, parsed, asked.hits, strict=True)
    ]


def _read(rows: QuerySet[Organisation], wanted: Iterable[int]) -> dict[int, Organisation]:
    keys = sorted(wanted)
    return {each.pk: each for at in range(0, len(keys), CHUNK) for each in rows.filter(pk__in=keys[at : at + CHUNK])}


def _candidates(
    asked: Name, hits: Iterable[tuple[int, str]], known: dict[int, Organisation], own: dict[int, Name]
) -> list[Candidate]:
    """The organisations of the hits that are like, each once for its best reason."""
    best: dict[int, Candidate] = {}
    for pk, earlier in hits:
        organisation = known[pk]
        name = parse(earlier) if earlier else own[pk]
        reason = likeness(asked, name, city=organisation.city, krs=organisation.krs or "")
        if reason:
            candidate = Candidate(organisation, reason, earlier)
            if pk not in best or _order(candidate) < _order(best[pk]):
                best[pk] = candidate
    return sorted(best.values(), key=_order)[:SHOWN]


def _order(candidate: Candidate) -> tuple[int, bool, str, int]:
    return RANK[candidate.reason], bool(candidate.earlier), candidate.organisation.sort_key, candidate.organisation.pk


@dataclass(frozen=True, slots=True)
class Alike:
    """A known organisation that may be the one being entered, and why."""

    organisation: Organisation
    reasons: list[str]


def alike_to(values: Mapping[str, Any], rows: QuerySet[Organisation], *, public: bool) -> list[Alike]:
    """Organisations of a gate that may be the one with these values, not yet entered; the surest first.

    An organisation with one of the numbers is no candidate but known, and registering says so. `public` leaves out
    reasons that only the office may know. Values that are not good are for registering to refuse.
    """
    texts, breaches = cleaned({name: value for name, value in values.items() if isinstance(value, str)})
    if breaches:
        return []
    fields = ("name", "legal_form", "krs", "postcode", "city", "email", "phone", "bank_account")
    meant = Organisation(**{name: texts[name] or ("" if name != "krs" else None) for name in fields if name in texts})
    place = Territory.load().at(meant.postcode)
    meant.commune_id = place.get("commune_id")
    index(meant, ())
    bits = like(meant, public=public)
    known = rows.in_bulk(list(bits))
    return [Alike(known[pk], reasons(each)) for pk, each in bits.items() if pk in known]
