"""The book of controls as people read it: rows of its list, facts of a control, the table to take away."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from office.controls.models import Control


def columns() -> list[dict[str, str]]:
    """The heads of the list."""
    heads = (_("Numer"), _("Organ kontroli"), _("Zakres"), _("Komórka"), _("Od"), _("Zalecenia"), _("Stan"))
    return [{"label": head} for head in heads]


def row(control: Any, on: date) -> dict[str, Any]:
    """A row of the list."""
    told = _("%(done)s z %(told)s wykonano") % {"done": control.told - control.undone, "told": control.told}
    cells: list[dict[str, Any]] = [
        {"text": control.sign, "tag": _("po terminie") if control.late or late_terms(control, on) else ""},
        {"text": control.body, "label": _("Organ kontroli")},
        {"text": control.scope[:120], "label": _("Zakres")},
        {"text": control.unit.symbol if control.unit else _("cały urząd"), "label": _("Komórka")},
        {"text": data(control.begins_on), "label": _("Od")},
        {"text": told if control.told else "–", "label": _("Zalecenia")},
        {"text": control.get_state_display(), "state": control.state, "label": _("Stan")},
    ]
    return {"url": reverse("control", args=[control.public_id]), "cells": cells}


def late_terms(control: Control, on: date) -> list[str]:
    """What the office owes the body and has not sent in time, in words."""
    found = []
    if control.state == "reported" and control.reservations_due and not control.reservations_on:
        found += [_("zastrzeżenia do protokołu")] if control.reservations_due < on else []
    if control.state == "waiting" and control.answer_due and not control.answered_on:
        found += [_("odpowiedź na wystąpienie")] if control.answer_due < on else []
    return found


def facts(control: Control) -> list[tuple[str, str]]:
    """Labels and values of a control, without the empty ones."""
    rows = [
        (_("Organ kontroli"), control.body),
        (_("Numer upoważnienia"), control.authorisation),
        (_("Zakres"), control.scope),
        (_("Kontrolowana komórka"), str(control.unit or _("cały urząd"))),
        (_("Rozpoczęto"), data(control.begins_on)),
        (_("Zakończono") if control.protocol_on else _("Planowany koniec"), data(control.ends_on)),
        (_("Protokół otrzymano"), data(control.protocol_on)),
        (_("Zastrzeżenia do"), data(control.reservations_due)),
        (_("Zastrzeżenia wysłano"), data(control.reservations_on)),
        (_("Wystąpienie otrzymano"), data(control.recommended_on)),
        (_("Odpowiedź do"), data(control.answer_due)),
        (_("Odpowiedź wysłano"), data(control.answered_on)),
    ]
    return [(name, value) for name, value in rows if value]


def headings() -> list[str]:
    """The heads of the table to take away: a row for each recommendation, one for a control without any."""
    return [
        _("Numer"),
        _("Organ kontroli"),
        _("Numer upoważnienia"),
        _("Zakres"),
        _("Komórka"),
        _("Od"),
        _("Do"),
        _("Protokół"),
        _("Zastrzeżenia do"),
        _("Odpowiedź do"),
        _("Odpowiedziano"),
        _("Stan"),
        _("Nr zalecenia"),
        _("Zalecenie"),
        _("Wykonuje"),
        _("Termin"),
        _("Wykonano"),
        _("Jak wykonano"),
    ]


def table(controls: Iterable[Control]) -> Iterator[list[str]]:
    """The book as rows of text, days in ISO 8601."""
    for control in controls:
        head = [
            control.sign,
            control.body,
            control.authorisation,
            control.scope,
            control.unit.symbol if control.unit else _("cały urząd"),
            *(
                _iso(each)
                for each in (
                    control.begins_on,
                    control.ends_on,
                    control.protocol_on,
                    control.reservations_due,
                    control.answer_due,
                    control.answered_on,
                )
            ),
            control.get_state_display(),
        ]
        told = list(control.recommendations.all())
        for each in told:
            yield [
                *head,
                str(each.number),
                each.text,
                each.owner.symbol,
                _iso(each.due_on),
                _iso(each.executed_on),
                each.how,
            ]
        if not told:
            yield [*head, "", "", "", "", "", ""]


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""
