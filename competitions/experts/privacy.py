"""The list of experts: what is kept of an expert."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competitions.experts.models import Expert
from core.accounts.models import User
from core.privacy.shares import Rows, Share


def entry(user: User) -> Rows:
    """The entry on the list."""
    return [
        {
            "dziedziny": each.spheres,
            "wpisany(-a)": each.listed_at,
            "na liście do": each.listed_until,
            "stan": each.get_state_display(),
            "najwięcej kart w jednym konkursie": each.limit,
            "nieobecności": [{"od": row.away_from, "do": row.away_to} for row in each.absences.all()],
        }
        for each in Expert.objects.filter(user=user).prefetch_related("absences")
    ]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """The entry as the read log knows it."""
    return {"competitions.expert": Expert.objects.filter(user=user).values("public_id")}


EXPERT = Share(_("Lista ekspertów"), ("competitions.expert.user",), entry, records)
