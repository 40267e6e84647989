"""Forms of the other databases: institutions and their filter, contact lists, addresses with their basis, a consent."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.web.forms import Form, ModelForm
from law.identity import InvalidIdentifier, postcode
from law.spheres import spheres
from ngo.contacts.models import ALL_KINDS, COUNCILS, Basis, Contact, ContactList, Institution, Kind
from ngo.registry.forms import form_choices
from ngo.registry.models import Commune, County
from ngo.registry.territory import Territory


class InstitutionFilter(forms.Form):
    szukaj = forms.CharField(label=_("Nazwa lub miejscowość"), max_length=200, required=False)
    rodzaj = forms.ChoiceField(label=_("Rodzaj"), required=False, choices=[("", _("wszystkie")), *Kind.choices])
    powiat = forms.ModelChoiceField(
        label=_("Działa w powiecie"),
        queryset=County.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("wszystkie"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["powiat"].queryset = County.objects.all()  # type: ignore[attr-defined]


class StaffFilter(InstitutionFilter):
    """The office also finds those that do not work any more."""

    stan = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=[("", _("wszystkie")), ("tak", _("działające")), ("nie", _("zamknięte lub jeszcze nie działające"))],
    )


class CommuneField(forms.ModelChoiceField):
    """Communes of one name differ by their kind and county."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.kind}, {obj.county})"


