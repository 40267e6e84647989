"""The form of a message."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.messages.models import Side
from core.accounts.models import public_id
from core.web.forms import Form

LIMIT = 4000


class MessageForm(Form):
    """A message in plain text; `token` is new in each form, so that one form sends one text once."""

    text = forms.CharField(
        label=_("Twoja wiadomość"),
        max_length=LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Najwyżej 4000 znaków. Nie podawaj danych osób, których sprawa nie wymaga."),
    )
    expects_answer = forms.BooleanField(label=_("Czekamy na odpowiedź organizacji"), required=False)
    token = forms.CharField(max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, side: Side, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", public_id())
        if side == Side.ORGANISATION:
            # An organisation always waits for the office.
            del self.fields["expects_answer"]
