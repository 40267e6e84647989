"""Forms of reports beside the official one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form


class ReturnForm(Form):
    reason = forms.CharField(label=_("Co trzeba poprawić"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
