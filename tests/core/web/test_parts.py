"""Parts of pages rendered: fields tied to help and errors, summary links, tables, panels, what typed text cannot do."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.audit.models import Entry
from core.web.charts import bars
from core.web.panels import Panel


class Form(forms.Form):
    title = forms.CharField(label="Tytuł", help_text="Krótko.")
    kind = forms.ChoiceField(label="Rodzaj", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Uwagi", required=False)
    sure = forms.BooleanField(label="Potwierdzam")
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        self.add_error(None, "Całość się nie zgadza.")


def test_form_ties_labels_help_and_errors_to_controls() -> None:
    html = str(Form({"secret": ""}))
    assert '<label for="id_title">Tytuł</label>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert "(nieobowiązkowe)" in html.split("Uwagi")[-1].split("</label>")[0]
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for link in re.findall(r'href="#([^"]+)"', html):
        assert link in ids
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= set(ids)


def test_error_summary_names_every_error_once() -> None:
    summary = render_to_string("parts/error_summary.html", {"form": Form({"secret": ""})})
    assert summary.count("<li>") == 5  # the whole form, the hidden field, title, kind, sure
    assert "Całość się nie zgadza." in summary
    assert 'href="#id_kind_0"' in summary


def test_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in str(Form())


def test_listing_marks_the_sorted_column_and_labels_cells() -> None:
    context = {
        "caption": "Lista",
        "columns": [{"label": "Nazwa", "url": "?s=n", "sorted": "descending"}, {"label": "Kwota", "number": True}],
        "rows": [{"url": "/x/", "cells": [{"text": "<b>"}, {"text": "1", "label": "Kwota", "number": True}]}],
        "page": Paginator(range(90), 10).page(2),
    }
    html = render_to_string("parts/listing.html", context, RequestFactory().get("/lista/?q=a&strona=2"))
    assert 'aria-sort="descending"' in html
    assert 'data-label="Kwota"' in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert 'href="?q=a&amp;strona=3"' in html
    assert "90\u00a0pozycji" in html


def test_listing_without_rows_says_what_to_do() -> None:
    context = {"rows": [], "empty_text": "Nic tu nie ma.", "empty_url": "/nowa/", "empty_action": "Zacznij"}
    html = render_to_string("parts/listing.html", context)
    assert "Nic tu nie ma." in html
    assert 'href="/nowa/"' in html
    assert "<table" not in html


def test_timeline_says_verbs_in_words() -> None:
    entry = Entry(
        verb="submit",
        subject_kind="competitions.offer",
        at=datetime(2026, 11, 23, 11, 30, tzinfo=UTC),
        system="zegar",
        reason="<i>",
    )
    html = render_to_string("parts/timeline.html", {"entries": [entry]})
    assert "Złożono ofertę" in html
    assert "23 listopada 2026 r., godz. 12:30" in html
    assert "&lt;i&gt;" in html


def test_panel_renders_its_template_with_both_contexts() -> None:
    panel = Panel("Żółta", "parts/empty.html", {"text": "Nic."})
    html = engines["django"].from_string("{% include 'parts/panel.html' %}").render({"panel": panel, "title": "Strona"})
    assert "<h2" in html
    assert "Nic." in html
    assert "Strona" in html  # the page's own context reaches the panel


def test_chart_stands_beside_its_table() -> None:
    chart = bars("Dotacje", [("Łódź", 12)], category="Powiat", measure="Liczba")
    html = render_to_string("parts/chart.html", {"chart": chart})
    assert html.count("<svg") == 1
    assert '<th scope="row">Łódź</th>' in html


@pytest.mark.parametrize(
    "part", ["breaches", "status", "steps", "summary", "definition_list", "document_row", "amount"]
)
def test_parts_bear_missing_values(part: str) -> None:
    empty: dict[str, Any] = {}
    assert render_to_string(f"parts/{part}.html", empty)
