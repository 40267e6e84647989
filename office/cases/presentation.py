"""Cases and classes as people read them: rows of lists and facts of a page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from law import retention
from office.cases.models import Case, FileClass
from office.cases.states import State


def row(case: Any) -> dict[str, Any]:
    """A row of the list of cases."""
    cells: list[dict[str, Any]] = [
        {"text": case.sign, "tag": _("po terminie") if case.late else ""},
        {"text": case.title, "label": _("Tytuł")},
        {"text": case.officer or "–", "label": _("Prowadzi")},
        {"text": data(case.opened_at), "label": _("Wszczęto")},
        {"text": data(case.due_on) or "–", "label": _("Termin")},
        {"text": case.get_state_display(), "state": case.state, "label": _("Stan")},
    ]
    return {"url": reverse("case-page", args=[case.sign]), "cells": cells}


def columns() -> list[dict[str, str]]:
    """The heads of that list."""
    heads = (_("Znak sprawy"), _("Tytuł"), _("Prowadzi"), _("Wszczęto"), _("Termin"), _("Stan"))
    return [{"label": head} for head in heads]


def facts(case: Case) -> list[tuple[str, str]]:
    """Labels and values of a case, without the empty ones."""
    rows = [
        (_("Tytuł"), case.title),
        (_("Komórka"), str(case.unit)),
        (_("Klasa"), case.symbol),
        (_("Grupa spraw"), case.group.sign if case.group else ""),
        (_("Prowadzi"), str(case.officer or "")),
        (_("Wszczęto"), data(case.opened_at)),
        (_("Termin załatwienia"), data(case.due_on)),
        (_("Kategoria archiwalna"), case.category),
        (_("Zakończono"), data(case.closed_on)),
        (_("Przechowywać"), kept(case)),
    ]
    return [(name, value) for name, value in rows if value]


def kept(case: Case) -> str:
    """How long a closed case is kept, in words."""
    if case.state != State.CLOSED:
        return ""
    return _("do %(day)s") % {"day": data(case.keep_until)} if case.keep_until else _("na zawsze (materiał archiwalny)")


def years(category: str) -> str:
    """How long cases of a category are kept, for the list of classes."""
    number = retention.years(category) if retention.is_category(category) else 0
    return _("na zawsze") if number is None else str(number or "–")


def class_row(file_class: FileClass, *, edits: bool) -> dict[str, Any]:
    """A row of the file plan."""
    checked = (_("tak"), "good") if file_class.verified else (_("jeszcze nie"), "warn")
    cells: list[dict[str, Any]] = [
        {"text": file_class.symbol},
        {"text": file_class.title, "label": _("Hasło")},
        {"text": file_class.category, "label": _("Kategoria")},
        {"text": years(file_class.category), "label": _("Lata przechowywania")},
        {"text": data(file_class.valid_from), "label": _("Od")},
        {"text": data(file_class.valid_to) or _("nadal"), "label": _("Do")},
        {"text": checked[0], "tone": checked[1], "label": _("Sprawdzono z wykazem")},
    ]
    return {"url": reverse("file-class", args=[file_class.public_id]) if edits else "", "cells": cells}


def class_columns() -> list[dict[str, str]]:
    """The heads of the file plan."""
    heads = (
        _("Symbol"),
        _("Hasło"),
        _("Kategoria"),
        _("Lata przechowywania"),
        _("Od"),
        _("Do"),
        _("Sprawdzono z wykazem"),
    )
    return [{"label": head} for head in heads]
