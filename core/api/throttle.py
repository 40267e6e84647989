"""How many requests one caller may make; settings.API_RATES names the rates."""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.utils.connection import ConnectionProxy
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from core.api.models import ApiToken


class Throttle(SimpleRateThrottle):
    """Counts a key by itself, a signed-in person by themselves, and a visitor by the address."""

    cache = ConnectionProxy(caches, "api")  # type: ignore[assignment]

    def __init__(self) -> None:
        """The rate depends on the caller, so it is read when the caller is known."""

    def allow_request(self, request: Request, view: Any) -> bool:
        self.scope = "visitor" if request.user is None or not request.user.is_authenticated else "person"
        self.rate = settings.API_RATES[self.scope]
        self.num_requests, self.duration = self.parse_rate(self.rate)
        return super().allow_request(request, view)

    def get_cache_key(self, request: Request, view: Any) -> str:
        if isinstance(request.auth, ApiToken):
            caller = f"key-{request.auth.pk}"
        elif self.scope == "person":
            caller = f"person-{request.user.pk}"
        else:
            caller = str(self.get_ident(request))
        return self.cache_format % {"scope": self.scope, "ident": caller}
