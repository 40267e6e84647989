"""Forms of signing in and of accounts."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User

NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class NewAccountForm(forms.Form):
    """Name and password of a person who accepts an invitation; `email` is the invited address."""

    name = forms.CharField(
        label=_("Imię i nazwisko"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password1 = forms.CharField(
        label=_("Hasło"),
        strip=False,
        widget=NEW_PASSWORD,
        help_text=password_validation.password_validators_help_text_html,
    )
    password2 = forms.CharField(label=_("Powtórz hasło"), strip=False, widget=NEW_PASSWORD)

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
