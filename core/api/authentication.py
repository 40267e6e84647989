"""Who calls the API: the bearer of a key, in exactly the key's hat; or a signed-in person's browser, with CSRF checked."""

from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.authentication import SessionAuthentication as Session
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core.accounts.actor import Actor
from core.accounts.models import User
from core.api.actions import hashed, note_use
from core.api.models import ApiToken


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer pozytek_…`; sets the request's actor to the key's person in the key's hat."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        word, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if word.lower() != "bearer":
            return None
        at = now()
        found = ApiToken.objects.select_related("user", "hat").filter(secret_hash=hashed(secret.strip()))
        token = found.live(at).first()
        if token is None:
            raise AuthenticationFailed(
                _("Tego klucza nie ma, wygasł, został unieważniony albo jego rola została odebrana.")
            )
        note_use(token, at=at)
        request._request.actor = Actor(user=token.user, hat=token.hat)  # type: ignore[attr-defined]
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class SessionAuthentication(Session):
    """A signed-in person in the hat chosen in the browser, as the documentation page calls."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        user = request._request.actor.user  # type: ignore[attr-defined]
        if user is None:
            return None
        self.enforce_csrf(request)
        return user, None
