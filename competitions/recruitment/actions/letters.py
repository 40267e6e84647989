"""The letters that tell a candidate what became of their candidacy."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from competitions.recruitment.models import (
    Candidacy,
)
from core.notices.actions import send


def tell(candidacy: Candidacy, template: str, *, at: datetime, **more: Any) -> None:
    """Write to the candidate, unless they closed their account."""
    if candidacy.user is None:
        return
    context = {"candidacy": candidacy, "recruitment": candidacy.recruitment, **more}
    link = reverse("candidacy", args=[candidacy.public_id])
    send(candidacy.user, template=template, context=context, subject_obj=candidacy, at=at, link=link)