class InstitutionForm(ModelForm):
    """An institution's data; the county and the commune follow from the postcode where it tells them."""

    county = forms.ModelChoiceField(
        label=_("Powiat siedziby"),
        queryset=County.objects.none(),
        required=False,
        empty_label=_("według kodu pocztowego"),
    )
    commune = CommuneField(
        label=_("Gmina siedziby"),
        queryset=Commune.objects.none(),
        required=False,
        empty_label=_("według kodu pocztowego"),
    )
    area = forms.ModelMultipleChoiceField(
        label=_("Działa także w powiatach"),
        queryset=County.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Zaznacz powiaty poza siedzibą: organizacja z takiego powiatu znajdzie tę instytucję."),
    )
    website = forms.URLField(
        label=_("Strona internetowa"),
        max_length=200,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    class Meta:
        model = Institution
        fields = (
            "kind",
            "name",
            "street",
            "postcode",
            "city",
            "county",
            "commune",
            "area",
            "website",
            "email",
            "phone",
            "person",
            "function",
            "active_from",
            "term_to",
            "source",
            "note",
        )
        help_texts = {
            "email": _("Publiczny adres instytucji, nie osoby: zobaczy go każdy."),
            "phone": _("Publiczny numer instytucji."),
            "person": _("Widzą ją tylko pracownicy urzędu, a każdy odczyt jest odnotowany."),
            "term_to": _("Tylko dla rad: kadencja trwa 3 lata (art. 41e ust. 3 ustawy)."),
            "source": _("Na przykład: strona instytucji, pismo z 3 listopada 2026 r., rozmowa telefoniczna."),
        }
        widgets = {
            "active_from": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "term_to": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    SECTIONS = (
        (_("Co to za instytucja"), ("kind", "name", "active_from", "term_to")),
        (_("Gdzie działa"), ("street", "postcode", "city", "county", "commune", "area")),
        (_("Kontakt publiczny"), ("email", "phone", "website")),
        (_("Osoba, z którą rozmawia urząd"), ("person", "function")),
        (_("Skąd to wiemy"), ("source", "note")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counties = County.objects.all()
        self.fields["county"].queryset = counties  # type: ignore[attr-defined]
        self.fields["area"].queryset = counties  # type: ignore[attr-defined]
        self.fields["commune"].queryset = Commune.objects.select_related("county").order_by("name", "code")  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("wybierz")), *Kind.choices]  # type: ignore[attr-defined]

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in their groups."""
        return [(str(legend), [self[name] for name in names]) for legend, names in self.SECTIONS]

    def clean_postcode(self) -> str:
        typed: str = self.cleaned_data["postcode"]
        try:
            return postcode(typed) if typed else ""
        except InvalidIdentifier as error:
            raise ValidationError(str(error)) from None

    def clean_area(self) -> list[County]:
        return list(self.cleaned_data["area"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        told = Territory.load().at(values.get("postcode") or "")
        commune, county = values.get("commune"), values.get("county")
        if commune and county and commune.county_id != county.pk:
            self.add_error("commune", _("Ta gmina leży w innym powiecie niż wybrany."))
        if commune is None and told.get("commune_id") and (county is None or county.pk == told.get("county_id")):
            commune = values["commune"] = Commune.objects.select_related("county").get(pk=told["commune_id"])
        if county is None:
            county = commune.county if commune else County.objects.filter(pk=told.get("county_id", 0)).first()
            values["county"] = county
        if county is None and "county" not in self.errors:
            self.add_error("county", _("Kod pocztowy nie mówi, który to powiat. Wybierz go z listy."))
        if values.get("term_to") and values.get("kind") not in COUNCILS:
            self.add_error("term_to", _("Kadencję mają tylko rady. Zostaw to pole puste."))
        return values

    def _post_clean(self) -> None:
        """Nothing is written into the row here: the action compares it with what was typed."""


class CloseForm(Form):
    closed_on = forms.DateField(
        label=_("Nie działa od dnia"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    reason = forms.CharField(
        label=_("Skąd to wiemy"), max_length=500, help_text=_("Na przykład: uchwała o rozwiązaniu, pismo, telefon.")
    )


class ListForm(ModelForm):
    """What a list is for, and whom it finds when it is used; `on` is the day whose spheres are offered."""

    county = forms.ModelChoiceField(
        label=_("Tylko z powiatu"), queryset=County.objects.none(), required=False, empty_label=_("wszystkie powiaty")
    )
    sphere = forms.ChoiceField(label=_("Tylko organizacje ze sferą"), required=False)
    legal_form = forms.ChoiceField(label=_("Tylko organizacje o formie prawnej"), required=False)
    institutions = forms.ChoiceField(
        label=_("Instytucje z bazy"),
        required=False,
        choices=[("", _("żadne")), (ALL_KINDS, _("wszystkie rodzaje")), *Kind.choices],
        help_text=_("Piszemy na ich publiczne adresy. Kto zrezygnował z listów, jest pomijany."),
    )

    class Meta:
        model = ContactList
        fields = (
            "name",
            "purpose",
            "organisations",
            "legal_form",
            "sphere",
            "opp_only",
            "institutions",
            "county",
        )
        help_texts = {
            "purpose": _("Cel przeczyta każdy adresat, na przykład: informowanie o konkursach z zakresu kultury."),
            "organisations": _("Szukamy ich w rejestrze dopiero przy wysyłce, więc lista jest zawsze aktualna."),
        }

    SECTIONS = (
        (_("Po co jest ta lista"), ("name", "purpose")),
        (_("Organizacje z rejestru"), ("organisations", "legal_form", "sphere", "opp_only")),
        (_("Instytucje"), ("institutions",)),
        (_("Gdzie"), ("county",)),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["county"].queryset = County.objects.all()  # type: ignore[attr-defined]
        every = ("", _("wszystkie"))
        self.fields["legal_form"].choices = [every, *form_choices()]  # type: ignore[attr-defined]
        self.fields["sphere"].choices = [every, *((each.code, f"{each.code}. {each.name}") for each in spheres(on))]  # type: ignore[attr-defined]

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in their groups."""
        return [(str(legend), [self[name] for name in names]) for legend, names in self.SECTIONS]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        narrowed = [name for name in ("legal_form", "sphere", "opp_only") if values.get(name)]
        if narrowed and not values.get("organisations"):
            self.add_error(
                "organisations", _("Zaznacz to pole, jeżeli zawężasz organizacje formą, sferą lub statusem.")
            )
        return values

    def _post_clean(self) -> None:
        """Nothing is written into the row here: the action compares it with what was typed."""


class ContactForm(ModelForm):
    """An address with the basis on which it is put on a list; `on` is today."""

    class Meta:
        model = Contact
        fields = ("name", "email", "basis", "given_on", "basis_note")
        labels = {
            "given_on": _("Dzień wyrażenia zgody (tylko przy zgodzie)"),
        }
        help_texts = {
            "basis_note": _(
                "Na przykład: formularz papierowy na spotkaniu 3 listopada 2026 r., do pracownika KM III; "
                "albo: strona internetowa gminy."
            ),
        }
        widgets = {
            "basis": forms.RadioSelect,
            "given_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["basis"].choices = Basis.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        given, basis = values.get("given_on"), values.get("basis")
        if basis == Basis.CONSENT and given is None and "given_on" not in self.errors:
            self.add_error("given_on", _("Podaj dzień zgody: urząd musi umieć ją wykazać (art. 7 ust. 1 RODO)."))
        if basis == Basis.PUBLIC_TASK:
            values["given_on"] = None
        elif given and given > self.on:
            self.add_error("given_on", _("Ten dzień jeszcze nie nadszedł."))
        return values

    def _post_clean(self) -> None:
        """The action judges whether the address may stand on the list."""


class ConsentForm(Form):
    """An organisation's consent; `wording` is the sentence that the tick agrees to."""

    email = forms.EmailField(label=_("Adres, na który chcecie dostawać listy"))
    agreed = forms.BooleanField()

    def __init__(self, *args: Any, wording: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = wording
        self.fields["agreed"].error_messages["required"] = _("Bez zaznaczenia zgody nie wpiszemy adresu.")
