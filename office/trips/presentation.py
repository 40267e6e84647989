"""Trips as people read them: rows of lists, facts, tables to take away."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.templatetags.polish import data, number_text, zloty
from office.trips.costs import PLN
from office.trips.models import Cost, Trip


def columns() -> list[dict[str, Any]]:
    """The heads of a list of trips."""
    heads: list[dict[str, Any]] = [
        {"label": head}
        for head in (_("Numer"), _("Cel"), _("Dokąd"), _("Od"), _("Do"), _("Stan"), _("Najbliższy termin"))
    ]
    return [*heads, {"label": _("Plan kosztów"), "number": True}, {"label": _("Koszty rzeczywiste"), "number": True}]


def row(trip: Any) -> dict[str, Any]:
    """A trip in a list; `trip` is judged."""
    cells: list[dict[str, Any]] = [
        {"text": trip.sign, "tag": _("po terminie") if trip.late else ""},
        {"text": trip.purpose, "label": _("Cel")},
        {"text": trip.where, "label": _("Dokąd")},
        {"text": data(trip.starts_on), "label": _("Od")},
        {"text": data(trip.ends_on), "label": _("Do")},
        {"text": trip.get_state_display(), "state": trip.state, "label": _("Stan")},
        {"text": data(trip.due_on) or "–", "label": _("Najbliższy termin")},
        {"text": zloty(trip.planned_pln), "label": _("Plan kosztów"), "number": True},
        {"text": zloty(trip.actual_pln), "label": _("Koszty rzeczywiste"), "number": True},
    ]
    return {"url": reverse("trip", args=[trip.public_id]), "cells": cells}


def facts(trip: Trip) -> list[tuple[str, str]]:
    """Labels and values of a trip, without the empty ones."""
    rows = [
        (_("Rodzaj wyjazdu"), trip.get_kind_display()),
        (_("Dokąd"), trip.where),
        (_("Od"), data(trip.starts_on)),
        (_("Do"), data(trip.ends_on)),
        (_("Komórka"), str(trip.unit)),
        (_("Sprawozdanie do"), data(trip.report_due_on)),
        (_("Sprawozdanie złożono"), data(trip.reported_on)),
        (_("Rozliczenie do"), data(trip.settle_due_on)),
        (_("Zakończono"), data(trip.ended_on)),
    ]
    return [(name, value) for name, value in rows if value]


def counted(cost: Cost) -> str:
    """How an amount in PLN came about: "120,00 EUR × 4,2513 (kurs z 9 marca 2027 r.)"; nothing for PLN."""
    if cost.currency == PLN:
        return ""
    return _("%(amount)s %(currency)s × %(rate)s (kurs z %(day)s)") % {
        "amount": number_text(cost.amount, 2),
        "currency": cost.currency,
        "rate": number_text(cost.rate.normalize(), max(2, -int(cost.rate.normalize().as_tuple().exponent))),
        "day": data(cost.rate_on),
    }


def headings() -> list[str]:
    """The heads of a table to take away."""
    heads = (
        _("Numer"),
        _("Rodzaj"),
        _("Cel"),
        _("Kraj"),
        _("Miejscowość"),
        _("Od"),
        _("Do"),
        _("Uczestnicy"),
        _("Stan"),
    )
    return [
        *heads,
        _("Plan kosztów [zł]"),
        _("Koszty rzeczywiste [zł]"),
        _("Sprawozdanie do"),
        _("Sprawozdanie złożono"),
    ]


def table(trips: Iterable[Trip]) -> Iterator[list[str]]:
    """Trips as rows of that table: days in ISO 8601, amounts with a comma."""
    for trip in trips:
        yield [
            trip.sign,
            trip.get_kind_display(),
            trip.purpose,
            trip.country,
            trip.place,
            f"{trip.starts_on}",
            f"{trip.ends_on}",
            "; ".join(trip.named),
            trip.get_state_display(),
            f"{trip.planned_pln:.2f}".replace(".", ","),
            f"{trip.actual_pln:.2f}".replace(".", ","),
            f"{trip.report_due_on}",
            f"{trip.reported_on or ''}",
        ]
