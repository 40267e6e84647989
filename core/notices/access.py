"""Who sees a notice: its addressee."""

from datetime import datetime

from core.accounts.actor import Actor
from core.notices.models import Notice, NoticeQuerySet


def visible(actor: Actor, at: datetime) -> NoticeQuerySet:
    """The gate of notices: a person's own, whatever the hat."""
    return Notice.objects.filter(user=actor.user) if actor.user else Notice.objects.none()
