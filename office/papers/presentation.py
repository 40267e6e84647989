"""Papers to sign as people read them: rows of the list, facts of a paper."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.templatetags.polish import data, data_godzina
from office.papers.models import Paper
from office.papers.states import CHECKS, LIVE, Found


def columns() -> list[dict[str, str]]:
    """The heads of the list."""
    heads = (_("Numer"), _("Czego dotyczy"), _("Komórka"), _("Podpisuje"), _("Potrzebny do"), _("Stan"))
    return [{"label": head} for head in heads]


def is_late(paper: Paper, on: date) -> bool:
    """Whether its day passed while it waits."""
    return paper.state in LIVE and paper.due_on < on


def title(paper: Paper) -> str:
    """What it is about, while that is kept."""
    return paper.title or _("(treść usunięta po okresie przechowywania)")


def row(paper: Paper, on: date) -> dict[str, Any]:
    """A row of the list."""
    cells: list[dict[str, Any]] = [
        {"text": paper.sign, "tag": _("po terminie") if is_late(paper, on) else ""},
        {"text": title(paper), "label": _("Czego dotyczy")},
        {"text": paper.unit.symbol, "label": _("Komórka")},
        {"text": str(paper.signatory), "label": _("Podpisuje")},
        {"text": data(paper.due_on), "label": _("Potrzebny do")},
        {"text": paper.get_state_display(), "state": paper.state, "label": _("Stan")},
    ]
    return {"url": reverse("paper", args=[paper.public_id]), "cells": cells}


def facts(paper: Paper) -> list[tuple[str, str]]:
    """Labels and values of a paper, without the empty ones."""
    rows = [
        (_("Rodzaj"), paper.get_kind_display()),
        (_("Przekazuje"), str(paper.unit)),
        (_("Podpisuje"), str(paper.signatory)),
        (_("Podpis potrzebny do"), data(paper.due_on)),
        (_("Przekazano"), data_godzina(paper.submitted_at)),
        (_("Sprawdzono"), data_godzina(paper.checked_at) if paper.checked_at else ""),
        (_("Podpisano"), data(paper.signed_on)),
    ]
    return [(name, value) for name, value in rows if value]


def checked(paper: Paper) -> list[tuple[str, str, str]]:
    """Points of the check, what was found, and its tone."""
    tones = {Found.YES: "good", Found.NO: "bad", Found.NOT_NEEDED: ""}
    return [
        (str(label), str(Found(paper.found[code]).label), tones[Found(paper.found[code])])
        for code, label in CHECKS.items()
        if code in paper.found
    ]
