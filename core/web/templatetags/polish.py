"""Formats of Polish text: amounts, numbers, dates, plurals, tones of states; they format and decide nothing."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from core.accounts.hats import KINDS
from core.audit.models import Entry, PersonalRead
from core.web.panels import Panel
from core.workflow.words import subject, word
from law.verdict import plain

register = template.Library()

NBSP = "\u00a0"
MINUS = "\u2212"

# What the reader should feel about a state; states not listed are neutral. The word itself always stands in the tag.
TONES = {
    "good": (
        "done", "open", "published", "accepted", "approved", "adopted", "signed", "settled", "passed", "active",
        "awarded", "contracted", "paid", "resolved", "issued",
    ),
    "info": (
        "submitted", "running", "received", "announced", "proposed", "sent", "reported", "confirmed", "opinioned",
        "closed", "evaluation", "concluded", "declared", "appointed", "frozen", "corrected",
    ),
    "warn": ("waiting", "returned", "correction", "overdue", "suspended", "incomplete", "assigned", "prepared"),
    "bad": (
        "failed", "rejected", "refused", "voided", "called_off", "cancelled", "terminated", "expired", "annulled", "excluded", "unexamined",
    ),
}  # fmt: skip
TONE_OF = {state: tone for tone, states in TONES.items() for state in states}


def number_text(value: Decimal | int | float | str, places: int) -> str:
    """A number as written in Poland: decimal comma, no-break space between thousands, a real minus; halves go up."""
    if isinstance(value, int) and not places:
        # Counts, of which a page of facets has hundreds.
        return f"{MINUS if value < 0 else ''}{abs(value):,}".replace(",", NBSP)
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    digits = f"{abs(exact):,.{places}f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{digits}" if exact < 0 else digits


def plural_form(count: int, one: str, few: str, many: str) -> str:
    """The Polish form that goes with a count: 1 oferta, 2 oferty, 5 ofert, 12 ofert, 22 oferty."""
    count = abs(count)
    if count == 1:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many


@register.filter
def zloty(value: Decimal | int | float | str | None) -> str:
    """Złote: 12345.67 → "12 345,67 zł" with no-break spaces; nothing for nothing."""
    return "" if value in (None, "") else f"{number_text(value, 2)}{NBSP}zł"


@register.filter
def liczba(value: Decimal | int | float | str | None, places: int = 0) -> str:
    """A number: 7888 → "7 888"; `value|liczba:2` keeps two places."""
    return "" if value in (None, "") else number_text(value, places)


@register.filter
def bez_zer(value: Decimal | None) -> str:
    """A number that may have a part, without zeros that say nothing: 85.50 → "85,5", 20.00 → "20"."""
    return "" if value is None else plain(value)


@register.filter
def procent(value: Decimal | int | float | str | None, places: int = 1) -> str:
    """Per cent: 12.5 → "12,5%"."""
    return "" if value in (None, "") else f"{number_text(value, places)}%"


@register.filter
def data(value: date | datetime | None) -> str:
    """A day: "23 listopada 2026 r."; a moment gives its day in Poland."""
    if not value:
        return ""
    day = localtime(value) if isinstance(value, datetime) and is_aware(value) else value
    return _("%(day)s r.") % {"day": date_format(day, "j E Y")}


@register.filter
def data_godzina(value: datetime | None) -> str:
    """A moment in Polish time: "23 listopada 2026 r., godz. 12:30"."""
    if not value:
        return ""
    moment = localtime(value) if is_aware(value) else value
    return _("%(day)s, godz. %(time)s") % {"day": data(moment), "time": f"{moment:%H:%M}"}


@register.filter
def data_sekunda(value: datetime | None) -> str:
    """A moment that counts to the second: "14 grudnia 2026 r., godz. 23:59:59"."""
    if not value:
        return ""
    moment = localtime(value) if is_aware(value) else value
    return _("%(day)s, godz. %(time)s") % {"day": data(moment), "time": f"{moment:%H:%M:%S}"}


@register.filter
def odmiana(count: int | None, forms: str) -> str:
    """A count with its noun: `3|odmiana:"oferta,oferty,ofert"` → "3 oferty" with a no-break space."""
    one, few, many = forms.split(",")
    whole = int(count or 0)
    return f"{number_text(whole, 0)}{NBSP}{plural_form(whole, one, few, many)}"


@register.filter
def iban_masked(value: str | None) -> str:
    """An account number that shows its country, check digits and last four digits only."""
    compact = "".join((value or "").split())
    return f"{compact[:4]} •••• {compact[-4:]}".replace(" ", NBSP) if len(compact) > 8 else compact


@register.filter
def ton(state: Any) -> str:
    """The tone of a state's tag (good, info, warn, bad), or nothing."""
    return TONE_OF.get(str(state), "")


@register.filter
def czynnosc(entry: Entry) -> str:
    """What a ledger entry says was done, in words."""
    return word(entry)


@register.filter
def rola(kind: str) -> str:
    """The label of a kind of hat; a kind that is gone shows its code."""
    return KINDS[kind].label if kind in KINDS else kind


@register.filter
def przedmiot(entry: Entry | PersonalRead) -> str:
    """What an entry, or a read, is about: "konkurs k7Qm…"."""
    return f"{subject(entry.subject_kind)} {entry.subject_id}"


@register.filter
def numery_stron(page: Page[Any]) -> Iterator[str | int]:
    """Numbers of pages to link to, with "…" between far ones."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def panel_body(context: Context, panel: Panel) -> SafeString:
    """The inside of a panel: its own template, seeing the page's context and the panel's."""
    assert context.template is not None
    with context.push(**panel.context):
        return context.template.engine.get_template(panel.template).render(context)
