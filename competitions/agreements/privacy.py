"""Agreements on submitted offers: how long they bind who submitted the offer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.agreements.models import Agreement
from core.accounts.models import User
from core.privacy.shares import Rows, Share, case_files_until
from core.web.templatetags.polish import data


def _of(user: User) -> "QuerySet[Agreement]":
    return Agreement.objects.filter(offer__submitted_by=user).order_by("pk")


def agreements(user: User) -> Rows:
    """Agreements on offers that the person submitted: their numbers and days, without names of others."""
    return [{"umowa": each.number, "zawarta": each.signed_on} for each in _of(user)]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Agreements as the read log knows them."""
    return {"competitions.agreement": _of(user).order_by().values("public_id")}


def binds(user: User, on: date) -> list[str]:
    """Agreements whose settlement is not over, or whose task ended less than the kept years ago."""
    return [
        gettext("Umowa nr %(number)s: rozliczenie i akta przechowujemy do %(day)s (RODO art. 17 ust. 3 lit. b).")
        % {"number": each.number, "day": data(until)}
        for each in _of(user)
        if on < (until := case_files_until(each.task_to)) or each.settled_at is None
    ]


AGREEMENTS = Share(_("Umowy"), (), agreements, records, binds)
