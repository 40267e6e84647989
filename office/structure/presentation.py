"""The staffing as people read it: the directory, the chart of the organisation."""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.web import charts
from core.web.templatetags.polish import data
from office.structure.models import Appointment, Post, Unit

NINE_DIGITS = re.compile(r"[0-9]{9}")


def row(appointment: Appointment, *, edits: bool) -> dict[str, Any]:
    """A row of the directory."""
    deputy = appointment.deputy.name if appointment.deputy else ""
    cells: list[dict[str, Any]] = [
        {"text": appointment.name},
        {"text": appointment.title, "label": _("Stanowisko")},
        {"text": appointment.unit.symbol, "label": _("Komórka")},
        {"text": appointment.room or "–", "label": _("Pokój")},
        {
            "text": appointment.phone.replace(" ", "\xa0") or "–",
            "label": _("Telefon"),
            "url": _dialled(appointment.phone),
        },
        {
            "text": appointment.email or "–",
            "label": _("E-mail"),
            "url": appointment.email and f"mailto:{appointment.email}",
        },
        {"text": appointment.hours or "–", "label": _("Godziny pracy")},
        {"text": deputy or "–", "label": _("Zastępca")},
    ]
    if edits:
        until = data(appointment.valid_to) or _("nadal")
        cells.append({"text": f"{data(appointment.valid_from)} – {until}", "label": _("Okres")})
    url = reverse("appointment", args=[appointment.public_id]) if edits else ""
    return {"url": url, "cells": cells}


def _dialled(phone: str) -> str:
    """The number as a phone dials it; empty for what is more than nine digits (an extension, two numbers)."""
    digits = "".join(phone.split()).replace("-", "")
    return f"tel:+48{digits}" if NINE_DIGITS.fullmatch(digits) else ""


def columns(*, edits: bool) -> list[dict[str, str]]:
    """The heads of that list."""
    heads = [_("Imię i nazwisko"), _("Stanowisko"), _("Komórka"), _("Pokój"), _("Telefon"), _("E-mail")]
    heads += [_("Godziny pracy"), _("Zastępca"), *([_("Okres")] if edits else [])]
    return [{"label": head} for head in heads]


def tree(units: Iterable[tuple[Unit, list[str]]], posts: Iterable[Post]) -> list[tuple[int, str, str]]:
    """The organisation from the top down, each unit with the names of those who lead it: (depth, what, who)."""
    rows = [(0, str(settings.OFFICE["department"]), str(settings.OFFICE["name"]))]
    # The first post leads the office, the others and the units are under it.
    rows += [
        (min(place, 1) + 1, post.title, post.person or _("stanowisko nieobsadzone")) for place, post in enumerate(posts)
    ]
    rows += [(2, unit.name, ", ".join([unit.symbol, *names])) for unit, names in units]
    return rows


def chart(rows: list[tuple[int, str, str]]) -> charts.Chart:
    """The picture of the same."""
    return charts.outline(
        _("Schemat organizacyjny"), rows, category=_("Komórka lub stanowisko"), measure=_("Symbol, osoba")
    )
