"""Values of an announcement as people read them before and after a change."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from competitions.calls.models import Competition, SubTask
from core.web.templatetags.polish import data, data_sekunda, procent, zloty

SHARES = frozenset({"max_grant_share", "own_share_min", "admin_cap"})


def label(name: str, model: type[Competition | SubTask] = Competition) -> str:
    """The name of a field of an announcement, without its unit: "pula środków"."""
    field: Any = model._meta.get_field(name)
    return str(field.verbose_name).partition(" [")[0]


def said(competition: Competition | SubTask, name: str) -> str:
    """A field's value in words: amounts in złote, shares in per cent, days by name; "nie określono" for none."""
    value: Any = getattr(competition, name)
    match value:
        case None | "":
            return _("nie określono")
        case Decimal():
            return procent(value) if name in SHARES else zloty(value)
        case datetime():
            return data_sekunda(value)
        case date():
            return data(value)
    return str(value)
