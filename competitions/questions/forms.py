"""Forms of questions: asking, answering, declining, the last day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form

TEXT = 3000


class QuestionForm(Form):
    """What a person who is signed in asks: their address is known."""

    text = forms.CharField(
        label=_("Twoje pytanie"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Nie podawaj nazwy organizacji ani danych osób: pytanie z odpowiedzią może przeczytać każdy."),
    )


class VisitorQuestionForm(QuestionForm):
    """What a visitor asks, with where the answer goes."""

    email = forms.EmailField(label=_("E-mail do odpowiedzi"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class AnswerForm(Form):
    public_text = forms.CharField(
        label=_("Pytanie, jak je wszyscy przeczytają"),
        max_length=TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Usuń z niego wszystko, po czym można poznać, kto pyta."),
    )
    text = forms.CharField(label=_("Odpowiedź"), max_length=6000, widget=forms.Textarea(attrs={"rows": 7}))
    publish = forms.BooleanField(
        label=_("Opublikuj pytanie z odpowiedzią na stronie konkursu"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        """What is published needs its question."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("publish") and not values.get("public_text"):
            self.add_error("public_text", _("Napisz, jak pytanie przeczytają wszyscy."))
        return values


class DeclineForm(Form):
    reason = forms.CharField(
        label=_("Powód, który dostanie pytający"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class LastDayForm(Form):
    last_day = forms.DateField(
        label=_("Ostatni dzień na pytania"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
