"""The form of the Board's decision: an amount and a reason for each offer."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.offers.models import Offer
from core.web.forms import Form
from office.board.models import Body, Resolution


def _sums(offer: Offer) -> str:
    """The sums that the amount of an offer counts in: the whole, what is left, what is left in its sub-task."""
    return f"awarded -left -left{offer.subtask.number}" if offer.subtask else "awarded -left"


class DecisionForm(Form):
    resolution = forms.ModelChoiceField(label=_("Uchwała Zarządu"), queryset=Resolution.objects.none())

    def __init__(self, *args: Any, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.fields["resolution"].queryset = Resolution.objects.standing().filter(body=Body.BOARD)  # type: ignore[attr-defined]
        for offer in offers:
            opinion = offer.opinion
            self.fields[f"amount_{offer.public_id}"] = forms.DecimalField(
                label=_("Dotacja [zł]"),
                min_value=Decimal(0),
                max_digits=12,
                decimal_places=2,
                initial=opinion.proposed_amount,
                widget=forms.NumberInput(attrs={"data-amount": _sums(offer), "inputmode": "decimal"}),
            )
            self.fields[f"reason_{offer.public_id}"] = forms.CharField(
                label=_("Uzasadnienie odmowy albo zmiany kwoty"),
                required=False,
                max_length=2000,
                initial="" if opinion.proposed_amount else opinion.text,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            # Needed with some amounts only; the label says with which.
            self.fields[f"reason_{offer.public_id}"].needed = True  # type: ignore[attr-defined]

    def rows(self) -> list[tuple[Offer, forms.BoundField, forms.BoundField]]:
        """Offer, amount, reason, for the template."""
        return [(offer, self[f"amount_{offer.public_id}"], self[f"reason_{offer.public_id}"]) for offer in self.offers]

    @property
    def proposed(self) -> Decimal:
        """The sum that the panel proposes, in PLN; what stands in the form before anything is changed."""
        return sum((offer.opinion.proposed_amount for offer in self.offers), Decimal(0))

    def decisions(self) -> dict[str, tuple[Decimal, str]]:
        """As `actions.resolve` takes them."""
        return {
            offer.public_id: (
                self.cleaned_data[f"amount_{offer.public_id}"],
                self.cleaned_data[f"reason_{offer.public_id}"],
            )
            for offer in self.offers
        }
