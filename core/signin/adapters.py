"""What allauth asks us: how letters are sent, how secrets are kept, how one proves again who one is."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.accounts.models import User
from core.audit.ledger import sealed
from core.notices.actions import send


class Address:
    """An e-mail address that no account has, as the subject of a letter; the ledger never names it."""

    def __init__(self, email: str) -> None:
        self.pk = sealed(email)

    @property
    def chain(self) -> str:
        return f"address:{self.pk}"


# allauth's letters with a key in them, and where in their context the address with the key stands.
KEYS = {
    "account/email/email_confirmation": "activate_url",
    "account/email/email_confirmation_signup": "activate_url",
    "account/email/password_reset_key": "password_reset_url",
}
# allauth's letters that only lead somewhere.
LINKS = {
    "account/email/account_already_exists": "password_reset_url",
    "account/email/unknown_account": "signup_url",
}


class AccountAdapter(DefaultAccountAdapter):
    """Letters go through the outbox, written by our templates mail/signin/…; nothing waits for the mail server."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        secret, place = template_prefix in KEYS, {**KEYS, **LINKS}.get(template_prefix)
        user = User.objects.filter(email__iexact=email).first() or context.get("user")
        # A letter with a key goes to the address alone: no copy on a desk.
        to = user if user and not secret and user.email.lower() == email.lower() else email
        send(
            to,
            template=f"signin/{template_prefix.replace('/email/', '/').replace('/', '-')}",
            context={**context, "email": email},
            subject_obj=user or Address(email),
            at=now(),
            link=urlsplit(context[place]).path if place else "",
            secret=secret,
        )

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Who has a second factor proves themselves with it: a password alone must not add or remove one."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        labels = {
            "reauthenticate": _("Podaj hasło"),
            "mfa_reauthenticate": _("Podaj kod jednorazowy"),
            "mfa_reauthenticate:webauthn": _("Użyj klucza dostępu"),
        }
        strong = [method for method in methods if method["id"] != "reauthenticate"]
        return [{**method, "description": labels[method["id"]]} for method in strong or methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "account-page"


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted; names are Polish; the last factor that a hat needs stays."""

    def encrypt(self, text: str) -> str:
        return vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Klucz %(number)s") % {"number": count + 1}


def vault() -> Fernet:
    """Encryption under a key derived from the signing secret."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second-factor:" + settings.SECRET_KEY.encode()).digest()))
