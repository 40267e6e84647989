"""Trips that wait for a report or a settlement, for the page of terms: everybody's of their unit."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from office.terms.sources import Asked, Source, told
from office.trips.access import visible


def _rows(asked: Asked) -> "QuerySet[Any]":
    trips = visible(asked.actor, asked.at).due(asked.day)
    if asked.scope != "all":
        trips = trips.filter(unit__code=asked.actor.key)
    return told(trips, "trip", ref="public_id", sign="sign", title="place", due="due_on", unit="unit__code")


TRIPS = Source("trip", _("wyjazd"), "trip", _rows)
