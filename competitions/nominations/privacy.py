"""Nominations: what is kept of the person and of who indicated them, and what ends."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from competitions.nominations.models import Nomination
from core.accounts.models import User
from core.privacy.retention import Rule
from core.privacy.shares import Rows, Share

FORGOTTEN: dict[str, Any] = {"name": "", "email": "", "recommendation": "", "user": None}


def nominations(user: User) -> Rows:
    """Nominations of the person to panels."""
    rows = Nomination.objects.filter(user=user).select_related("organisation").order_by("pk")
    return [
        {
            "organizacja": each.organisation.name,
            "rekomendacja": each.recommendation,
            "stan": each.get_state_display(),
            "wskazano": each.nominated_at,
            "na liście do": each.valid_to,
        }
        for each in rows
    ]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Nominations as the read log knows them."""
    return {"competitions.nomination": Nomination.objects.filter(user=user).values("public_id")}


def forget_person(user: User, *, at: datetime) -> None:
    """Take the person off their nominations."""
    Nomination.objects.filter(user=user).update(**FORGOTTEN)


def ended(before: datetime) -> "QuerySet[Nomination]":
    """Nominations that ended, or whose time on the list was over, before a moment."""
    over = Q(ended_at__lt=before) | Q(valid_to__lt=before.date()) | Q(user=None, nominated_at__lt=before)
    return Nomination.objects.filter(over).exclude(name="", email="", user=None)


def forget(rows: Sequence[Nomination], *, at: datetime) -> None:
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).update(**FORGOTTEN)


NOMINATIONS = Share(
    _("Wskazania do komisji konkursowych"),
    ("competitions.nomination.user",),
    nominations,
    records,
    forget=forget_person,
)
ENDED_NOMINATIONS = Rule(
    "nominations",
    _("Wskazania do komisji konkursowych"),
    _("osoba i rekomendacja znikają; zostaje, która organizacja kogoś wskazała"),
    ended,
    forget,
)
