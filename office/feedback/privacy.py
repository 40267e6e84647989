"""Remarks and their senders: what is kept of a person, and what ends after the answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.privacy.retention import Rule
from core.privacy.shares import Rows, Share
from office.feedback.models import Feedback

# What stays of a remark is what it was about and when it was answered.
FORGOTTEN: dict[str, Any] = {"name": "", "email": "", "other_contact": "", "text": "", "answer": "", "user": None}


def remarks(user: User) -> Rows:
    """Remarks sent while signed in."""
    return [
        {"kiedy": each.received_at, "strona": each.page, "treść": each.text, "podany kontakt": each.email}
        for each in Feedback.objects.filter(user=user).order_by("pk")
    ]


def own_remarks(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Remarks as the read log knows them."""
    return {"office.feedback": Feedback.objects.filter(user=user).values("public_id")}


def forget_remarks(user: User, *, at: datetime) -> None:
    """Answered remarks lose everything personal; those that wait lose their sender only, so that they can be read."""
    found = Feedback.objects.filter(user=user)
    found.exclude(answered_at=None).update(**FORGOTTEN)
    found.update(name="", email="", other_contact="", user=None)


def ended(before: datetime) -> "QuerySet[Feedback]":
    """Remarks answered before a moment that still hold anything personal."""
    empty = Q(name="", email="", other_contact="", text="", answer="", user=None)
    return Feedback.objects.filter(~empty, answered_at__lt=before)


def forget(rows: Sequence[Feedback], *, at: datetime) -> None:
    Feedback.objects.filter(pk__in=[row.pk for row in rows]).update(**FORGOTTEN)


REMARKS = Share(_("Uwagi do stron"), ("office.feedback.user",), remarks, own_remarks, forget=forget_remarks)
ENDED_REMARKS = Rule("remarks", _("Uwagi do stron"), _("treść, odpowiedź i kontakt znikają"), ended, forget)
