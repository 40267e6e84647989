"""Sittings and items as people read them: rows of lists, facts of pages."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.web.templatetags.polish import data, data_godzina
from office.board.models import BoardItem, BoardMember, Choice
from office.board.states import State


def heads(*labels: str) -> list[dict[str, str]]:
    """The heads of a list."""
    return [{"label": label} for label in labels]


def sitting_columns() -> list[dict[str, str]]:
    return heads(_("Numer"), _("Początek"), _("Miejsce"), _("Punkty"), _("Do rozpatrzenia"), _("Stan"))


def sitting_row(sitting: Any, on: date) -> dict[str, Any]:
    """A row of the list of sittings."""
    late = sitting.state == State.ENDED and sitting.minutes_due and sitting.minutes_due < on
    cells: list[dict[str, Any]] = [
        {"text": sitting.sign, "tag": _("protokół po terminie") if late else ""},
        {"text": data_godzina(sitting.starts_at), "label": _("Początek")},
        {"text": sitting.place, "label": _("Miejsce")},
        {"text": str(sitting.agenda), "label": _("Punkty"), "number": True},
        {"text": str(sitting.unsettled), "label": _("Do rozpatrzenia"), "number": True},
        {"text": sitting.get_state_display(), "state": sitting.state, "label": _("Stan")},
    ]
    return {"url": reverse("sitting", args=[sitting.public_id]), "cells": cells}


def item_columns() -> list[dict[str, str]]:
    return heads(_("W sprawie"), _("Komórka"), _("Posiedzenie"), _("Rodzaj"), _("Stan"), _("Uchwała"))


def item_row(item: BoardItem) -> dict[str, Any]:
    """A row of the list of items."""
    cells: list[dict[str, Any]] = [
        {"text": item.title},
        {"text": item.unit.symbol, "label": _("Komórka")},
        {
            "text": f"{item.sitting.sign}, {data(localdate(item.sitting.starts_at))}",
            "label": _("Posiedzenie"),
        },
        {"text": item.get_kind_display(), "label": _("Rodzaj")},
        {"text": item.get_state_display(), "state": item.state, "label": _("Stan")},
        {"text": item.resolution.number if item.resolution else "–", "label": _("Uchwała")},
    ]
    return {"url": reverse("board-item", args=[item.public_id]), "cells": cells}


def item_facts(item: BoardItem) -> list[tuple[str, str]]:
    """Labels and values of an item, without the empty ones."""
    rows = [
        (_("Rodzaj"), item.get_kind_display()),
        (_("Przygotowuje"), str(item.unit)),
        (_("Referuje"), item.reporter),
        (_("Zgłoszono"), data_godzina(item.submitted_at)),
        (_("Miejsce w porządku"), str(item.place or "")),
        (_("Ustalenia"), item.settled),
        (_("Rozstrzygnięto"), data_godzina(item.decided_at) if item.decided_at else ""),
        (_("Numer uchwały"), item.resolution.number if item.resolution else ""),
    ]
    return [(name, value) for name, value in rows if value]


def tally(choices: list[str]) -> str:
    """Votes in words; nothing for nothing."""
    if not choices:
        return ""
    counts = {choice: choices.count(choice) for choice in Choice.values}
    return _("za %(for)s, przeciw %(against)s, wstrzymało się %(abstained)s") % counts


def member_columns() -> list[dict[str, str]]:
    return heads(_("Imię i nazwisko"), _("Funkcja"), _("Od"), _("Do"))


def member_row(member: BoardMember, *, edits: bool) -> dict[str, Any]:
    """A row of the list of members."""
    cells: list[dict[str, Any]] = [
        {"text": member.name},
        {"text": member.get_function_display(), "label": _("Funkcja")},
        {"text": data(member.valid_from), "label": _("Od")},
        {"text": data(member.valid_to) or _("nadal"), "label": _("Do")},
    ]
    return {"url": reverse("board-member-end", args=[member.public_id]) if edits else "", "cells": cells}
