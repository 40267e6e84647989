"""Setting up a second factor: allauth's pages, after which the session that set up the first one has passed it."""

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.http import HttpRequest, HttpResponse

from core.signin import queries

SECOND = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class FirstPasses:
    """The first factor of an account was proved by setting it up; a later one counts only when it is used to sign in."""

    request: HttpRequest

    def form_valid(self, form: object) -> HttpResponse:
        first = not is_mfa_enabled(self.request.user, SECOND)
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if first:
            post_authentication(self.request, queries.newest_factor(self.request.user))
        return response


class ActivateTOTP(FirstPasses, ActivateTOTPView):
    """Switch one-time codes on."""


class AddKey(FirstPasses, AddWebAuthnView):
    """Add a passkey."""
