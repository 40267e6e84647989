"""What a head left to some people of a unit is refused to the others on every page that writes."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from core.web.page import READING
from office.structure.access import may_in_unit
from office.structure.hats import OFFICER, STAFF
from office.structure.powers import Writing, writings


class PowersMiddleware:
    """Asks `may_in_unit` where pages of the modules in settings.POWERS write; the form of a page that is there to write is not shown either."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Raises PermissionDenied."""
        power = power_of(view)
        if power is None or (request.method in READING and not writes(view)):
            return
        actor = request.actor  # type: ignore[attr-defined]
        if actor.wears(OFFICER.code):
            allowed, reason = may_in_unit(actor, power.code)
            if not allowed:
                raise PermissionDenied(reason)


def power_of(view: Any) -> Writing | None:
    """What a view of a listed module needs: "office.trips" holds "office.trips.views"; nothing where it stands apart."""
    known = (power for module, power in writings().items() if f"{view.__module__}.".startswith(f"{module}."))
    found = next(known, None)
    return None if found is None or view.__name__ in found.apart else found


def writes(view: Any) -> bool:
    """Whether a page is there to write: it guards its writing, or only staff open it."""
    return getattr(view, "may", None) is not None or getattr(view, "opens_to", "") == ", ".join(STAFF)
