"""Forms of changes: their reason and resolution, new dates, the corrected announcement."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.calls.forms import DAY, SubTaskForm, moment
from competitions.calls.models import Competition
from core.web.forms import Form
from office.board.models import Body, Resolution

CORRECTED = (
    "title",
    "pool",
    "rules",
    "conditions",
    "task_from",
    "task_to",
    "min_grant",
    "max_grant",
    "max_grant_share",
    "own_share_min",
    "admin_cap",
    "offers_per_organisation",
    "selection_mode",
    "legal_basis",
    "contact",
    "offers_due",
    "confirmation_due",
    "selection_by",
)
DATES = {"offers_due": moment(), "confirmation_due": moment(), "selection_by": DAY}


class ChangeForm(Form):
    """Why something changes, and the resolution it rests on, where there is one."""

    reason = forms.CharField(
        label=_("Powód, który zostanie ogłoszony"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    resolution = forms.ModelChoiceField(label=_("Uchwała Zarządu"), queryset=Resolution.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].queryset = Resolution.objects.standing().filter(body=Body.BOARD)  # type: ignore[attr-defined]


class DecisionForm(ChangeForm):
    """What only the Board decides."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["resolution"].required = True


class ExtensionForm(ChangeForm):
    offers_due = forms.DateTimeField(label=_("Nowy termin składania ofert"), widget=moment())
    confirmation_due = forms.DateTimeField(label=_("Nowy termin złożenia potwierdzenia"), widget=moment())
    selection_by = forms.DateField(label=_("Termin wyboru ofert"), widget=DAY)

    field_order = ("offers_due", "confirmation_due", "selection_by", "reason", "resolution")


class CorrectionForm(ChangeForm, forms.ModelForm):
    """The announcement as it should read; what differs from the announced one is the change."""

    slip = forms.BooleanField(
        label=_("To tylko oczywiste omyłki w tekście: nic się nie zmienia w prawach i obowiązkach organizacji"),
        help_text=_(
            "Wtedy 21 dni nie liczy się od nowa. Zmiana kwot, dat i limitów nigdy nie jest oczywistą omyłką w tekście."
        ),
        required=False,
    )

    class Meta:
        model = Competition
        fields = CORRECTED
        widgets = {"task_from": DAY, "task_to": DAY, **DATES}

    field_order = (*CORRECTED, "slip", "reason", "resolution")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in self.instance.parts:
            for name, field in SubTaskForm.base_fields.items():
                own = deepcopy(field)
                own.label = _("Podzadanie %(number)s: %(field)s") % {"number": part.number, "field": field.label}
                own.initial = getattr(part, name)
                self.fields[f"part{part.number}_{name}"] = own
        if self.instance.divided:
            own_fields = [name for name in self.fields if name.startswith("part")]
            after = CORRECTED.index("pool") + 1
            self.order_fields([*CORRECTED[:after], *own_fields, *CORRECTED[after:], "slip", "reason", "resolution"])

    def subtasks(self) -> dict[int, dict[str, Any]]:
        """The fields of each sub-task as they should be, by its number."""
        return {
            part.number: {name: self.cleaned_data[f"part{part.number}_{name}"] for name in SubTaskForm.base_fields}
            for part in self.instance.parts
        }

    def values(self) -> dict[str, Any]:
        """The fields of the announcement as they should be."""
        return {name: self.cleaned_data[name] for name in CORRECTED}
