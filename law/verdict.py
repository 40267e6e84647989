"""A breach of the law and its Polish sentence: what is wrong, what the law asks, what to do, and the article."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
MONTHS = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
]
WARSAW = ZoneInfo("Europe/Warsaw")


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that is not as the law or the announcement asks.

    `code` names the sentence in sentences.toml, `basis` the article, `values` what the sentence needs: int, Decimal (PLN),
    date, datetime or text. `field` is the form field it belongs to, when there is one.
    """

    code: str
    basis: str
    values: Mapping[str, Any] = field(default_factory=dict)
    field: str = ""


@cache
def sentences() -> dict[str, str]:
    """Code → template of its sentence."""
    loaded: dict[str, str] = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text())
    return loaded


def sentence(breach: Breach) -> str:
    """The breach in Polish, ending with its basis: "Termin składania ofert… (art. 13 ust. 1)"."""
    values = {name: spoken(value) for name, value in breach.values.items()}
    # A day ends with the full stop of "r.": a sentence that ends with a day has it already.
    text = sentences()[breach.code].format(**values).replace(f"{NBSP}r..", f"{NBSP}r.")
    return f"{text} ({breach.basis})" if breach.basis else text


def spoken(value: Any) -> str:
    """A value as a sentence says it: amounts with grosze and "zł", dates with the month's name."""
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, datetime):
        local = value.astimezone(WARSAW)
        return f"{day(local.date())}, godz. {local:%H:%M:%S}"
    if isinstance(value, date):
        return day(value)
    return str(value)


def money(amount: Decimal) -> str:
    """ "12 345,67 zł" with no-break spaces."""
    return f"{amount:,.2f}".replace(",", NBSP).replace(".", ",") + f"{NBSP}zł"


def percent(share: Decimal) -> str:
    """ "12,5%": a share without zeros that say nothing."""
    return f"{plain(share)}%"


def plain(number: Decimal) -> str:
    """ "12,5": a number that is no money, without zeros that say nothing."""
    whole, _, part = f"{number:.2f}".partition(".")
    return f"{whole},{part.rstrip('0')}".rstrip(",")


def day(value: date) -> str:
    """ "23 listopada 2026 r."."""
    return f"{value.day}{NBSP}{MONTHS[value.month - 1]} {value.year}{NBSP}r."


def days(count: int) -> str:
    """ "1 dzień", "19 dni"."""
    return f"{count}{NBSP}dzień" if count == 1 else f"{count}{NBSP}dni"
