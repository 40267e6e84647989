"""Forms of papers: who signs, an account, a document, the last day of something, proposed values, a decision."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.files.kinds import TEXTS
from core.web.forms import Form
from ngo.papers.models import DocumentKind, OrganisationDocument
from ngo.registry.forms import DAY, OrganisationForm
from ngo.registry.models import Organisation


class SignatoryForm(Form):
    name = forms.CharField(label=_("Imię i nazwisko"), max_length=200)
    function = forms.CharField(
        label=_("Funkcja"), max_length=120, help_text=_("Na przykład: prezes zarządu, skarbniczka, pełnomocnik.")
    )
    valid_from = forms.DateField(label=_("Od kiedy"), widget=DAY, required=False)


class ConfirmForm(Form):
    basis = forms.CharField(
        label=_("Podstawa"),
        max_length=300,
        help_text=_("Na przykład: pełny odpis z KRS z 20 listopada 2026 r. albo uchwała o wyborze zarządu."),
    )


class EndForm(Form):
    on = forms.DateField(label=_("Ostatni dzień"), widget=DAY)


class AccountForm(Form):
    bank_account = forms.CharField(label=_("Numer rachunku"), max_length=50, help_text=_("26 cyfr albo IBAN."))
    purpose = forms.CharField(
        label=_("Do czego służy"),
        max_length=120,
        required=False,
        help_text=_("Na przykład: rachunek bieżący, rachunek projektu."),
    )
    valid_from = forms.DateField(label=_("Od kiedy"), widget=DAY, required=False)


class DocumentForm(Form):
    kind = forms.ChoiceField(label=_("Rodzaj dokumentu"), choices=DocumentKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Tytuł"), max_length=200, required=False, help_text=_("Tylko dla innego dokumentu.")
    )
    file = forms.FileField(
        label=_("Plik"),
        allow_empty_file=True,
        help_text=_("%(kinds)s, najwyżej %(size)s MB. Bez makr, skryptów i haseł.")
        % {"kinds": ", ".join(kind.label for kind in TEXTS), "size": settings.UPLOAD_MAX_MB},
        widget=forms.FileInput(attrs={"accept": ",".join(kind.suffix for kind in TEXTS)}),
    )
    proves_spheres = forms.BooleanField(
        label=_("Z tego dokumentu wynikają sfery działalności organizacji"), required=False
    )


class ReasonForm(Form):
    reason = forms.CharField(label=_("Dlaczego"), max_length=500)


class ProposalForm(OrganisationForm):
    """The fields that the organisation does not change itself, with their values now, a reason and a document."""

    reason = forms.CharField(
        label=_("Co się zmieniło"),
        max_length=500,
        help_text=_("Na przykład: uchwała walnego zebrania z 3 listopada 2026 r., wpis do KRS z 20 listopada 2026 r."),
    )
    document = forms.ModelChoiceField(
        label=_("Dokument"),
        queryset=OrganisationDocument.objects.none(),
        required=False,
        empty_label=_("bez dokumentu"),
        help_text=_("Jeden z dokumentów organizacji. Nowy najpierw dodaj na stronie akt."),
    )

    def __init__(self, *args: Any, instance: Organisation, only: tuple[str, ...], **kwargs: Any) -> None:
        without = tuple(name for name in OrganisationForm.Meta.fields if name not in only)
        super().__init__(*args, instance=instance, without=without, **kwargs)
        self.fields["document"].queryset = OrganisationDocument.objects.filter(organisation=instance, withdrawn_at=None)  # type: ignore[attr-defined]
        for name in only:
            self.fields[name].required = False

    def values(self) -> dict[str, Any]:
        """What was typed, by field of the organisation."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("reason", "document")}


class DecisionForm(Form):
    decision = forms.CharField(
        label=_("Uzasadnienie"),
        max_length=500,
        help_text=_("Po czym to sprawdzono albo czego zabrakło. Organizacja dostanie je w powiadomieniu."),
    )
