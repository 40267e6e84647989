"""The council as people read it: rows of lists, facts of pages."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.templatetags.polish import data, data_godzina
from office.dialogue.models import Position, Seat
from office.dialogue.states import PositionState


def heads(*labels: str) -> list[dict[str, str]]:
    """The heads of a list."""
    return [{"label": label} for label in labels]


def is_late(position: Position, on: date) -> bool:
    """Whether the day for an answer passed without one."""
    return position.state == PositionState.SENT and bool(position.answer_due and position.answer_due < on)


def position_columns() -> list[dict[str, str]]:
    return heads(_("Numer"), _("W sprawie"), _("Rodzaj"), _("Przyjęto"), _("Adresat"), _("Stan"))


def position_row(position: Position, on: date) -> dict[str, Any]:
    """A row of the list of positions and opinions."""
    cells: list[dict[str, Any]] = [
        {"text": position.sign, "tag": _("odpowiedź po terminie") if is_late(position, on) else ""},
        {"text": position.title, "label": _("W sprawie")},
        {"text": position.get_kind_display(), "label": _("Rodzaj")},
        {"text": data(position.adopted_on), "label": _("Przyjęto")},
        {"text": position.addressee or "–", "label": _("Adresat")},
        {"text": position.get_state_display(), "state": position.state, "label": _("Stan")},
    ]
    return {"url": reverse("position", args=[position.public_id]), "cells": cells}


def position_facts(position: Position) -> list[tuple[str, str]]:
    """Labels and values of a position, without the empty ones."""
    rows = [
        (_("Rodzaj"), position.get_kind_display()),
        (_("Przyjęto"), data(position.adopted_on)),
        (_("Na posiedzeniu"), str(position.sitting)),
        (_("Adresat"), position.addressee),
        (_("Wysłano"), data(position.sent_on)),
        (_("Odpowiedź do"), data(position.answer_due)),
        (_("Odpowiedziano"), data(position.answered_on)),
    ]
    return [(name, value) for name, value in rows if value]


def sitting_columns() -> list[dict[str, str]]:
    return heads(_("Numer"), _("Rodzaj"), _("Początek"), _("Miejsce"), _("Obecni"), _("Stan"))


def sitting_row(sitting: Any) -> dict[str, Any]:
    """A row of the list of sittings."""
    cells: list[dict[str, Any]] = [
        {"text": sitting.sign},
        {"text": sitting.get_kind_display(), "label": _("Rodzaj")},
        {"text": data_godzina(sitting.starts_at), "label": _("Początek")},
        {"text": sitting.place, "label": _("Miejsce")},
        {"text": str(sitting.there or "–"), "label": _("Obecni"), "number": True},
        {"text": sitting.get_state_display(), "state": sitting.state, "label": _("Stan")},
    ]
    return {"url": reverse("council-sitting", args=[sitting.public_id]), "cells": cells}


def seat_columns() -> list[dict[str, str]]:
    return heads(_("Imię i nazwisko"), _("Strona"), _("Reprezentuje"), _("Prezydium"), _("Od"), _("Do"))


def seat_row(seat: Seat, *, edits: bool) -> dict[str, Any]:
    """A row of the list of members."""
    cells: list[dict[str, Any]] = [
        {"text": seat.name or _("osoba usunięta")},
        {"text": seat.get_side_display(), "label": _("Strona")},
        {"text": seat.represents, "label": _("Reprezentuje")},
        {"text": _("tak") if seat.presidium else "–", "label": _("Prezydium")},
        {"text": data(seat.valid_from), "label": _("Od")},
        {"text": data(seat.valid_to) or _("nadal"), "label": _("Do")},
    ]
    return {"url": reverse("council-seat-end", args=[seat.public_id]) if edits else "", "cells": cells}
