"""Rows of a form without scripts: the button "add a row" posts the form, and it comes back one row longer, unchecked."""

from typing import Any, TypeVar

from django.forms import BaseForm, BaseFormSet
from django.http import QueryDict

F = TypeVar("F", bound="BaseForm | BaseFormSet[Any]")


def with_row_added(data: QueryDict) -> QueryDict | None:
    """What was posted, with one more empty row in the formset that the button named; None when it was not that button.

    A view that gets data here shows the page again from them (`unchecked`) and saves nothing.
    """
    prefix = data.get("add_row")
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    if prefix is None or not total.isdecimal():
        return None
    grown = data.copy()
    grown[f"{prefix}-TOTAL_FORMS"] = str(int(total) + 1)
    return grown


def unchecked(form: F) -> F:
    """The form with everything that was typed and no errors: who asks for a row has not finished yet."""
    if isinstance(form, BaseFormSet):
        # The rows and the hidden counts are made from what was posted; after that nothing is bound any more.
        form.management_form  # noqa: B018
        for row in form.forms:
            unchecked(row)
    else:
        # A row that was not on the page yet keeps what its fields begin with.
        form.initial = {field.name: field.data for field in form if field.data is not None}
    form.is_bound = False
    return form
