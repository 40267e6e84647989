"""Adding a row without scripts."""

import pytest
from django import forms
from django.http import QueryDict

from core.web.rows import unchecked, with_row_added


class Row(forms.Form):
    name = forms.CharField()
    weight = forms.IntegerField(initial=1)


def test_form_comes_back_one_row_longer_with_what_was_typed() -> None:
    posted = QueryDict("k-TOTAL_FORMS=1&k-INITIAL_FORMS=0&k-0-name=Trener&add_row=k")
    grown = with_row_added(posted)
    formset = forms.formset_factory(Row)(grown, prefix="k")
    assert [form["name"].value() for form in formset] == ["Trener", None]
    assert posted["k-TOTAL_FORMS"] == "1"


def test_what_was_typed_comes_back_without_errors() -> None:
    typed = "k-0-name=Trener&k-0-weight=2&k-1-name=&k-1-weight="
    posted = QueryDict(f"k-TOTAL_FORMS=2&k-INITIAL_FORMS=0&{typed}&add_row=k")
    formset = unchecked(forms.formset_factory(Row)(with_row_added(posted), prefix="k"))
    assert [form["name"].value() for form in formset] == ["Trener", "", None]
    assert [form["weight"].value() for form in formset] == ["2", "", 1], "the new row begins as its fields do"
    assert [list(form.errors) for form in formset] == [[], [], []]
    assert formset.management_form["TOTAL_FORMS"].value() == "3"


@pytest.mark.parametrize("posted", ["", "k-TOTAL_FORMS=1", "k-TOTAL_FORMS=x&add_row=k", "add_row=k", "add_row="])
def test_other_buttons_and_forged_names_add_nothing(posted: str) -> None:
    assert with_row_added(QueryDict(posted)) is None
