"""The living style page: every part of templates/parts with every kind of content, for those who build pages (DEBUG only)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit.models import Entry
from core.jobs.models import Job, State
from core.web.charts import bars, columns
from core.web.forms import Form
from core.web.page import Request, public
from core.web.templatetags.polish import zloty


class SampleForm(Form):
    title = forms.CharField(
        label=gettext_lazy("Tytuł"),
        max_length=300,
        help_text=gettext_lazy("Krótko i jasno: co zrobicie i dla kogo. Najwyżej 300 znaków."),
    )
    day = forms.DateField(label=gettext_lazy("Data rozpoczęcia"), widget=forms.DateInput(attrs={"type": "date"}))
    amount = forms.CharField(
        label=gettext_lazy("Kwota [zł]"), widget=forms.TextInput(attrs={"inputmode": "decimal"}), required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Rodzaj"),
        choices=[("a", gettext_lazy("pierwszy")), ("b", gettext_lazy("drugi")), ("c", gettext_lazy("trzeci"))],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Wybierz jedną możliwość."),
    )
    place = forms.ChoiceField(label=gettext_lazy("Powiat"), choices=[("", "—"), ("1", "zgierski"), ("2", "łęczycki")])
    text = forms.CharField(label=gettext_lazy("Opis"), widget=forms.Textarea(attrs={"rows": 5}), required=False)
    file = forms.FileField(label=gettext_lazy("Załącznik"), required=False)
    consent = forms.BooleanField(label=gettext_lazy("Potwierdzam, że dane są prawdziwe i aktualne"))


class SampleRow(Form):
    name = forms.CharField(label=gettext_lazy("Nazwa kosztu"))
    cost = forms.CharField(
        label=gettext_lazy("Kwota [zł]"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-amount": "razem"}),
    )


class SampleFilter(forms.Form):
    q = forms.CharField(label=gettext_lazy("Nazwa lub numer"), required=False)
    place = forms.ChoiceField(
        label=gettext_lazy("Powiat"), choices=[("", "wszystkie"), ("1", "zgierski")], required=False
    )


@public
def style_guide(request: Request) -> HttpResponse:
    """Everything a page can be made of."""
    at = now()
    SampleRows = forms.formset_factory(SampleRow, extra=0, min_num=1, max_num=20, can_delete=True)
    places = [
        ("Łódź", Decimal("1254300.50")),
        ("powiat zgierski", Decimal("310000")),
        ("powiat tomaszowski", Decimal("98500.99")),
        ("powiat łęczycki", Decimal("12000")),
        ("powiat skierniewicki", Decimal("0")),
    ]
    years: list[tuple[str, int | Decimal]] = [("2022", 121), ("2023", 148), ("2024", 139), ("2025", 187), ("2026", 92)]
    context: dict[str, Any] = {
        "form": SampleForm(),
        "refused_form": SampleForm({"title": "", "day": "jutro", "kind": "x"}, prefix="zle"),
        "rows_form": SampleRows(
            initial=[{"name": "Wynajem sali", "cost": "1 200,00"}, {"name": "Trener", "cost": "3450,50"}],
            prefix="koszty",
        ),
        "filter": SampleFilter(prefix="f"),
        "page": Paginator(range(7888), 25).get_page(4),
        "listing": _listing(),
        "sentences": [
            _("Termin składania ofert: 19 dni; ustawa wymaga co najmniej 21 (art. 13 ust. 1)."),
            _(
                "Ogłoszenie nie podaje wysokości środków na zadania tego rodzaju w roku poprzednim (art. 13 ust. 2 pkt 2)."
            ),
        ],
        "steps": [
            {"label": _("Szkic"), "state": "done"},
            {"label": _("Złożenie"), "state": "done", "note": "12 marca 2026 r."},
            {"label": _("Ocena formalna"), "state": "current", "note": _("kolej urzędu")},
            {"label": _("Ocena merytoryczna"), "state": "ahead"},
            {"label": _("Rozstrzygnięcie"), "state": "ahead"},
        ],
        "entries": [
            Entry(verb=_("Złożono"), at=at, system="zegar"),
            Entry(verb=_("Zwrócono do poprawy"), at=at, system="import", reason=_("Brak podpisu drugiej osoby.")),
        ],
        "jobs": [
            _job("aaa", State.RUNNING, at, done=7, total=11),
            _job("bbb", State.DONE, at),
            _job("ccc", State.FAILED, at),
        ],
        "summary": [
            {"label": _("Koszt całości"), "value": zloty("4650.50"), "key": "razem"},
            {"label": _("Termin"), "value": _("12 dni")},
        ],
        "documents": [
            {
                "title": _("Potwierdzenie złożenia"),
                "url": "#dokumenty",
                "issued_at": at,
                "size": 48_512,
                "sha256": "9f2c4a7b11d0e3f5" * 4,
            }
        ],
        "charts": [
            bars(_("Dotacje według powiatów"), places, category=_("Powiat"), measure=_("Kwota"), text=zloty),
            columns(_("Liczba zawartych umów"), years, category=_("Rok"), measure=_("Umowy")),
            columns(
                _("Zmiana rok do roku"),
                [("2024", -9), ("2025", 48), ("2026", -95)],
                category=_("Rok"),
                measure=_("Zmiana"),
            ),
            bars(_("Wykres bez danych"), [], category=_("Rok"), measure=_("Liczba")),
        ],
        "breadcrumbs": [{"label": _("Start"), "url": "/"}, {"label": _("Styl")}],
        "bip": {
            "produced_by": _("Wydział Społeczeństwa Obywatelskiego"),
            "published_by": "Anna Przykładowa",
            "published_at": at,
            "changed_by": "Jan Przykładowy",
            "changed_at": at,
        },
        "amounts": [Decimal("12345.67"), Decimal("-0.5"), 0, None],
        "counts": [0, 1, 2, 5, 12, 22, 112],
        "at": at,
    }
    return render(request, "core/web/style_guide.html", context)


def _job(public_id: str, state: State, at: datetime, *, done: int = 0, total: int = 0) -> Job:
    return Job(
        public_id=public_id,
        name=_("Sprawozdanie roczne (PDF)"),
        state=state,
        created_at=at,
        progress_done=done,
        progress_total=total,
        progress_label=_("tabela 7 z 11"),
        result={"link": "#zadania"},
        error=_("Nie udało się złożyć dokumentu. Spróbuj ponownie; jeżeli się powtórzy, zgłoś to administratorowi."),
    )


def _listing() -> dict[str, Any]:
    labels = (_("Nazwa"), _("Powiat"), _("Stan"), _("Kwota"))
    rows = [
        ("Stowarzyszenie Przyjaciół Rzeki", "zgierski", ("published", _("opublikowana")), zloty("120000")),
        ("Fundacja „Żółta Ćma”", "łęczycki", ("returned", _("do poprawy")), zloty("8450.5")),
        ("Klub Sportowy Źrebię", "Łódź", ("rejected", _("odrzucona")), zloty("0")),
        ("Towarzystwo Ochrony Jaźwców", "opoczyński", ("draft", _("szkic")), zloty("1204")),
    ]
    return {
        "columns": [
            {"label": labels[0], "url": "?sort=-nazwa", "sorted": "ascending"},
            {"label": labels[1], "url": "?sort=powiat"},
            {"label": labels[2]},
            {"label": labels[3], "url": "?sort=kwota", "number": True},
        ],
        "rows": [
            {
                "url": "#lista",
                "cells": [
                    {"text": name},
                    {"text": place, "label": labels[1]},
                    {"text": state[1], "state": state[0], "label": labels[2]},
                    {"text": amount, "number": True, "label": labels[3]},
                ],
            }
            for name, place, state, amount in rows
        ],
    }
