"""What people are told of their data (RODO art. 13 and 14): the groups of config/privacy.toml with their periods in words."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from core.web.templatetags.polish import odmiana


@dataclass(frozen=True, slots=True)
class Group:
    """One group of data: why it is kept, on which basis, how long; `named` is set where somebody else gives the data (art. 14)."""

    code: str
    purpose: str
    data: str
    basis: str
    kept: str
    required: str
    named: str = ""


def period(months: int) -> str:
    """A period in words: 24 → "2 lata", 6 → "6 miesięcy", 0 → "od razu"."""
    if not months:
        return _("od razu")
    years, rest = divmod(months, 12)
    return odmiana(months, "miesiąc,miesiące,miesięcy") if rest else odmiana(years, "rok,lata,lat")


@cache
def groups() -> dict[str, Group]:
    """All groups by code, in the order of the file."""
    terms = {name: period(months) for name, months in settings.PRIVACY["terms"].items()}
    return {
        code: Group(**{**row, "code": code, "kept": row["kept"].format_map(terms)})
        for code, row in settings.PRIVACY["groups"].items()
    }
