"""Forms of recruitment: the announcement with fields and conditions, a candidacy, its files, its check, the list."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from competitions.recruitment.models import Candidacy, Condition, Kind, Proof, Recruitment
from competitions.recruitment.queries import FIELDS_MAX
from core.files.kinds import TEXTS
from core.web.forms import Form, ModelForm
from law.spheres import spheres

DAY = "%Y-%m-%d"
MOMENT = "%Y-%m-%dT%H:%M:%S"
NUMBER_MAX = 9999
# The most characters of an answer to a condition, and the most absences.
NOTE_MAX = 2000
AWAY_MAX = 30


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format=DAY)


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format=MOMENT)


def _lines(value: str) -> list[str]:
    return [line.strip() for line in value.splitlines() if line.strip()]


class RecruitmentForm(ModelForm):
    """What a recruitment announces beside its fields and conditions; each line of the statements is one."""

    said = forms.CharField(
        label=_("Oświadczenia kandydata"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Każdy wiersz to jedno oświadczenie. O karalność wolno pytać tylko „tak” albo „nie” (RODO art. 10)."
        ),
    )

    class Meta:
        model = Recruitment
        fields = (
            "title",
            "scope",
            "due",
            "results_by",
            "listed_from",
            "listed_to",
            "rate",
            "least_points",
            "supplement_days",
            "names_published",
            "legal_basis",
            "contact",
        )
        widgets: ClassVar = {
            "scope": forms.Textarea(attrs={"rows": 4}),
            "legal_basis": forms.Textarea(attrs={"rows": 2}),
            "due": _moment(),
            "results_by": _day(),
            "listed_from": _day(),
            "listed_to": _day(),
        }

    def __init__(self, *args: Any, statements: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["said"].initial = "\n".join(statements)

    def values(self) -> dict[str, Any]:
        return {
            **{name: self.cleaned_data[name] for name in self.Meta.fields},
            "statements": _lines(self.cleaned_data["said"]),
        }


class FieldForm(Form):
    """A field and the number of experts wanted in it."""

    sphere = forms.ChoiceField(label=_("Dziedzina"))
    places = forms.IntegerField(label=_("Ilu ekspertów"), min_value=1, max_value=200)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sphere"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((each.code, f"{each.code}. {each.name}") for each in spheres(on)),
        ]


class FieldsOnce(BaseFormSet):
    """Every field stands once."""

    def clean(self) -> None:
        chosen = [
            row.cleaned_data.get("sphere")
            for row in self.forms
            if getattr(row, "cleaned_data", None) and not row.cleaned_data.get("DELETE")
        ]
        if len(chosen) != len(set(chosen)):
            raise ValidationError(_("Ta sama dziedzina stoi w dwóch wierszach. Zostaw jeden."))


class ConditionForm(Form):
    """A condition; points by levels where it is scored."""

    text = forms.CharField(label=_("Warunek"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label=_("Rodzaj"), choices=Kind.choices)
    proof = forms.BooleanField(label=_("Trzeba dołączyć dokument"), required=False)
    levels = forms.CharField(
        label=_("Punkty"),
        required=False,
        max_length=200,
        help_text=_("Przy punktowanym: od jakiej liczby ile punktów, np. 3: 5, 5: 10."),
    )

    def clean_levels(self) -> list[list[int]]:
        """Pairs (from this number, so many points), rising."""
        found = []
        for part in filter(str.strip, self.cleaned_data["levels"].split(",")):
            least, _colon, points = part.partition(":")
            if not least.strip().isdecimal() or not points.strip().isdecimal():
                raise ValidationError(_("Wpisz progi tak: 3: 5, 5: 10 (od liczby: punkty)."))
            found.append([int(least), int(points)])
        if any(most > NUMBER_MAX for pair in found for most in pair):
            raise ValidationError(_("Liczby w progach mogą mieć najwyżej cztery cyfry."))
        if found != sorted(found) or len({least for least, _points in found}) != len(found):
            raise ValidationError(_("Progi muszą rosnąć, każdy z inną liczbą."))
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("kind") == Kind.SCORED and not values.get("levels") and "levels" not in self.errors:
            self.add_error("levels", _("Podaj, ile punktów daje jaka liczba."))
        if values.get("kind") == Kind.REQUIRED:
            values["levels"] = []
        return values


FieldFormSet = formset_factory(FieldForm, formset=FieldsOnce, extra=0, min_num=1, max_num=41, can_delete=True)
ConditionFormSet = formset_factory(ConditionForm, extra=0, min_num=1, max_num=30, can_delete=True)


def filled(formset: BaseFormSet) -> list[dict[str, Any]]:
    """The rows that stay, as the actions take them."""
    return [
        {name: value for name, value in row.cleaned_data.items() if name != "DELETE"}
        for row in formset
        if row.cleaned_data and not row.cleaned_data.get("DELETE")
    ]


class ExtendForm(Form):
    due = forms.DateTimeField(label=_("Nowy termin zgłoszeń"), widget=_moment())
    reason = forms.CharField(label=_("Powód"), max_length=500)


class BipForm(Form):
    published_at = forms.DateTimeField(label=_("Data i godzina publikacji w BIP"), widget=_moment())
    note = forms.CharField(label=_("Gdzie, np. adres strony w BIP"), max_length=300)


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ApprovalForm(Form):
    approval = forms.CharField(
        label=_("Na jakiej podstawie lista jest zatwierdzona"),
        max_length=300,
        help_text=_("Na przykład: uchwała Zarządu nr 12/27, decyzja dyrektora departamentu nr 3/2027."),
    )


class PromoteForm(Form):
    """The field in which somebody of the reserve takes a free place."""

    sphere = forms.ChoiceField(label=_("Dziedzina"))
    reason = forms.CharField(label=_("Powód, np. kto zwolnił miejsce"), max_length=500)

    def __init__(self, *args: Any, codes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sphere"].choices = codes  # type: ignore[attr-defined]


class CandidacyForm(ModelForm):
    """A candidacy: the person, experience, fields, an answer to every condition, statements, limit and days away.

    It may have gaps while it is written; what lacks is told before it is submitted.
    """

    spheres = forms.MultipleChoiceField(
        label=_("Dziedziny, w których chcesz oceniać"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Najwyżej %(most)s.") % {"most": FIELDS_MAX},
    )
    statements = forms.TypedMultipleChoiceField(
        label=_("Oświadczenia"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Candidacy
        fields = ("name", "phone", "town", "spheres", "education", "career", "practice", "ties", "limit", "statements")
        widgets: ClassVar = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel"}),
            "education": forms.Textarea(attrs={"rows": 3}),
            "career": forms.Textarea(attrs={"rows": 5}),
            "practice": forms.Textarea(attrs={"rows": 4}),
            "ties": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar = {
            "education": _("Szkoła, kierunek, rok. Nie podawaj numeru PESEL ani numerów dokumentów."),
            "ties": _("Organizacja, funkcja, od kiedy do kiedy. Posłuży tylko do sprawdzania konfliktu interesów."),
            "limit": _("Puste: bez limitu."),
        }

    def __init__(self, *args: Any, recruitment: Recruitment, conditions: Sequence[Condition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conditions = conditions
        names = {each.code: each.name for each in spheres()}
        self.fields["spheres"].choices = [  # type: ignore[attr-defined]
            (each.sphere, f"{each.sphere}. {names.get(each.sphere, '')}") for each in recruitment.fields.all()
        ]
        self.fields["statements"].choices = list(enumerate(recruitment.statements))  # type: ignore[attr-defined]
        for name in ("town", "education", "career"):
            self.fields[name].required = False
            self.fields[name].needed = True  # type: ignore[attr-defined]
        for name in ("spheres", "statements"):
            self.fields[name].needed = True  # type: ignore[attr-defined]
        for each in conditions:
            given = self.instance.answers.get(str(each.number), {})
            if each.kind == Kind.SCORED:
                self.fields[f"value_{each.number}"] = forms.IntegerField(
                    label=each.text,
                    help_text=_("Podaj liczbę; punkty: %(levels)s.") % {"levels": _levels(each)},
                    min_value=0,
                    max_value=NUMBER_MAX,
                    required=False,
                    initial=given.get("value"),
                )
            note = forms.CharField(
                label=_("Wyjaśnienie") if each.kind == Kind.SCORED else each.text,
                help_text="" if each.kind == Kind.SCORED else _("Napisz, jak spełniasz ten warunek."),
                max_length=NOTE_MAX,
                required=False,
                initial=given.get("note", ""),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            note.needed = each.kind == Kind.REQUIRED  # type: ignore[attr-defined]
            self.fields[f"note_{each.number}"] = note

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The form under headings, for the template."""
        answers = [
            self[name]
            for each in self.conditions
            for name in (f"value_{each.number}", f"note_{each.number}")
            if name in self.fields
        ]
        return [
            (_("Dane i dziedziny"), [self[name] for name in ("name", "phone", "town", "spheres")]),
            (_("Doświadczenie"), [self[name] for name in ("education", "career", "practice", "ties")]),
            (_("Warunki naboru"), answers),
            (_("Dostępność"), [self["limit"]]),
        ]

    def values(self) -> dict[str, Any]:
        """As `actions.write` takes them."""
        data = self.cleaned_data
        answers = {
            str(each.number): {"value": data.get(f"value_{each.number}"), "note": data[f"note_{each.number}"]}
            for each in self.conditions
        }
        return {**{name: data[name] for name in self.Meta.fields}, "answers": answers}


