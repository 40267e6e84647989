"""Slow work of privacy: a copy of a person's data, what would be anonymised, and anonymising it."""

from typing import Any

from django.urls import reverse

from core.accounts.actor import system
from core.jobs.handlers import handler
from core.jobs.runner import Run
from core.privacy.actions import anonymise, make_copy
from core.privacy.models import OwnDataCopy
from core.privacy.queries import ended
from core.privacy.retention import rules


@handler("privacy.copy", label="Kopia Twoich danych")
def copy(run: Run, pk: int) -> dict[str, Any]:
    """Make one copy; the person takes it from their page."""
    make_copy(OwnDataCopy.objects.select_related("user").get(pk=pk), actor=system("kopia danych"), at=run.at)
    return {"link": reverse("own-data")}


@handler("privacy.preview", label="Podgląd anonimizacji")
def preview(run: Run) -> dict[str, Any]:
    """Count what has ended, for the administrator's page; nothing is changed."""
    return {"rows": [each.as_row() for each in ended(run.at)], "link": reverse("retention")}


@handler("privacy.anonymise", label="Anonimizacja po okresie przechowywania")
def anonymise_ended(run: Run) -> dict[str, Any]:
    """Anonymise all that has ended, batch by batch, each in a transaction of its own."""
    done: list[dict[str, Any]] = []
    for number, rule in enumerate(rules()):
        run.progress(number, len(rules()), str(rule.label))
        count = bound = 0
        after: int | None = 0
        while after is not None:
            some, stay, after = anonymise(rule, after, actor=system("retencja danych"), at=run.at)
            count, bound = count + some, bound + stay
        done.append({"label": str(rule.label), "count": count, "bound": bound})
    return {"rows": done, "link": reverse("retention")}
