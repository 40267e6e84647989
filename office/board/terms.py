"""What waits at the Board's sittings, for the page of terms: items sent back to units; items to judge and minutes for who serves."""

from typing import Any

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.translation import gettext_lazy as _

from office.board.access import items, sittings
from office.board.states import TO_COME, State
from office.terms.sources import Asked, Source, told

TEXT = CharField()


def _sign(path: str) -> Concat:
    """The number of a sitting as people say it."""
    return Concat(Cast(f"{path}number", TEXT), Value("/"), Cast(f"{path}year", TEXT), output_field=TEXT)


def _keeper() -> Value:
    return Value(settings.OFFICE["keepers"]["board"], TEXT)


def _to_mend(asked: Asked) -> "QuerySet[Any]":
    ours = asked.whose("board-mend", ref="public_id", unit="unit__code")
    rows = items(asked.actor, asked.at).to_mend().filter(ours, sitting__state__in=TO_COME)
    rows = rows.annotate(t_number=_sign("sitting__"))
    due, unit = "sitting__items_due", "unit__code"
    return told(rows, "board-mend", ref="public_id", sign="t_number", title="title", due=due, unit=unit)


def _to_judge(asked: Asked) -> "QuerySet[Any]":
    rows = items(asked.actor, asked.at).to_judge()
    rows = rows.annotate(t_number=_sign("sitting__"), t_of=_keeper(), t_day=TruncDate("sitting__starts_at"))
    rows = rows.filter(asked.whose("board-judge", ref="public_id", unit="t_of"))
    return told(rows, "board-judge", ref="public_id", sign="t_number", title="title", due="t_day", unit="t_of")


def _minutes(asked: Asked) -> "QuerySet[Any]":
    rows = sittings(asked.actor, asked.at).filter(state=State.ENDED, minutes_due__isnull=False)
    rows = rows.annotate(t_number=_sign(""), t_of=_keeper(), t_where=F("place"))
    rows = rows.filter(asked.whose("board-minutes", ref="public_id", unit="t_of"))
    due = "minutes_due"
    return told(rows, "board-minutes", ref="public_id", sign="t_number", title="t_where", due=due, unit="t_of")


TO_MEND = Source("board-mend", _("punkt zwrócony przez obsługę Zarządu"), "board-item", _to_mend)
TO_JUDGE = Source("board-judge", _("punkt zgłoszony na Zarząd"), "board-item", _to_judge)
MINUTES = Source("board-minutes", _("protokół posiedzenia Zarządu"), "sitting", _minutes)