def _levels(condition: Condition) -> str:
    return ", ".join(f"od {least}: {points} pkt" for least, points in condition.levels)


class AwayForm(Form):
    """Days on which the person takes no offers."""

    away_from = forms.DateField(label=_("Nieobecność od"), widget=_day())
    away_to = forms.DateField(label=_("do"), widget=_day())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("away_from"), values.get("away_to")
        if first and last and last < first:
            self.add_error("away_to", _("Nieobecność kończy się przed swoim początkiem. Popraw daty."))
        return values


AwayFormSet = formset_factory(AwayForm, extra=0, min_num=0, max_num=AWAY_MAX, can_delete=True)


class ProofForm(Form):
    condition = forms.ModelChoiceField(label=_("Czego dowodzi"), queryset=Condition.objects.none())
    file = forms.FileField(
        label=_("Plik"), help_text=_("Dozwolone: %(kinds)s.") % {"kinds": ", ".join(each.label for each in TEXTS)}
    )

    def __init__(self, *args: Any, conditions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["condition"].queryset = conditions  # type: ignore[attr-defined]


class SupplementForm(Form):
    note = forms.CharField(
        label=_("Wyjaśnienie"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 4})
    )


class CheckForm(Form):
    """What the officer found of every condition."""

    VERDICTS: ClassVar = [
        ("yes", _("spełniony")),
        ("no", _("niespełniony")),
        ("missing", _("brakuje dokumentu albo danych")),
    ]

    def __init__(self, *args: Any, candidacy: Candidacy, conditions: Sequence[Condition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidacy, self.conditions = candidacy, conditions
        for each in conditions:
            known = candidacy.checks.get(str(each.number), {})
            declared = candidacy.answers.get(str(each.number), {})
            scored = each.kind == Kind.SCORED
            self.fields[f"verdict_{each.number}"] = forms.ChoiceField(
                label=_("Uznajemy liczbę") if scored else _("Ocena"),
                choices=[("yes", _("tak")), ("no", _("nie"))] if scored else self.VERDICTS,
                widget=forms.RadioSelect,
                initial=known.get("verdict") or ("yes" if scored else None),
            )
            if scored:
                self.fields[f"value_{each.number}"] = forms.IntegerField(
                    label=_("Uznana liczba"),
                    min_value=0,
                    max_value=NUMBER_MAX,
                    initial=known.get("value", declared.get("value") or 0),
                    help_text=_("Punkty: %(levels)s.") % {"levels": _levels(each)},
                )
            self.fields[f"note_{each.number}"] = forms.CharField(
                label=_("Uwaga, konieczna przy odpowiedzi innej niż „tak”"),
                required=False,
                max_length=1000,
                initial=known.get("note", ""),
            )
            self.fields[f"note_{each.number}"].needed = True  # type: ignore[attr-defined]

    def rows(self, proofs: Sequence[Proof]) -> list[dict[str, Any]]:
        """Every condition with what the candidate declared and attached, for the template."""
        return [
            {
                "condition": each,
                "declared": self.candidacy.answers.get(str(each.number), {}),
                "points": self.candidacy.checks.get(str(each.number), {}).get("points"),
                "proofs": [proof for proof in proofs if proof.condition_id == each.pk],
                "fields": [
                    self[name]
                    for name in (f"verdict_{each.number}", f"value_{each.number}", f"note_{each.number}")
                    if name in self.fields
                ],
            }
            for each in self.conditions
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for each in self.conditions:
            if values.get(f"verdict_{each.number}") in ("no", "missing") and not values.get(f"note_{each.number}"):
                self.add_error(f"note_{each.number}", _("Napisz dlaczego: zobaczy to kandydat."))
        return values

    def checks(self) -> Mapping[str, Mapping[str, Any]]:
        """As `actions.check` takes them."""
        return {
            str(each.number): {
                "verdict": self.cleaned_data[f"verdict_{each.number}"],
                "value": self.cleaned_data.get(f"value_{each.number}"),
                "note": self.cleaned_data[f"note_{each.number}"],
            }
            for each in self.conditions
        }


class AskForm(Form):
    asked_for = forms.CharField(
        label=_("Co trzeba uzupełnić"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )
