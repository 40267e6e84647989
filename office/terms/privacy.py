"""Absences, escalations and the digest: what is kept of a person, and what ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.privacy.retention import Rule, delete
from core.privacy.shares import Rows, Share
from office.terms.models import Absence, DigestChoice, Escalation


def absences(user: User) -> Rows:
    """One's own absences, those in which one stood in, late terms one was told of, how often the digest comes."""
    away = Absence.objects.filter(user=user).order_by("pk")
    stood = Absence.objects.filter(deputy=user).order_by("pk")
    told = Escalation.objects.filter(user=user).order_by("pk")
    rows: list[Mapping[str, Any]] = [
        {"co": "nieobecność", "od dnia": each.first_day, "do dnia": each.last_day} for each in away
    ]
    rows += [{"co": "zastępstwo", "od dnia": each.first_day, "do dnia": each.last_day} for each in stood]
    rows += [{"co": "powiadomienie o cudzym terminie", "kiedy": each.told_at} for each in told]
    choice = DigestChoice.objects.filter(user=user).first()
    return rows + ([{"co": "przegląd terminów", "jak często": choice.get_often_display()}] if choice else [])


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Absences as the read log knows them."""
    return {"office.absence": Absence.objects.filter(user=user).values("public_id")}


def forget(user: User, *, at: datetime) -> None:
    """Nothing of it is of use without the person."""
    DigestChoice.objects.filter(user=user).delete()
    Escalation.objects.filter(user=user).delete()


def ended(before: datetime) -> "QuerySet[Absence]":
    """Absences that were over before a moment."""
    return Absence.objects.filter(last_day__lt=localdate(before))


def old(before: datetime) -> "QuerySet[Escalation]":
    """Escalations told before a moment."""
    return Escalation.objects.filter(told_at__lt=before)


ABSENCES = Share(
    _("Nieobecności i terminy"),
    ("office.absence.user", "office.absence.deputy", "office.escalation.user", "office.digestchoice.user"),
    absences,
    records,
    forget=forget,
)
ENDED_ABSENCES = Rule("absences", _("Nieobecności i zastępstwa"), _("wpis jest usuwany"), ended, delete)
OLD_ESCALATIONS = Rule("escalations", _("Powiadomienia o terminach, które minęły"), _("wpis jest usuwany"), old, delete)
