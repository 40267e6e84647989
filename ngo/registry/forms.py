"""Forms of the register: an organisation's data, a file to import, a person to invite."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form
from law.identity import InvalidIdentifier, krs
from law.organisation import legal_forms
from law.spheres import spheres
from ngo.registry.hats import EDITOR, SIGNATORY, VIEWER
from ngo.registry.matching import label
from ngo.registry.models import Commune, Import, Organisation
from ngo.registry.readers.table import COLUMNS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def form_choices() -> list[tuple[str, str]]:
    """Legal forms by code."""
    return [(form.code, form.name) for form in legal_forms().values()]


class OrganisationForm(forms.ModelForm):
    """Any part of an organisation's data; `without` names fields that are not shown, because they are locked."""

    legal_form = forms.ChoiceField(label=_("Forma prawna"))
    website = forms.URLField(
        label=_("Strona internetowa"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    spheres = forms.MultipleChoiceField(
        label=_("Sfery działalności statutowej (art. 4 ust. 1)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Zaznacz te, które są w statucie. Po nich podpowiadamy konkursy."),
    )

    class Meta:
        model = Organisation
        fields = (
            "name",
            "legal_form",
            "krs",
            "other_register",
            "other_number",
            "nip",
            "regon",
            "street",
            "postcode",
            "city",
            "commune",
            "correspondence_address",
            "ade_address",
            "email",
            "phone",
            "website",
            "bank_account",
            "representation",
            "spheres",
            "in_entrepreneurs",
            "in_liquidation",
            "deleted_on",
            "is_opp",
            "opp_from",
            "opp_to",
        )
        help_texts = {
            "krs": _("10 cyfr z odpisu. Zostaw puste, jeżeli organizacja jest w innej ewidencji."),
            "other_register": _("Na przykład ewidencja starosty albo Krajowy Rejestr Kół Gospodyń Wiejskich."),
            "commune": _("Zostaw bez wyboru, jeżeli wystarczy kod pocztowy."),
            "ade_address": _("Adres do e-Doręczeń, na przykład AE:PL-12345-67890-ABCDE-12."),
            "in_entrepreneurs": _("Zaznacz, gdy organizacja prowadzi działalność gospodarczą wpisaną do KRS."),
            "representation": _("Kto i jak podpisuje, na przykład: prezes i skarbnik łącznie."),
            "bank_account": _("26 cyfr. Na ten rachunek trafia dotacja."),
        }
        widgets = {
            "krs": forms.TextInput(attrs={"inputmode": "numeric"}),
            "nip": forms.TextInput(attrs={"inputmode": "numeric"}),
            "regon": forms.TextInput(attrs={"inputmode": "numeric"}),
            "representation": forms.Textarea(attrs={"rows": 3}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "deleted_on": DAY,
            "opp_from": DAY,
            "opp_to": DAY,
        }

    SECTIONS = (
        (_("Kim jest organizacja"), ("name", "legal_form", "krs", "other_register", "other_number", "nip", "regon")),
        (_("Siedziba"), ("street", "postcode", "city", "commune")),
        (_("Kontakt"), ("correspondence_address", "ade_address", "email", "phone", "website")),
        (_("Podpis i rachunek"), ("representation", "bank_account")),
        (_("Działalność"), ("spheres",)),
        (
            _("Stan w rejestrze"),
            ("in_entrepreneurs", "in_liquidation", "deleted_on", "is_opp", "opp_from", "opp_to"),
        ),
    )
    # Numbers are typed with spaces, hyphens and prefixes; the action brings them into their one form.
    LOOSE = ("krs", "nip", "regon", "postcode", "bank_account", "ade_address")

    def __init__(self, *args: Any, without: tuple[str, ...] = (), **kwargs: Any) -> None:
        on = kwargs.pop("on")
        super().__init__(*args, **kwargs)
        self.fields["legal_form"].choices = [("", _("wybierz")), *form_choices()]  # type: ignore[attr-defined]
        self.fields["spheres"].choices = [(each.code, f"{each.code}. {each.name}") for each in spheres(on)]  # type: ignore[attr-defined]
        self.fields["commune"].queryset = Commune.objects.select_related("county").order_by("name", "code")  # type: ignore[attr-defined]
        self.fields["commune"].label_from_instance = lambda each: f"{each.name} ({each.kind}, powiat {each.county})"  # type: ignore[attr-defined]
        self.fields["commune"].empty_label = _("według kodu pocztowego")  # type: ignore[attr-defined]
        for name in self.LOOSE:
            self.fields[name] = forms.CharField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                widget=self.fields[name].widget,
                max_length=50,
                required=False,
            )
            self.fields[name].widget.attrs.pop("maxlength", None)
        for name in without:
            self.fields.pop(name, None)

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in their groups, without locked ones."""
        groups = [
            (str(legend), [self[name] for name in names if name in self.fields]) for legend, names in self.SECTIONS
        ]
        return [(legend, fields) for legend, fields in groups if fields]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        begins, ends = cleaned.get("opp_from"), cleaned.get("opp_to")
        if begins and ends and ends < begins:
            self.add_error("opp_to", _("Status OPP kończy się przed dniem, w którym się zaczął. Popraw daty."))
        return cleaned

    def _post_clean(self) -> None:
        """Nothing is written into the row here and uniqueness is the action's to judge: it says whose number it is."""


class LookupForm(forms.Form):
    """The number by which the KRS fills the form of a new organisation."""

    numer = forms.CharField(
        label=_("Numer KRS"),
        max_length=20,
        help_text=_("Wypełnimy puste pola tym, co podaje rejestr: nazwą, numerami, siedzibą. Wpisanych nie zmienimy."),
        error_messages={"required": _("Wpisz numer KRS, o który mamy zapytać.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    # The form of the organisation around it may be saved without it.
    use_required_attribute = False

    def clean_numer(self) -> str:
        try:
            return krs(self.cleaned_data["numer"])
        except InvalidIdentifier as error:
            raise forms.ValidationError(str(error)) from error


class ImportForm(Form):
    file = forms.FileField(
        label=_("Plik"),
        help_text=_(
            "Wykaz CSV (UTF-8, Windows-1250 albo ISO-8859-2) lub XLSX z kolumnami „nazwa” i „numer KRS”, „NIP” lub „REGON”, "
            "albo odpowiedzi API KRS w JSON. Najwyżej %(size)s MB. Zanim cokolwiek się zmieni, zobaczysz podgląd."
        )
        % {"size": settings.IMPORT_MAX_MB},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.json,.jsonl"}),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > settings.IMPORT_MAX_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("Plik jest większy niż %(size)s MB. Podziel go na części.") % {"size": settings.IMPORT_MAX_MB}
            )
        return upload


class SheetForm(Form):
    """Which sheet of a workbook is taken."""

    sheet = forms.ChoiceField(label=_("Arkusz"))

    def __init__(self, *args: Any, made: Import, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"sheet": made.layout["sheet"]})
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(each, each) for each in made.layout["sheets"]]  # type: ignore[attr-defined]


class ColumnsForm(Form):
    """What each column of a file holds: a field of the register or nothing."""

    def __init__(self, *args: Any, made: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.first = made.first
        choices = [("", _("nie wczytuj")), *((field, label(field)) for field in COLUMNS)]
        for number, (heading, field) in enumerate(zip(made.layout["headings"], made.layout["fields"], strict=True)):
            name = heading.strip() or _("kolumna %(number)s bez nazwy") % {"number": number + 1}
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=name, choices=choices, initial=field, required=False
            )

    def chosen(self) -> list[str]:
        """The field of each column, in order."""
        return [self.cleaned_data[name] for name in self.fields]

    def columns(self) -> list[tuple[forms.BoundField, str]]:
        """Each column's field with the first values that stand in it."""
        columns = [[row[number] for row in self.first if number < len(row)] for number in range(len(self.fields))]
        examples = ["; ".join([cell for cell in cells if cell.strip()][:3]) for cells in columns]
        return list(zip(self, examples, strict=True))


class UndoForm(Form):
    reason = forms.CharField(
        label=_("Powód cofnięcia"),
        max_length=500,
        help_text=_("Na przykład: pomyłka w danych źródłowych. Powód zostanie w historii każdej organizacji."),
    )


ROLES = [
    (VIEWER.code, _("podgląd: czyta sprawy organizacji, niczego nie zmienia")),
    (EDITOR.code, _("redaktor: pisze i składa oferty oraz sprawozdania, zmienia dane organizacji")),
    (SIGNATORY.code, _("osoba podpisująca: także wycofuje oferty, zaprasza osoby i odbiera im role")),
]


class InviteForm(Form):
    email = forms.EmailField(label=_("E-mail osoby"))
    kind = forms.ChoiceField(label=_("Rola"), choices=ROLES, widget=forms.RadioSelect, initial=EDITOR.code)


LEAVES_NOBODY = _(
    "Wiem, że w imieniu organizacji nikt nie będzie podpisywał, dopóki urząd nie nada tej roli komuś innemu"
)


class AcknowledgedForm(Form):
    """With `last`, the person says that they know that nobody will sign."""

    leaves_nobody = forms.BooleanField(label=LEAVES_NOBODY, required=False)

    def __init__(self, *args: Any, last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not last:
            self.fields.pop("leaves_nobody")


class RoleForm(AcknowledgedForm):
    """Another role of the organisation for a person who has one."""

    kind = forms.ChoiceField(label=_("Rola"), choices=ROLES, widget=forms.RadioSelect)
    field_order = ("kind", "leaves_nobody")


class WithdrawalForm(AcknowledgedForm):
    """Why a role is taken away; the person is told."""

    reason = forms.CharField(label=_("Powód"), max_length=500, help_text=_("Osoba dostanie go w powiadomieniu."))
    field_order = ("reason", "leaves_nobody")


class AskForm(Form):
    """What lets a person act for an organisation; for a takeover it has to be named."""

    basis = forms.CharField(
        label=_("Dokument, z którego wynika Twoje prawo do działania"),
        max_length=500,
        help_text=_("Na przykład: odpis KRS z 20 listopada 2026 r. albo uchwała nr 3/2026 o wyborze zarządu."),
    )

    def __init__(self, *args: Any, takeover: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].required = takeover


class DecisionForm(Form):
    reason = forms.CharField(
        label=_("Podstawa decyzji"),
        max_length=500,
        help_text=_("Na przykład: odpis KRS z 20 listopada 2026 r. albo uchwała o wyborze zarządu."),
    )
