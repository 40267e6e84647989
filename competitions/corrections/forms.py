"""The form of a correction: the versioned official form with nothing but the unlocked fields."""

from dataclasses import replace
from typing import Any

from django.http import QueryDict

from competitions.corrections.models import Correction
from competitions.offers.forms import ContentForm
from competitions.offers.queries import offerers as makers_of
from competitions.offers.queries import years_of
from law.forms import Form, form


def unlocked(correction: Correction) -> Form:
    """The official form cut down to the fields that may be changed; a section without any is gone."""
    official = form(correction.base.form_version)
    cut = (
        replace(section, fields=tuple(field for field in section.fields if field.code in correction.fields))
        for section in official.sections
    )
    return replace(official, sections=tuple(section for section in cut if section.fields))


def correction_form(correction: Correction, content: dict[str, Any], data: QueryDict | None) -> ContentForm:
    """The editor of the unlocked fields over the content as it stands."""
    years, offerers = years_of(correction.offer.competition), makers_of(correction.offer)
    return ContentForm(unlocked(correction), content, data, years=years, offerers=offerers)
