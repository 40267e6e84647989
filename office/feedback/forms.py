"""Forms of remarks: what one writes, and the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form
from office.feedback.models import Kind


def is_path(page: str) -> bool:
    """Whether it is a path on this site and not an address elsewhere."""
    return page.startswith("/") and not page.startswith("//") and page.isprintable()


class FeedbackForm(Form):
    kind = forms.ChoiceField(
        label=_("Czego dotyczy zgłoszenie"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        initial=Kind.REMARK,
    )
    page = forms.CharField(
        label=_("Strona, której dotyczy"),
        max_length=300,
        required=False,
        help_text=_("Adres strony w tym serwisie. Zostaw puste, jeżeli chodzi o cały serwis."),
    )
    text = forms.CharField(
        label=_("Treść"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_(
            "Napisz, co nie działa albo czego brakuje. Przy żądaniu dostępności napisz też, jak mamy Ci pomóc."
        ),
    )
    name = forms.CharField(
        label=_("Imię i nazwisko"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail do odpowiedzi"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    other_contact = forms.CharField(label=_("Inny sposób kontaktu: telefon albo adres"), max_length=300, required=False)

    def clean_page(self) -> str:
        page: str = self.cleaned_data["page"].strip() or "/"
        if not is_path(page):
            raise forms.ValidationError(_("Podaj adres w tym serwisie, zaczynający się od „/”."))
        return page

    def clean(self) -> dict[str, Any]:
        """A request for accessibility carries contact data: without them nobody can be answered (UDC art. 18 ust. 2)."""
        values: dict[str, Any] = super().clean() or {}
        wants = values.get("kind") == Kind.ACCESSIBILITY
        if wants and "email" not in self.errors and not (values.get("email") or values.get("other_contact")):
            self.add_error(
                "email",
                _(
                    "Podaj e-mail albo inny sposób kontaktu. Żądanie dostępności zawiera dane kontaktowe "
                    "(ustawa o dostępności cyfrowej, art. 18 ust. 2 pkt 1)."
                ),
            )
        return values


class AnswerForm(Form):
    text = forms.CharField(label=_("Odpowiedź"), max_length=4000, widget=forms.Textarea(attrs={"rows": 7}))
