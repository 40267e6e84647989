"""What records of people and organisations have in common: roles, bodies, names, addresses, phones, accounts, offers; pure.

Two ways of writing one thing are one: letter case, blanks, dashes, the country code of a phone, "-ski" and "-ska".
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path as File

from competitions.conflicts.graph import ORGANISATION, PERSON, Edge, Node

# Kinds of edges that the records alone make; roles have the codes of `Role`.
BODY, NAMESAKE, SURNAME, COLLEAGUE = "body", "namesake", "surname", "colleague"
MAIL, PHONE, ACCOUNT, ADDRESS, JOINT, CONTRACT, SAME_NAME = (
    "mail",
    "phone",
    "account",
    "address",
    "joint",
    "contract",
    "same_name",
)
# What is not known, of a person (LINKS, UNFOUND too) or of an organisation (BODIES too).
LINKS, UNFOUND, BODIES = "links", "unfound", "bodies"
TRACES = (MAIL, PHONE, ACCOUNT, ADDRESS)


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a person in an organisation, as declared or entered; `organisation` is its key, or a name that no record has."""

    kind: str
    organisation: str
    source: str
    since: date | None = None
    until: date | None = None
    found: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """A person who is to judge. `stated`: they said that all their links are declared, not too long ago."""

    key: str
    name: str = ""
    email: str = ""
    phone: str = ""
    account: str = ""
    address: str = ""
    roles: tuple[Role, ...] = ()
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Officer:
    """A person in the bodies of an organisation, by name."""

    name: str
    function: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation. Several accounts, mail domains (of its address and its website)."""

    key: str
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phone: str = ""
    accounts: tuple[str, ...] = ()
    address: str = ""
    officers: tuple[Officer, ...] = ()


@dataclass(frozen=True, slots=True)
class Joint:
    """An offer of several organisations, of a day; `contracted` when it became an agreement."""

    organisations: tuple[str, ...]
    on: date
    contracted: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    people: Sequence[Person] = ()
    bodies: Sequence[Body] = ()
    joints: Sequence[Joint] = field(default=())


def plain(text: str) -> str:
    """Letters and digits in small letters, single blanks: what is left of two ways to write one thing."""
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


def surnames(name: str) -> frozenset[str]:
    """The surnames of "Anna Nowak-Łęcka": each part, in the masculine form; nothing when there is one word only."""
    words = re.sub(r"\s*[-–—]\s*", "-", name.casefold()).split()
    if len(words) < 2:
        return frozenset()
    return frozenset(_masculine(part) for word in words[-1:] for part in re.split(r"\W+", word) if len(part) > 2)


def _masculine(surname: str) -> str:
    return surname[:-1] + "i" if surname.endswith(("ska", "cka", "dzka")) else surname


def domain(address: str) -> str:
    """The domain of an e-mail address or a website; nothing for a provider of mail for everybody."""
    found = address.strip().casefold().rpartition("@")[2].removeprefix("https://").removeprefix("http://")
    found = re.split(r"[/:?#]", found)[0].removeprefix("www.").strip(".")
    return "" if "." not in found or found in public_mail() else found


@cache
def public_mail() -> frozenset[str]:
    lines = (File(__file__).parent / "data" / "public_mail.txt").read_text().splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def phone(number: str) -> str:
    """The nine digits that a number ends with; nothing for fewer."""
    digits = re.sub(r"\D", "", number)
    return digits[-9:] if len(digits) >= 9 else ""


def account(number: str) -> str:
    """The digits of a bank account, without the country."""
    return re.sub(r"\D", "", number)


def address(street: str, postcode: str, city: str) -> str:
    """One line of an address; nothing unless there are a street and a place."""
    if not plain(street) or not plain(city):
        return ""
    without = re.sub(r"^(ul|ulica|al|aleja|aleje|pl|plac|os|osiedle) ", "", plain(street))
    return f"{without} {re.sub(r'[^0-9]', '', postcode)} {plain(city)}"


def person(key: str) -> Node:
    return Node(PERSON, key)


def organisation(key: str) -> Node:
    return Node(ORGANISATION, key)


def missing(records: Records) -> Mapping[Node, tuple[str, ...]]:
    """What is not known of each person and organisation: without it nothing can be ruled out."""
    found: dict[Node, tuple[str, ...]] = {}
    for each in records.people:
        given = {MAIL: each.email, PHONE: phone(each.phone), ACCOUNT: account(each.account), ADDRESS: each.address}
        codes = [code for code, value in given.items() if not value]
        codes += [] if each.stated else [LINKS]
        codes += [UNFOUND] if any(not role.found for role in each.roles) else []
        found[person(each.key)] = tuple(codes)
    for body in records.bodies:
        known = {
            MAIL: any(body.emails),
            PHONE: bool(phone(body.phone)),
            ACCOUNT: any(body.accounts),
            ADDRESS: bool(body.address),
        }
        codes = [code for code, is_known in known.items() if not is_known]
        found[organisation(body.key)] = (*codes, *(() if body.officers else (BODIES,)))
    return found


def edges(records: Records) -> Iterator[Edge]:
    """Every link that the records tell of."""
    yield from _roles(records)
    yield from _bodies(records)
    yield from _alike(records)
    for joint in records.joints:
        for one, other in combinations(joint.organisations, 2):
            kind = CONTRACT if joint.contracted else JOINT
            note = str(joint.on.year)
            yield Edge(organisation(one), organisation(other), kind, "offer", joint.on, joint.on, True, note)


def _roles(records: Records) -> Iterator[Edge]:
    """Roles of a person; in an organisation that no record has, those whose name reads the same are possible ones."""
    named: dict[str, list[str]] = defaultdict(list)
    for body in records.bodies:
        for name in body.names:
            named[plain(name)].append(body.key)
    for each in records.people:
        for role in each.roles:
            if role.found:
                yield Edge(
                    person(each.key), organisation(role.organisation), role.kind, role.source, role.since, role.until
                )
                continue
            for key in named.get(plain(role.organisation), ()):
                yield Edge(
                    person(each.key), organisation(key), SAME_NAME, role.source, role.since, role.until, False,
                    role.organisation,
                )  # fmt: skip


def _bodies(records: Records) -> Iterator[Edge]:
    """People of the bodies: namesakes and bearers of the same surname among those who judge, and who sits in two bodies."""
    by_name: dict[str, list[tuple[str, Officer]]] = defaultdict(list)
    by_surname: dict[str, list[tuple[str, Officer]]] = defaultdict(list)
    for body in records.bodies:
        for officer in body.officers:
            by_name[plain(officer.name)].append((body.key, officer))
            for surname in surnames(officer.name):
                by_surname[surname].append((body.key, officer))
    for each in records.people:
        own = plain(each.name)
        for key, officer in by_name.get(own, ()):
            yield _seen(each, key, officer, NAMESAKE)
        for surname in sorted(surnames(each.name)):
            for key, officer in by_surname.get(surname, ()):
                if plain(officer.name) != own:
                    yield _seen(each, key, officer, SURNAME)
    for sharing in by_name.values():
        for (one, first), (other, second) in combinations(sharing, 2):
            if one != other:
                ends = [end for end in (first.until, second.until) if end]
                yield Edge(
                    organisation(one), organisation(other), COLLEAGUE, first.source, None, min(ends, default=None),
                    False, first.name,
                )  # fmt: skip


def _seen(each: Person, key: str, officer: Officer, kind: str) -> Edge:
    note = f"{officer.name}, {officer.function}" if officer.function else officer.name
    return Edge(person(each.key), organisation(key), kind, officer.source, officer.since, officer.until, False, note)


def _alike(records: Records) -> Iterator[Edge]:
    """Nodes that have a mail domain, a phone, an account or an address in common."""
    having: dict[tuple[str, str], list[Node]] = defaultdict(list)

    def has(node: Node, kind: str, values: Iterable[str]) -> None:
        for value in sorted({value for value in values if value}):
            having[kind, value].append(node)

    for each in records.people:
        node = person(each.key)
        has(node, MAIL, [domain(each.email)])
        has(node, PHONE, [phone(each.phone)])
        has(node, ACCOUNT, [account(each.account)])
        has(node, ADDRESS, [each.address])
    for body in records.bodies:
        node = organisation(body.key)
        has(node, MAIL, map(domain, body.emails))
        has(node, PHONE, [phone(body.phone)])
        has(node, ACCOUNT, map(account, body.accounts))
        has(node, ADDRESS, [body.address])
    for (kind, value), nodes in having.items():
        for one, other in combinations(nodes, 2):
            # Two who judge have nothing to do with an offer by being each other's neighbours.
            if ORGANISATION in (one.kind, other.kind):
                # What is personal is not repeated in a sentence; a domain is not.
                yield Edge(one, other, kind, "records", sure=False, note=value if kind == MAIL else "")
