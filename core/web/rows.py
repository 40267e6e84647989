"""Rows of a form without scripts: the button "add a row" posts the form, and it comes back one row longer."""

from django.http import QueryDict


def with_row_added(data: QueryDict) -> QueryDict | None:
    """What was posted, with one more empty row in the formset that the button named; None when it was not that button.

    A view that gets data here shows the page again from them and saves nothing.
    """
    prefix = data.get("add_row")
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    if prefix is None or not total.isdecimal():
        return None
    grown = data.copy()
    grown[f"{prefix}-TOTAL_FORMS"] = str(int(total) + 1)
    return grown
