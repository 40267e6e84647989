"""Forms of papers to sign."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.web.forms import Form
from office.board.models import BoardMember
from office.papers.models import Kind
from office.papers.states import CHECKS, Found, State

DATE: dict[str, Any] = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}


class PaperFilter(Form):
    szukaj = forms.CharField(label=_("Numer albo czego dotyczy"), max_length=200, required=False)
    komorka = forms.ChoiceField(label=_("Komórka"), required=False)
    podpisuje = forms.ModelChoiceField(
        label=_("Podpisuje"), queryset=BoardMember.objects.none(), required=False, empty_label=_("wszyscy")
    )
    stan = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=[("", _("wszystkie")), ("live", _("czekają")), ("late", _("po terminie")), *State.choices],
    )

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], members: "QuerySet[BoardMember]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["komorka"].choices = [("", _("wszystkie")), *units]  # type: ignore[attr-defined]
        self.fields["podpisuje"].queryset = members  # type: ignore[attr-defined]


class AgainForm(Form):
    """What a unit says of a paper, the first time and when it is mended."""

    title = forms.CharField(label=_("Czego dotyczy"), max_length=300)
    signatory = forms.ModelChoiceField(
        label=_("Podpisuje"), queryset=BoardMember.objects.none(), empty_label=None, to_field_name="public_id"
    )
    due_on = forms.DateField(label=_("Podpis potrzebny do"), widget=forms.DateInput(**DATE))
    file = forms.FileField(label=_("Dokument"), help_text=_("PDF, DOCX, ODT albo skan."))

    def __init__(self, *args: Any, members: "QuerySet[BoardMember]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signatory"].queryset = members  # type: ignore[attr-defined]


class PaperForm(AgainForm):
    kind = forms.ChoiceField(label=_("Rodzaj"), choices=Kind.choices)
    once = forms.CharField(widget=forms.HiddenInput, max_length=16, initial=public_id)

    field_order = ("kind", "title", "signatory", "due_on", "file")


class CheckForm(Form):
    """What the check found, point by point; with a reason the paper goes back to its unit."""

    PASS, RETURN = "pass", "return"

    outcome = forms.ChoiceField(
        label=_("Co dalej"),
        widget=forms.RadioSelect,
        choices=[(PASS, _("przekaż do podpisu")), (RETURN, _("zwróć do poprawy"))],
    )
    reason = forms.CharField(
        label=_("Powód zwrotu"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in CHECKS.items():
            self.fields[f"found_{code}"] = forms.ChoiceField(
                label=label,  # type: ignore[arg-type]
                choices=Found.choices,
                widget=forms.RadioSelect,
            )
        self.order_fields([*(f"found_{code}" for code in CHECKS), "outcome", "reason"])

    def found(self) -> dict[str, str]:
        """As `actions.check_paper` takes it."""
        return {code: self.cleaned_data[f"found_{code}"] for code in CHECKS}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("outcome") == self.RETURN and not values.get("reason"):
            self.add_error("reason", _("Napisz komórce, co ma poprawić."))
        return values


class SignForm(Form):
    signed_on = forms.DateField(label=_("Podpisano"), widget=forms.DateInput(**DATE))


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
