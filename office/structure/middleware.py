"""What a head left to some people of a unit is refused to the others on every page that writes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from core.web.page import READING
from office.structure.access import may_in_unit
from office.structure.hats import OFFICER, STAFF


class PowersMiddleware:
    """Asks `may_in_unit` where pages of a stage in settings.POWERS write: a form that nobody may send is not shown either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.powers: dict[str, str] = import_string(settings.POWERS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raises PermissionDenied."""
        capability = self.capability(view.__module__)
        if not capability or (request.method in READING and not writes(view)):
            return
        actor = request.actor  # type: ignore[attr-defined]
        if actor.wears(OFFICER.code):
            allowed, reason = may_in_unit(actor, capability)
            if not allowed:
                raise PermissionDenied(reason)

    def capability(self, module: str) -> str:
        """The stage that a view's module belongs to: "office.trips" for "office.trips.views"; nothing for others."""
        return next((each for each in self.powers if f"{module}.".startswith(f"{each}.")), "")


def writes(view: Any) -> bool:
    """Whether a page is there to write: it guards its writing, or only staff open it."""
    return getattr(view, "may", None) is not None or getattr(view, "opens_to", "") == ", ".join(STAFF)
