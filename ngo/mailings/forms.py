"""Forms of mailings: the letter, what its sender has seen, an address that opts out."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form
from ngo.mailings.models import Mailing
from ngo.mailings.presentation import NAME

# "{nazwa organizacji}": what looks like a name to be put in.
PLACEHOLDER = re.compile(r"\{[ \w]+\}")


class MailingForm(Form):
    subject = forms.CharField(label=_("Temat"), max_length=Mailing._meta.get_field("subject").max_length)
    text = forms.CharField(
        label=_("Treść"),
        max_length=20000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Zwykły tekst, bez formatowania. {nazwa} zamienimy na nazwę adresata. Pod tekstem dopiszemy, dlaczego adresat "
            "dostaje list, kto jest administratorem danych i jak zrezygnować."
        ),
    )

    def clean_subject(self) -> str:
        return self._known(self.cleaned_data["subject"])

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if not text.strip():
            raise ValidationError(_("Napisz treść listu."))
        return self._known(text)

    @staticmethod
    def _known(value: str) -> str:
        """Refuse other words in braces than {nazwa}: an addressee would read them as they stand."""
        unknown = sorted({each for each in PLACEHOLDER.findall(value) if each != NAME})
        if unknown:
            raise ValidationError(
                _("Nie znamy pola %(names)s. Można wstawić tylko {nazwa}.") % {"names": ", ".join(unknown)}
            )
        return value


class SendForm(Form):
    """What the person who sends has seen."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class StopForm(Form):
    email = forms.EmailField(label=_("Adres, z którego zrezygnowano"))
