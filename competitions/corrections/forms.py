"""The form of a correction: the versioned official form with nothing but the unlocked fields."""

from typing import Any

from django.http import QueryDict

from competitions.corrections.models import Correction
from competitions.corrections.queries import corrected_content, locked, unlocked
from competitions.offers.forms import ContentForm
from competitions.offers.queries import offerers as makers_of
from competitions.offers.queries import years_of


def correction_form(correction: Correction, content: dict[str, Any], data: QueryDict | None) -> ContentForm:
    """The editor of the unlocked fields: `content` of those with the keys of rows, beside all that it may refer to."""
    whole = {**corrected_content(correction), **content}
    years, offerers = years_of(correction.offer.competition), makers_of(correction.offer)
    return ContentForm(unlocked(correction), whole, data, keyed=True, years=years, offerers=offerers)


def forged(correction: Correction, data: QueryDict) -> list[str]:
    """Names of locked fields that a post carries all the same: the page has none of them."""
    return locked(correction, {name.removesuffix("-TOTAL_FORMS") for name in data})
