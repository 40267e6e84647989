"""Forms of the Board: resolutions, members, sittings, items, presence, votes, reasons, filters of lists."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import public_id
from core.web.forms import Form, ModelForm
from office.board.actions.items import OUTCOMES
from office.board.models import BoardMember, Choice, Function, ItemKind, Resolution, Sitting
from office.board.states import FITTING, ITEM, ItemState, State

DATE: dict[str, Any] = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}


class ResolutionForm(ModelForm):
    class Meta:
        model = Resolution
        fields = ("body", "number", "adopted_on", "title", "unit")
        labels: ClassVar = {"unit": _("Komórka, która przygotowała uchwałę")}
        widgets = {"adopted_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class SittingFilter(Form):
    rok = forms.IntegerField(label=_("Rok"), min_value=1999, max_value=2999, required=False)
    stan = forms.ChoiceField(label=_("Stan"), required=False, choices=[("", _("wszystkie")), *State.choices])


class ItemFilter(Form):
    szukaj = forms.CharField(label=_("Sprawa albo komórka"), max_length=200, required=False)
    komorka = forms.ChoiceField(label=_("Komórka"), required=False)
    stan = forms.ChoiceField(label=_("Stan"), required=False, choices=[("", _("wszystkie")), *ItemState.choices])

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["komorka"].choices = [("", _("wszystkie")), *units]  # type: ignore[attr-defined]


class MemberForm(Form):
    name = forms.CharField(label=_("Imię i nazwisko"), max_length=200)
    function = forms.ChoiceField(label=_("Funkcja"), choices=Function.choices)
    valid_from = forms.DateField(label=_("Od dnia"), widget=forms.DateInput(**DATE))
    valid_to = forms.DateField(
        label=_("Do dnia"), required=False, widget=forms.DateInput(**DATE), help_text=_("Puste: nadal w zarządzie.")
    )


class EndForm(Form):
    valid_to = forms.DateField(label=_("Ostatni dzień w zarządzie"), widget=forms.DateInput(**DATE))


class SittingForm(Form):
    starts_at = forms.DateTimeField(
        label=_("Początek"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label=_("Miejsce"), max_length=300)
    items_due = forms.DateField(
        label=_("Punkty zgłasza się do"),
        widget=forms.DateInput(**DATE),
        help_text=_("Ostatni dzień, w którym komórki zgłaszają projekty. Nie później niż w dniu posiedzenia."),
    )


class PlanForm(SittingForm):
    once = forms.CharField(widget=forms.HiddenInput, max_length=16, initial=public_id)


class DraftForm(Form):
    """What a unit says of an item again when it mends it."""

    title = forms.CharField(
        label=_("W sprawie"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bez słów „w sprawie”: tak, jak ma brzmieć tytuł uchwały albo informacji."),
    )
    reporter = forms.CharField(
        label=_("Referuje"), max_length=200, help_text=_("Stanowisko, na przykład: dyrektor Kancelarii Marszałka.")
    )
    file = forms.FileField(
        label=_("Projekt uchwały albo dokument"), help_text=_("PDF, DOCX, ODT albo skan; projekt z uzasadnieniem.")
    )


class ItemForm(DraftForm):
    kind = forms.ChoiceField(label=_("Rodzaj"), choices=ItemKind.choices, widget=forms.RadioSelect)
    once = forms.CharField(widget=forms.HiddenInput, max_length=16, initial=public_id)

    field_order = ("kind", "title", "reporter", "file")


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class MoveForm(Form):
    sitting = forms.ModelChoiceField(
        label=_("Posiedzenie"), queryset=Sitting.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, *args: Any, sittings: "QuerySet[Sitting]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sitting"].queryset = sittings  # type: ignore[attr-defined]


class PresenceForm(Form):
    present = forms.ModelMultipleChoiceField(
        label=_("Kto jest na posiedzeniu"),
        queryset=BoardMember.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Uchwały zapadają w obecności co najmniej połowy ustawowego składu, czyli trzech osób."),
    )

    def __init__(self, *args: Any, members: "QuerySet[BoardMember]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = members  # type: ignore[attr-defined]


class MinutesForm(Form):
    remarks = forms.CharField(
        label=_("Przebieg i ustalenia"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Co powinno stać w protokole obok obecności, punktów i głosów, które wpisują się same."),
    )


class DecisionForm(Form):
    """How an item ended, and how each member who is there voted."""

    outcome = forms.ChoiceField(label=_("Rozstrzygnięcie"), widget=forms.RadioSelect)
    settled = forms.CharField(
        label=_("Ustalenia"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, kind: str, voters: Sequence[BoardMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voters = voters if kind == ItemKind.RESOLUTION else ()
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (str(state), ITEM.by_verb[OUTCOMES[state]][0].done) for state in FITTING[kind]
        ]
        for voter in self.voters:
            self.fields[f"vote_{voter.public_id}"] = forms.ChoiceField(
                label=str(voter),
                choices=[*Choice.choices, ("", _("nie głosuje"))],
                widget=forms.RadioSelect,
                required=False,
                initial="",
            )
        self.order_fields([*(f"vote_{voter.public_id}" for voter in self.voters), "outcome", "settled"])

    def votes(self) -> dict[BoardMember, str]:
        """As `actions.items.decide` takes them."""
        return {voter: self.cleaned_data[f"vote_{voter.public_id}"] for voter in self.voters}
