"""Forms of signing in: allauth's with our labels and without placeholders, and our own."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth import password_validation
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.accounts.hats import KINDS, given_by_administrator
from core.accounts.models import User
from core.signin.holdings import Holding
from core.web.forms import Form, ModelForm, Texts

LABELS = {
    "login": _("Adres e-mail"),
    "email": _("Adres e-mail"),
    "password": _("Hasło"),
    "oldpassword": _("Obecne hasło"),
    "password1": _("Nowe hasło"),
    "password2": _("Powtórz nowe hasło"),
    "code": _("Kod"),
    "name": _("Nazwa klucza"),
    "passwordless": _("Pozwól logować się samym kluczem, bez hasła"),
}


class Plain(Texts):
    """Labels of ours; no placeholders, which vanish when one types and repeat the label to a screen reader."""

    labels: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, LABELS.get(name, field.label))
            field.widget.attrs.pop("placeholder", None)
        if "code" in self.fields:
            self.fields["code"].widget.attrs["inputmode"] = "numeric"


class LoginForm(Plain, account.LoginForm):
    """E-mail and password."""


class SignupForm(Plain, account.SignupForm):
    """A new account: name, e-mail, password."""

    labels = {"name": _("Imię i nazwisko"), "password1": _("Hasło"), "password2": _("Powtórz hasło")}
    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "email", "password1", "password2")


class AddEmailForm(Plain, account.AddEmailForm):
    labels = {"email": _("Nowy adres e-mail")}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, account.SetPasswordForm):
    pass


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    pass


class CodeForm(Plain, mfa.AuthenticateForm):
    """A one-time code, or one of the spare codes, while signing in."""


class CodeAgainForm(Plain, mfa.ReauthenticateForm):
    """A one-time code of a person who is signed in."""


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):
    labels = {"code": _("Kod z aplikacji")}


class AddKeyForm(Plain, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "Klucz poprosi wtedy o odcisk palca, twarz albo PIN. Odznacz, jeżeli Twój klucz tego nie potrafi."
        )


class EditKeyForm(Plain, webauthn.EditWebAuthnForm):
    pass


class NameForm(ModelForm):
    """How a person is called."""

    class Meta:
        model = User
        fields = ("name",)
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class NewAccountForm(Form):
    """Name and password of a person who accepts an invitation; `email` is the invited address."""

    name = forms.CharField(
        label=_("Imię i nazwisko"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password1 = forms.CharField(
        label=_("Hasło"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validation.password_validators_help_text_html,
    )
    password2 = forms.CharField(
        label=_("Powtórz hasło"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        password = values.get("password1")
        if password:
            try:
                password_validation.validate_password(password, User(email=self.email, name=values.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
            if values.get("password2") and values["password2"] != password:
                self.add_error("password2", gettext("Hasła się różnią. Wpisz dwa razy to samo hasło."))
        return values


class ReasonForm(Form):
    """Why an account is changed; the reason stands in the ledger for ever."""

    reason = forms.CharField(
        label=_("Powód"),
        max_length=500,
        help_text=_("Jedno zdanie. Zostanie na stałe w księdze zdarzeń."),
    )


class InviteForm(Form):
    """A hat for an e-mail address; `hat` cleans to (kind, key, title)."""

    email = forms.EmailField(label=_("Adres e-mail"))
    hat = forms.ChoiceField(label=_("Rola"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = {f"{kind.code}|{key}": (kind, key, title) for kind, key, title in given_by_administrator()}
        rows = [
            (code, f"{kind.label}: {title}" if title else kind.label)
            for code, (kind, _key, title) in self.given.items()
        ]
        self.fields["hat"].choices = [("", gettext("Wybierz rolę")), *rows]  # type: ignore[attr-defined]

    def clean_hat(self) -> tuple[str, str, str]:
        kind, key, title = self.given[self.cleaned_data["hat"]]
        return kind.code, key, title


class GrantForm(InviteForm):
    """A hat for an account, and why."""

    email = None  # type: ignore[assignment]
    reason = ReasonForm.base_fields["reason"]


class LeaveForm(ReasonForm):
    """Who takes over what a person holds; a choice for every kind that needs a successor."""

    def __init__(self, *args: Any, holdings: list[Holding], successors: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [holding.keeper.code for holding in holdings if holding.keeper.successor]
        for holding in holdings:
            if holding.keeper.successor:
                self.fields[holding.keeper.code] = forms.ModelChoiceField(
                    successors,
                    label=gettext("Następca: %(what)s") % {"what": holding.keeper.label},
                    empty_label=gettext("Wybierz osobę"),
                )
        self.order_fields([*self.codes, "reason"])

    def successors(self) -> dict[str, User]:
        """Code of a keeper → the person chosen."""
        return {code: self.cleaned_data[code] for code in self.codes}


class AccountFilter(forms.Form):
    """What narrows the list of accounts."""

    q = forms.CharField(label=_("Nazwisko lub e-mail"), required=False)
    kind = forms.ChoiceField(
        label=_("Rola"),
        required=False,
        choices=lambda: [("", gettext("każda")), *((kind.code, kind.label) for kind in KINDS.values())],
    )
    state = forms.ChoiceField(
        label=_("Konto"),
        required=False,
        choices=[("", _("każde")), ("open", _("czynne")), ("closed", _("wyłączone"))],
    )
    order = forms.ChoiceField(
        label=_("Kolejność"),
        required=False,
        choices=[("", _("według nazwiska")), ("newest", _("od najnowszego"))],
    )
