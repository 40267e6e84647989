"""Letters as people read them: rows of the list, facts of a page, the table to take away."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from law.correspondence import KINDS
from office.correspondence.models import Letter
from office.correspondence.states import OPEN


def columns() -> list[dict[str, str]]:
    """The heads of the list."""
    heads = (_("Numer"), _("Nadawca i sprawa"), _("Wpłynęło"), _("Adresat"), _("Zadekretowano"), _("Termin"), _("Stan"))
    return [{"label": head} for head in heads]


def row(letter: Any) -> dict[str, Any]:
    """A row of the list."""
    due = data(letter.due_on) if letter.state in OPEN else "–"
    cells: list[dict[str, Any]] = [
        {"text": letter.sign, "tag": _("po terminie") if letter.late else ""},
        {"text": f"{letter.sender}: {letter.matter}", "label": _("Nadawca i sprawa")},
        {"text": data(letter.received_on), "label": _("Wpłynęło")},
        {"text": letter.addressee_name, "label": _("Adresat")},
        {"text": given_to(letter) or "–", "label": _("Zadekretowano")},
        {"text": due, "label": _("Termin")},
        {"text": letter.get_state_display(), "state": letter.state, "label": _("Stan")},
    ]
    return {"url": reverse("letter", args=[letter.public_id]), "cells": cells}


def given_to(letter: Letter) -> str:
    """Whom the letter is decreed to now."""
    unit = letter.unit_to.symbol if letter.unit_to else ""
    return f"{letter.person_to} ({unit})" if letter.person_to else unit


def facts(letter: Letter) -> list[tuple[str, str]]:
    """Labels and values of a letter, without the empty ones."""
    kind = KINDS[letter.kind]
    answered = f"{data(letter.answered_on)}, {letter.get_answer_channel_display()}" if letter.answered_on else ""
    rows = [
        (_("Nadawca"), letter.sender),
        (_("Adres do odpowiedzi"), letter.sender_contact),
        (_("Wpłynęło"), f"{data(letter.received_on)}, {letter.get_channel_display()}"),
        (_("Adresat"), letter.addressee_name),
        (_("Rodzaj"), f"{kind.label} ({kind.basis})" if kind.basis else kind.label),
        (_("Termin odpowiedzi"), data(letter.due_on)),
        (_("Zadekretowano"), given_to(letter)),
        (_("Odpowiedź"), answered),
    ]
    return [(name, value) for name, value in rows if value]


def headings() -> list[str]:
    """The heads of the table."""
    return [
        _("Numer"),
        _("Wpłynęło"),
        _("Droga"),
        _("Nadawca"),
        _("Adres do odpowiedzi"),
        _("Sprawa"),
        _("Adresat"),
        _("Rodzaj"),
        _("Termin"),
        _("Komórka"),
        _("Osoba"),
        _("Stan"),
        _("Odpowiedziano"),
        _("Znak sprawy"),
    ]


def table(letters: Iterable[Letter]) -> Iterator[list[str]]:
    """Letters as rows of a table, days in ISO 8601."""
    for each in letters:
        yield [
            each.sign,
            each.received_on.isoformat(),
            str(each.get_channel_display()),
            each.sender,
            each.sender_contact,
            each.matter,
            each.addressee_name,
            str(each.get_kind_display()),
            each.due_on.isoformat(),
            each.unit_to.symbol if each.unit_to else "",
            str(each.person_to or ""),
            str(each.get_state_display()),
            each.answered_on.isoformat() if each.answered_on else "",
            each.case.sign if each.case else "",
        ]
