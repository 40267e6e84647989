"""The list of offers as the officer reads it."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from competitions.awards.words import day_of, waiting
from competitions.calls.models import Competition
from competitions.offers.queries import names_together
from core.web.panels import nearness
from core.web.templatetags.polish import data, liczba, zloty

# The heading of each column and whether it holds numbers.
COLUMNS = (
    (_("Oferta"), False),
    (_("Stan"), False),
    (_("Wnioskowana"), True),
    (_("Punkty"), True),
    (_("Przyznana"), True),
    (_("Czeka na"), False),
    (_("Czyja kolej"), False),
    (_("Termin"), False),
)


def row_of(offer: Any, competition: Competition, at: datetime) -> dict[str, Any]:
    """An offer as a row of the list (see parts/listing.html)."""
    opinion, award = getattr(offer, "opinion", None), getattr(offer, "award", None)
    wait = waiting(offer.state, competition, at)
    day = day_of(wait, competition) if wait else None
    near, tone = nearness(day, at) if day else ("", "")
    within = _(" (podzadanie %(n)s)") % {"n": offer.subtask.number} if offer.subtask else ""
    texts: list[dict[str, Any]] = [
        {"text": f"{offer.number or '–'}. {names_together(offer, offer.joint_with)}: {offer}{within}"},
        {"text": offer.get_state_display(), "state": offer.state},
        {"text": zloty(offer.requested), "number": True},
        {"text": liczba(opinion.points, 2) if opinion else "–", "number": True},
        {"text": zloty(award.amount) if award else "–", "number": True},
        {"text": wait.what if wait else "–"},
        {"text": wait.turn if wait else "–"},
        {"text": (f"{data(day)}, {near}" if near else data(day)) if day else "–", "tone": tone},
    ]
    for (label, _number), cell in zip(COLUMNS, texts, strict=True):
        cell["label"] = label
    return {"url": reverse("offer-page", args=[offer.public_id]), "cells": texts}
