"""What is to be done after controls, for the page of terms: recommendations for their units; what is sent, for the keeper."""

from typing import Any

from django.conf import settings
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from office.controls.access import recommendations, visible
from office.controls.states import Progress, State
from office.terms.sources import Asked, Source, told

TEXT = CharField()


def _sign(path: str, *more: Any) -> Concat:
    """The number of a control as people say it."""
    return Concat(Cast(f"{path}number", TEXT), Value("/"), Cast(f"{path}year", TEXT), *more, output_field=TEXT)


def _recommended(asked: Asked) -> "QuerySet[Any]":
    ours = asked.whose("recommendation", ref="public_id", unit="owner__code")
    rows = recommendations(asked.actor, asked.at).filter(ours, state=Progress.OPEN, control__state=State.FOLLOWED)
    rows = rows.annotate(t_number=_sign("control__", Value(", zalecenie "), Cast("number", TEXT)))
    due, unit = "due_on", "owner__code"
    return told(rows, "recommendation", ref="public_id", sign="t_number", title="text", due=due, unit=unit)


def _sent(asked: Asked, source: str, due: str, **still: Any) -> "QuerySet[Any]":
    rows = visible(asked.actor, asked.at).filter(**{f"{due}__isnull": False}, **still)
    rows = rows.annotate(t_number=_sign(""), t_of=Value(settings.OFFICE["keepers"]["controls"], TEXT))
    rows = rows.filter(asked.whose(source, ref="public_id", unit="t_of"))
    return told(rows, source, ref="public_id", sign="t_number", title="body", due=due, unit="t_of")


def _answers(asked: Asked) -> "QuerySet[Any]":
    return _sent(asked, "control-answer", "answer_due", state=State.FOLLOWED, answered_on=None)


def _reservations(asked: Asked) -> "QuerySet[Any]":
    return _sent(asked, "control-reservations", "reservations_due", state=State.REPORTED, reservations_on=None)


RECOMMENDATIONS = Source("recommendation", _("zalecenie po kontroli"), "recommendation-execute", _recommended)
ANSWERS = Source("control-answer", _("odpowiedź organowi kontroli"), "control", _answers)
RESERVATIONS = Source("control-reservations", _("zastrzeżenia do protokołu kontroli"), "control", _reservations)
