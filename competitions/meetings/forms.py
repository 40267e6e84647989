"""Forms of meetings: calling one, who is there, exclusion, the opinion, a vote, reasons."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from competitions.calls.models import Criterion
from competitions.evaluation.models import Choice, PanelMember
from competitions.offers.models import Offer
from competitions.offers.queries import names_together
from core.web.forms import Form
from law.exclusion import grounds


class PlanForm(Form):
    starts_at = forms.DateTimeField(
        label=_("Początek"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(
        label=_("Miejsce"), max_length=300, help_text=_("Adres i numer sali albo sposób połączenia zdalnego.")
    )


class PresentForm(Form):
    present = forms.ModelMultipleChoiceField(
        label=_("Kto jest na sali"), queryset=PanelMember.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, members: "QuerySet[PanelMember]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = members  # type: ignore[attr-defined]


class MemberForm(Form):
    """One member, named by a button."""

    member = forms.ModelChoiceField(queryset=PanelMember.objects.none())

    def __init__(self, *args: Any, members: "QuerySet[PanelMember]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]


class ReasonForm(Form):
    reason = forms.CharField(label=_("Powód"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class RecusalForm(Form):
    """Which offer, and by which ground of KPA art. 24."""

    offer = forms.ModelChoiceField(label=_("Oferta"), queryset=Offer.objects.none(), to_field_name="public_id")
    ground = forms.ChoiceField(label=_("Co Cię od niej wyłącza"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offers: "QuerySet[Offer]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = offers  # type: ignore[attr-defined]
        # Before an exclusion only whose offer it is may be known, of a joint one all that make it.
        self.fields["offer"].label_from_instance = (  # type: ignore[attr-defined]
            lambda offer: f"{offer.number}. {names_together(offer, offer.joint_with)}"
        )
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            (ground.code, f"{ground.question} ({ground.basis})") for ground in grounds(member=True)
        ]


class OpinionForm(Form):
    text = forms.CharField(
        label=_("Opinia komisji"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Puste pole oznacza opinię, która wynika z punktów."),
    )


class MotionForm(Form):
    """What is to change, to what, why, and how each member in the room voted."""

    AMOUNT = "amount"

    what = forms.ChoiceField(label=_("Co ma się zmienić"))
    after = forms.DecimalField(
        label=_("Nowa wartość (punkty albo złote)"),
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    reason = forms.CharField(label=_("Uzasadnienie"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, criteria: Sequence[Criterion], voters: Sequence[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {str(criterion.number): criterion for criterion in criteria}
        self.voters = voters
        names = [(number, f"{number}. {each.name}") for number, each in self.criteria.items()]
        self.fields["what"].choices = [(self.AMOUNT, _("proponowana dotacja")), *names]  # type: ignore[attr-defined]
        for voter in voters:
            self.fields[f"vote_{voter.pk}"] = forms.ChoiceField(
                label=str(voter.user), choices=Choice.choices, widget=forms.RadioSelect
            )

    def motion(self) -> dict[str, Any]:
        """As `actions.put_to_vote` takes it."""
        return {
            "criterion": self.criteria.get(self.cleaned_data["what"]),
            "after": self.cleaned_data["after"],
            "reason": self.cleaned_data["reason"],
            "votes": {voter: self.cleaned_data[f"vote_{voter.pk}"] for voter in self.voters},
        }
