"""What every request passes: the actor is made from the session's hat; a refusal becomes a page."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from core.accounts.actor import VISITOR, Actor
from core.accounts.models import Hat, User
from core.workflow.refusal import Refusal

HAT_KEY = "hat"


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a session: its user in the hat chosen, or in the only hat, or in none."""
    user = request.user
    if not isinstance(user, User) or isinstance(user, AnonymousUser) or not user.is_active:
        return VISITOR
    hats = list(Hat.objects.worn().filter(user=user).order_by("pk"))
    chosen = request.session.get(HAT_KEY)
    hat = next((each for each in hats if each.public_id == chosen), hats[0] if len(hats) == 1 else None)
    return Actor(user=user, hat=hat)


class ActorMiddleware:
    """Puts `request.actor` on the request; it is looked up only when a page asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
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
