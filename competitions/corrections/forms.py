"""The form of a correction: the versioned official form with nothing but the unlocked fields."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from competitions.corrections.models import Correction
from competitions.corrections.queries import corrected_content, locked, unlocked
from competitions.offers.forms import ContentForm, file_field
from competitions.offers.queries import offerers as makers_of
from competitions.offers.queries import years_of
from core.web.forms import Form
from law.forms import with_notes


def correction_form(correction: Correction, content: dict[str, Any], data: QueryDict | None) -> ContentForm:
    """The editor of the unlocked fields: `content` of those with the keys of rows, beside all that it may refer to."""
    whole = {**corrected_content(correction), **content}
    years, offerers = years_of(correction.offer.competition), makers_of(correction.offer)
    helped = with_notes(unlocked(correction), correction.offer.competition.field_help)
    return ContentForm(helped, whole, data, keyed=True, years=years, offerers=offerers)


class FileForm(Form):
    """A file that the call asks for, under one of the titles that it names."""

    title = forms.ChoiceField(label=_("Co to za dokument"), widget=forms.RadioSelect)
    file = file_field()

    def __init__(self, *args: Any, titles: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].choices = [(title, title) for title in titles]  # type: ignore[attr-defined]
        self.fields["title"].initial = titles[0] if len(titles) == 1 else None


def forged(correction: Correction, data: QueryDict) -> list[str]:
    """Names of locked fields that a post carries all the same: the page has none of them."""
    return locked(correction, {name.removesuffix("-TOTAL_FORMS") for name in data})
