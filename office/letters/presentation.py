"""Letters and communiqués as people read them: rows of lists."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from office.letters.models import Communique, LetterSet


def columns() -> list[dict[str, str]]:
    """The heads of a list of sets."""
    return [
        {"label": head} for head in (_("Okazja"), _("Rodzaj"), _("Data na piśmie"), _("Stan"), _("Sprawdzone przez"))
    ]


def row(letter_set: LetterSet) -> dict[str, Any]:
    """A set in a list."""
    cells: list[dict[str, Any]] = [
        {"text": letter_set.subject},
        {"text": letter_set.get_kind_display(), "label": _("Rodzaj")},
        {"text": data(letter_set.dated_on), "label": _("Data na piśmie")},
        {"text": letter_set.get_state_display(), "state": letter_set.state, "label": _("Stan")},
        {"text": str(letter_set.checked_by or "–"), "label": _("Sprawdzone przez")},
    ]
    return {"url": reverse("letter-set", args=[letter_set.public_id]), "cells": cells}


def news_columns() -> list[dict[str, str]]:
    """The heads of a list of communiqués."""
    return [{"label": head} for head in (_("Tytuł"), _("Numer"), _("Opublikowano"), _("Stan"))]


def news_row(communique: Communique) -> dict[str, Any]:
    """A communiqué in a list."""
    cells: list[dict[str, Any]] = [
        {"text": communique.title},
        {"text": communique.sign or "–", "label": _("Numer")},
        {"text": data(communique.published_at) or "–", "label": _("Opublikowano")},
        {"text": communique.get_state_display(), "state": communique.state, "label": _("Stan")},
    ]
    return {"url": reverse("communique", args=[communique.public_id]), "cells": cells}
