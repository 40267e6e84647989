"""Forms of duplicates: which values stay, why two are one or two, a list of names to recognise."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form
from ngo.duplicates.choosing import Choice
from ngo.registry.readers import names
from ngo.registry.readers.rows import UnreadableFile

KEPT, ABSORBED = "kept", "absorbed"


class MergeForm(Form):
    """A choice for each field in which the records differ, and why they are one."""

    reason = forms.CharField(
        label=_("Skąd wiadomo, że to jedna organizacja"),
        max_length=500,
        help_text=_("Na przykład: ten sam statut i adres, rozmowa telefoniczna z prezesem 20 listopada 2026 r."),
    )

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason")
        for choice in choices:
            self.fields[choice.field] = forms.ChoiceField(
                label=choice.label[:1].upper() + choice.label[1:],
                choices=[(KEPT, choice.kept), (ABSORBED, choice.absorbed)],
                widget=forms.RadioSelect,
                initial=ABSORBED if choice.take else KEPT,
            )
        self.fields["reason"] = reason

    def taken(self) -> list[str]:
        """The fields whose value comes from the absorbed record."""
        return [name for name, value in self.cleaned_data.items() if name != "reason" and value == ABSORBED]


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500)


class NamesForm(Form):
    """Names typed or uploaded."""

    names = forms.CharField(
        label=_("Nazwy, każda w osobnym wierszu"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("albo plik CSV z kolumną „name” lub „nazwa”"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload and upload.size > settings.IMPORT_MAX_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("Plik jest większy niż %(size)s MB. Podziel go na części.") % {"size": settings.IMPORT_MAX_MB}
            )
        return upload

    def clean(self) -> dict[str, Any]:
        """`listed`: the names, of the file when there is one."""
        data = super().clean() or self.cleaned_data
        if data.get("file"):
            try:
                data["listed"] = names.read(data["file"].file)
            except UnreadableFile as refusal:
                self.add_error("file", str(refusal))
                return data
        else:
            data["listed"] = [
                line for line in (" ".join(row.split()) for row in data.get("names", "").splitlines()) if line
            ]
        if not data["listed"] and not self.errors:
            self.add_error("names", _("Wpisz przynajmniej jedną nazwę albo wybierz plik."))
        return data
