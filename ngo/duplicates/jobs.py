"""Slow work of duplicates: looking through the whole register for pairs."""

from typing import Any

from django.urls import reverse

from core.jobs.handlers import handler
from core.jobs.runner import Run
from ngo.duplicates.actions import find_candidates


@handler("duplicates.search", label="Szukanie duplikatów w bazie organizacji")
def search(run: Run) -> dict[str, Any]:
    """Find the pairs of the list anew."""
    return {"pairs": find_candidates(), "link": reverse("duplicates")}
