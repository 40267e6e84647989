"""What was found of an expert and an offer, in sentences: each path with its dates and source, and what could not be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.conflicts import traces
from competitions.conflicts.graph import PERSON, Edge, Finding, Node, Path, Verdict
from competitions.conflicts.models import Role
from core.web.templatetags.polish import data

VERDICTS = {
    Verdict.CONFLICT: gettext_lazy("konflikt interesów"),
    Verdict.POSSIBLE: gettext_lazy("możliwe powiązanie"),
    Verdict.UNKNOWN: gettext_lazy("nie wiadomo: brakuje danych"),
    Verdict.NONE: gettext_lazy("nie znaleziono powiązań"),
}
TONES = {Verdict.CONFLICT: "bad", Verdict.POSSIBLE: "warn", Verdict.UNKNOWN: "info", Verdict.NONE: "good"}

# A role in an organisation that lasts, and one that ended.
ROLES = {
    Role.BOARD: (gettext_lazy("zasiada we władzach organizacji"), gettext_lazy("zasiadał(a) we władzach organizacji")),
    Role.EMPLOYEE: (gettext_lazy("jest pracownikiem organizacji"), gettext_lazy("był(a) pracownikiem organizacji")),
    Role.CONTRACTOR: (
        gettext_lazy("pracuje na umowę dla organizacji"),
        gettext_lazy("pracował(a) na umowę dla organizacji"),
    ),
    Role.MEMBER: (gettext_lazy("należy do organizacji"), gettext_lazy("należał(a) do organizacji")),
    Role.VOLUNTEER: (
        gettext_lazy("jest wolontariuszem organizacji"),
        gettext_lazy("był(a) wolontariuszem organizacji"),
    ),
    Role.DONOR: (gettext_lazy("wspiera organizację"), gettext_lazy("wspierał(a) organizację")),
    Role.AGENT: (gettext_lazy("działa w imieniu organizacji"), gettext_lazy("działał(a) w imieniu organizacji")),
    Role.KIN: (gettext_lazy("ma osobę bliską w organizacji"), gettext_lazy("miał(a) osobę bliską w organizacji")),
    Role.OTHER: (gettext_lazy("jest powiązany(-a) z organizacją"), gettext_lazy("był(a) powiązany(-a) z organizacją")),
}
SOURCES = {
    "declared": gettext_lazy("oświadczenie tej osoby"),
    "staff": gettext_lazy("wpis urzędu"),
    "account": gettext_lazy("rola w systemie"),
}
SHARED = {
    traces.PHONE: gettext_lazy("mają ten sam numer telefonu"),
    traces.ACCOUNT: gettext_lazy("mają ten sam rachunek bankowy"),
    traces.ADDRESS: gettext_lazy("mają ten sam adres"),
}
# What is not known: of a person, of an organisation.
MISSING = {
    traces.LINKS: gettext_lazy("%(who)s: brak aktualnego oświadczenia, że podano wszystkie powiązania"),
    traces.UNFOUND: gettext_lazy("%(who)s: podana organizacja nie jest w bazie, więc nie sprawdzono jej powiązań"),
    traces.BODIES: gettext_lazy("%(who)s: nie znamy osób we władzach"),
    traces.MAIL: gettext_lazy("%(who)s: nie znamy adresu e-mail"),
    traces.PHONE: gettext_lazy("%(who)s: nie znamy telefonu"),
    traces.ACCOUNT: gettext_lazy("%(who)s: nie znamy rachunku bankowego"),
    traces.ADDRESS: gettext_lazy("%(who)s: nie znamy adresu"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding for people: its word and tone, the paths in sentences, and what is missing."""

    verdict: Verdict
    word: str
    tone: str
    sentences: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why: the paths, or without any what could not be compared."""
        return self.sentences or self.missing


def told(finding: Finding, names: Mapping[Node, str], on: date) -> Told:
    return Told(
        finding.verdict,
        str(VERDICTS[finding.verdict]),
        TONES[finding.verdict],
        tuple(dict.fromkeys(sentence(path, names, on) for path in finding.paths)),
        tuple(dict.fromkeys(str(MISSING[code]) % {"who": _named(node, names)} for node, code in finding.missing)),
    )


def sentence(path: Path, names: Mapping[Node, str], on: date) -> str:
    """ "Jan Łęcki zasiada we władzach organizacji „X” (oświadczenie tej osoby), która w 2025 r. złożyła ofertę wspólną z „Y”." """
    first = _step(path.edges[0], path.nodes[0], path.nodes[1], names, on)
    if len(path.edges) == 1:
        return f"{first}."
    return f"{first}; {_between(path.edges[1], path.nodes[1], path.nodes[2], names)}."


def _named(node: Node, names: Mapping[Node, str]) -> str:
    name = names.get(node, "")
    return name if node.kind == PERSON else f"„{name}”"


def _step(edge: Edge, one: Node, other: Node, names: Mapping[Node, str], on: date) -> str:
    """The edge from a person to an organisation."""
    who, where = _named(one, names), _named(other, names)
    if edge.kind in ROLES:
        over = edge.until is not None and edge.until < on
        words = ROLES[Role(edge.kind)][over]
        said = [data(edge.until)] if edge.until and over else []
        when = [_("do %(day)s") % {"day": day} for day in said]
        return f"{who} {words} {where} ({', '.join([*when, str(SOURCES[edge.source])])})"
    told = {"who": who, "where": where, "note": edge.note}
    if edge.kind == traces.SAME_NAME:
        return _("%(who)s podaje powiązanie z organizacją „%(note)s”, a tak samo nazywa się %(where)s") % told
    if edge.kind == traces.NAMESAKE:
        return _("%(who)s nazywa się tak samo jak osoba we władzach organizacji %(where)s (%(note)s)") % told
    if edge.kind == traces.SURNAME:
        return _("%(who)s ma to samo nazwisko co osoba we władzach organizacji %(where)s (%(note)s)") % told
    if edge.kind == traces.MAIL:
        return _("%(who)s i %(where)s mają e-mail w tej samej domenie (%(note)s)") % told
    return f"{who} i {where} {SHARED[edge.kind]}"


def _between(edge: Edge, one: Node, other: Node, names: Mapping[Node, str]) -> str:
    """The edge from an organisation to another."""
    told = {"one": _named(one, names), "other": _named(other, names), "note": edge.note}
    if edge.kind == traces.JOINT:
        return _("%(one)s w %(note)s r. złożyła ofertę wspólną z organizacją %(other)s") % told
    if edge.kind == traces.CONTRACT:
        return _("%(one)s była partnerem organizacji %(other)s w umowie z oferty wspólnej z %(note)s r.") % told
    if edge.kind == traces.COLLEAGUE:
        return _("we władzach organizacji %(one)s i %(other)s jest osoba, która nazywa się tak samo (%(note)s)") % told
    if edge.kind == traces.MAIL:
        return _("%(one)s i %(other)s mają e-mail w tej samej domenie (%(note)s)") % told
    return f"{told['one']} i {told['other']} {SHARED[edge.kind]}"
