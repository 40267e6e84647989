"""What every request passes: the actor is made from the session's hat; a refusal becomes a page."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_resolver
from django.utils.functional import SimpleLazyObject

from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat, User
from core.workflow.refusal import Refusal

HAT_KEY = "hat"


def factors_passed(request: HttpRequest, user: User) -> list[int]:
    """Keys of the authenticators with which this session has proved a second factor; their rows may be gone by now."""
    return [each["id"] for each in get_authentication_records(request, user) if each["method"] == "mfa"]


def actor_of(request: HttpRequest) -> tuple[Actor, Hat | None]:
    """The actor of a session, and the hat that is held back.

    The actor is the session's user in the hat chosen, or in the only hat, or in none. A hat whose kind asks for a second
    factor is held back until this session has passed one that the account still has; until then the actor has no hat.
    """
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return VISITOR, None
    known = Authenticator.objects.filter(user=OuterRef("user"), pk__in=factors_passed(request, user))
    hats = list(Hat.objects.worn().filter(user=user).annotate(second_factor=Exists(known)).order_by("pk"))
    chosen = request.session.get(HAT_KEY)
    hat = next((each for each in hats if each.public_id == chosen), hats[0] if len(hats) == 1 else None)
    if hat is not None and hat.known_kind.second_factor and not hat.second_factor:
        return Actor(user=user), hat
    return Actor(user=user, hat=hat), None


class ActorMiddleware:
    """Puts `request.actor` on the request, looked up only when a page asks; with it comes `request.held_back`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.held_back = None  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: self.look_up(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def look_up(request: HttpRequest) -> Actor:
        actor, request.held_back = actor_of(request)  # type: ignore[attr-defined]
        return actor


class BodyLimitMiddleware:
    """A request that says it is larger than anything we take is refused before a byte of it is read or kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        size = request.META.get("CONTENT_LENGTH") or "0"
        if size.isdecimal() and int(size) > settings.REQUEST_MAX_MB * 1024 * 1024:
            answer: HttpResponse = get_resolver().resolve_error_handler(413)(request)
            return answer
        return self.get_response(request)


class RefusalMiddleware:
    """An action that refused gives a page that says what is wrong, what the law asks and what to do; nothing changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        back = request.path
        return render(request, "errors/409.html", {"refusal": exception, "back": back}, status=exception.status)
