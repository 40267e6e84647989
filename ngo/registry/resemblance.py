"""Two records that may be one organisation: told by equal keys in the database, each with its reasons, never by comparing all."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _lazy

from ngo.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to take records `a` and `b` for one organisation.

    `same` is a condition on two rows; of `ways`, where there are any, one must hold too: each is looked for by itself, so that
    the database can begin with the few rows of which it holds. `public` rules show nothing but what everyone knows. The bit
    of a rule is its strength: the sum of the bits of a pair sorts pairs from the surest.
    """

    bit: int
    words: str | Promise
    same: str
    public: bool = True
    ways: tuple[str, ...] = ()

    @property
    def conditions(self) -> tuple[str, ...]:
        """The condition on two rows, in every way in which it may hold."""
        return tuple(f"{self.same} AND {way}" for way in self.ways) or (self.same,)


# One of two numbers of the KRS is none: two that differ are two organisations.
ONE = "(a.krs IS NULL OR b.krs IS NULL)"
FORM = "(a.legal_form = '' OR b.legal_form = '' OR a.legal_form = b.legal_form)"
NEAR = """(a.commune_id = b.commune_id OR (a.commune_id IS NULL OR b.commune_id IS NULL)
  AND (a.postcode = b.postcode OR a.postcode = '' OR b.postcode = ''))"""
HERE = "(a.commune_id = b.commune_id OR a.postcode = b.postcode AND a.postcode <> '')"
NIP = Rule(256, _lazy("ten sam NIP"), "a.nip = b.nip AND a.nip <> ''")
REGON = Rule(128, _lazy("ten sam REGON"), "a.regon = b.regon AND a.regon <> ''")
NAME = Rule(64, _lazy("ta sama nazwa i miejsce"), f"a.name_key = b.name_key AND a.name_key <> '' AND {ONE} AND {NEAR}")
ACCOUNT = Rule(
    32,
    _lazy("ten sam rachunek bankowy"),
    f"a.bank_account = b.bank_account AND a.bank_account <> '' AND {ONE}",
    public=False,
)
SIMILAR = Rule(
    16,
    _lazy("podobna nazwa w tym samym miejscu"),
    f"a.name_core = b.name_core AND a.name_core <> '' AND a.name_key <> b.name_key AND {HERE} AND {FORM}",
    # Many names have one core, and few records no number of the KRS: from those few the database starts.
    ways=("a.krs IS NULL", "b.krs IS NULL"),
)
EARLIER = Rule(8, _lazy("wcześniejsza nazwa jednej to nazwa drugiej"), f"{ONE} AND {NEAR}")
EMAIL = Rule(4, _lazy("ten sam e-mail"), f"a.email = b.email AND a.email <> '' AND {ONE}", public=False)
PHONE = Rule(2, _lazy("ten sam telefon"), f"a.phone = b.phone AND a.phone <> '' AND {ONE}", public=False)
PERSON = Rule(1, _lazy("ta sama osoba działa w imieniu obu"), ONE, public=False)
RULES = (NIP, REGON, NAME, ACCOUNT, SIMILAR, EARLIER, EMAIL, PHONE, PERSON)
EQUAL = (NIP, REGON, NAME, ACCOUNT, SIMILAR, EMAIL, PHONE)
COLUMNS = ("nip", "regon", "krs", "legal_form", "postcode", "name_key", "name_core", "bank_account", "email", "phone")

TABLE = "ngo_organisation"
LIVE = f"(SELECT * FROM {TABLE} WHERE merged_into_id IS NULL)"


def reasons(bits: int) -> list[str]:
    """The reasons of a pair in words, the surest first."""
    return [str(rule.words) for rule in RULES if bits & rule.bit]


def alike(a: str, order: str, rules: Iterable[Rule]) -> str:
    """SQL of the rows (one, other, bit) of pairs of `a` and the live records; each pair once with each reason."""
    parts = [
        f"SELECT a.id AS one, b.id AS other, {rule.bit} AS bit FROM {a} a JOIN {LIVE} b ON {order} AND {same}"
        for rule in rules
        if rule in EQUAL
        for same in rule.conditions
    ]
    if EARLIER in rules:
        low, high = ("a.id", "b.id") if order != "a.id < b.id" else (_least("a.id", "b.id"), _least("b.id", "a.id"))
        parts.append(
            f"SELECT {low} AS one, {high} AS other, {EARLIER.bit} AS bit FROM {a} a"
            f" JOIN ngo_organisationname n ON n.name_key = a.name_key AND a.name_key <> ''"
            f" JOIN {LIVE} b ON b.id = n.organisation_id AND b.id <> a.id AND {EARLIER.same}"
        )
    if PERSON in rules:
        parts.append(
            f"SELECT a.id AS one, b.id AS other, {PERSON.bit} AS bit FROM core_hat h"
            f" JOIN core_hat g ON g.user_id = h.user_id AND g.key <> h.key AND g.withdrawn_at IS NULL"
            f" JOIN {a} a ON a.public_id = h.key JOIN {LIVE} b ON b.public_id = g.key AND {order} AND {PERSON.same}"
            f" WHERE h.withdrawn_at IS NULL"
        )
    return " UNION ".join(parts)


def _least(one: str, other: str) -> str:
    """The lower of two where they come in the order (a, b), the higher where they come as (b, a)."""
    sign = "<" if one == "a.id" else ">"
    return f"CASE WHEN a.id {sign} b.id THEN a.id ELSE b.id END"


def like_sql(organisation: Organisation, *, public: bool) -> tuple[str, list[Any]]:
    """SQL of the rows (other, bits) of live records like one, saved or not, with its parameters.

    `public` leaves out rules that would tell what only the office knows.
    """
    rules = [rule for rule in RULES if rule.public or not public]
    values: list[Any] = [organisation.pk or 0, organisation.public_id, organisation.commune_id]
    values += [getattr(organisation, name) or ("" if name != "krs" else None) for name in COLUMNS]
    typed = ", ".join(f"CAST(%s AS varchar(400)) AS {name}" for name in COLUMNS)
    me = (
        "SELECT CAST(%s AS bigint) AS id, CAST(%s AS varchar(40)) AS public_id, "
        f"CAST(%s AS bigint) AS commune_id, {typed}"
    )
    alike_me = alike("me", "a.id <> b.id", rules)
    return f"WITH me AS ({me}) SELECT other, SUM(bit) AS bits FROM ({alike_me}) pair GROUP BY other", values


def like(organisation: Organisation, *, public: bool) -> dict[int, int]:
    """Primary keys of records like one, saved or not → the bits of their reasons, the surest first."""
    sql, values = like_sql(organisation, public=public)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY bits DESC, other LIMIT 20", values)
        return dict(cursor.fetchall())
