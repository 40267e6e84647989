"""What every page knows: the office, the actor, where one can go, what people are told of their data."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.accounts.actor import VISITOR
from core.web.information import groups
from core.web.navigation import entries


def page(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page: `office`, `actor`, `navigation` (list of {label, url, current}), `information` (see core.web.information)."""
    actor = getattr(request, "actor", VISITOR)
    return {
        "office": settings.OFFICE,
        "actor": actor,
        "navigation": entries(actor, request.path),
        "information": groups(),
    }
