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
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import record, sealed
from core.notices.actions import send
from core.signin.actions import end_sessions
from core.tables.collation import person_key
from core.web.middleware import factors_passed


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


# What happened to an account, by the letter that tells of it: the verb in the ledger.
VERBS = {
    "account/email/email_changed": "change_email",
    "account/email/email_confirm": "verify_email",
    "account/email/email_deleted": "remove_email",
    "account/email/password_changed": "change_password",
    "account/email/password_set": "set_password",
    "account/email/password_reset": "reset_password",
    "mfa/email/recovery_codes_generated": "renew_recovery_codes",
    "mfa/email/totp_activated": "enrol_second_factor",
    "mfa/email/totp_deactivated": "drop_second_factor",
    "mfa/email/webauthn_added": "enrol_second_factor",
    "mfa/email/webauthn_removed": "drop_second_factor",
}
NEW_PASSWORD = ("change_password", "set_password", "reset_password")


class AccountAdapter(DefaultAccountAdapter):
    """Letters go through the outbox, written by our templates mail/signin/…; nothing waits for the mail server."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "Adres e-mail albo hasło są nieprawidłowe. Sprawdź, czy nie jest włączony Caps Lock."
        ),
        "too_many_login_attempts": _(
            "Za dużo nieudanych prób. Odczekaj 5 minut i spróbuj ponownie albo ustal nowe hasło."
        ),
        "rate_limited": _("Za dużo prób. Odczekaj kilka minut i spróbuj ponownie."),
        "enter_current_password": _("To nie jest obecne hasło."),
        "incorrect_password": _("Hasło jest nieprawidłowe."),
        "incorrect_code": _("Ten kod jest nieprawidłowy albo był już użyty. Poczekaj na następny i wpisz go."),
        "duplicate_email": _("To już jest adres tego konta."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        secret, place = template_prefix in KEYS, {**KEYS, **LINKS}.get(template_prefix)
        user = User.objects.filter(email__iexact=email).first() or context.get("user")
        # A letter with a key goes to the address alone: no copy on a desk.
        to = user if user and not secret and user.email.lower() == email.lower() else email
        send(
            to,
            template=f"signin/{template_prefix.rpartition('/')[2].replace('_', '-')}",
            context={**context, "email": email},
            subject_obj=user or Address(email),
            at=now(),
            link=urlsplit(context[place]).path if place else "",
            secret=secret,
        )

    @transaction.atomic
    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """What happened to an account goes into the ledger and to its person; a new password ends all other sessions."""
        assert isinstance(user, User)
        verb = VERBS[template_prefix]
        record(user, verb, actor=Actor(user=user), at=now(), after={"by": template_prefix.rpartition("/")[2]})
        if verb in NEW_PASSWORD:
            end_sessions(user, but=self.request.session.session_key or "")
        super().send_notification_mail(template_prefix, user, context, email)

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        assert isinstance(user, User)
        user.name = form.cleaned_data["name"]
        user.sort_key = person_key(user.name or form.cleaned_data["email"])
        return super().save_user(request, user, form, commit)

    @transaction.atomic
    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Signing in is an entry of the account: when, and whether with a second factor (KRI § 20 ust. 2 pkt 7)."""
        assert isinstance(user, User)
        passed = bool(factors_passed(request, user))
        record(user, "sign_in", actor=Actor(user=user), at=now(), after={"second_factor": passed})
        return super().post_login(request, user, **kwargs)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Who has a second factor proves themselves with it: a password alone must not add or remove one."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        labels = {
            "reauthenticate": gettext("Podaj hasło"),
            "mfa_reauthenticate": gettext("Podaj kod jednorazowy"),
            "mfa_reauthenticate:webauthn": gettext("Użyj klucza dostępu"),
        }
        strong = [method for method in methods if method["id"] != "reauthenticate"]
        return [{**method, "description": labels[method["id"]]} for method in strong or methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account-page")


class MfaAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted; names are Polish."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "unverified_email": _("Najpierw potwierdź adres e-mail swojego konta."),
        "cannot_generate_recovery_codes": _("Kody zapasowe powstają dopiero, gdy konto ma drugi składnik."),
    }

    def encrypt(self, text: str) -> str:
        return vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Klucz %(number)s") % {"number": count + 1}


def vault() -> Fernet:
    """Encryption under a key derived from the signing secret."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second-factor:" + settings.SECRET_KEY.encode()).digest()))
