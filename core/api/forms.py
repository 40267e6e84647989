"""The form of a new key."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.api.actions import LIFE_DAYS
from core.api.scopes import scopes_for
from core.web.forms import Form


class TokenForm(Form):
    """Name, scopes that fit the hat worn now, and life."""

    name = forms.CharField(
        label=_("Nazwa"), max_length=100, help_text=_("Do czego służy, na przykład „System księgowy”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Zakresy"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Zaznacz tylko to, czego program naprawdę potrzebuje."),
    )
    days = forms.TypedChoiceField(
        label=_("Ważność"),
        coerce=int,
        choices=[(days, _("%(days)d dni") % {"days": days}) for days in LIFE_DAYS],
        initial=90,
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [(scope.code, f"{scope.code} – {scope.label}") for scope in scopes_for(kind)]
        self.fields["scopes"].choices = fitting  # type: ignore[attr-defined]
