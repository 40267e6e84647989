"""Odd characters in every form: a field keeps text as typed, and refuses in words what is no text; no form stands apart."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.test import Client
from django.urls import reverse

from competitions.offers import forms as offers
from core.inspection import forms as inspection
from core.signin.forms import AccountFilter
from core.style_guide import SampleFilter
from core.web.forms import Form, Texts
from ngo.contacts import forms as contacts
from ngo.duplicates.forms import NamesForm
from ngo.mailings.forms import MailingForm
from ngo.papers import forms as papers
from ngo.programmes import forms as programmes
from ngo.registry import forms as registry
from office.feedback import forms as feedback
from office.feedback.models import Feedback
from office.registers import forms as registers
from office.structure.models import Unit
from tests.naughty import OURS, strings, writable

pytestmark = pytest.mark.django_db

# Forms that only ask: every string is answered (tests/naughty/test_search.py). What an offer says is cleaned, what an
# organisation is, is refused, both by the law's own functions (tests/naughty/test_api.py, test_pages.py).
APART = {
    inspection.DaysForm,
    inspection.EntryFilter,
    inspection.ReadFilter,
    AccountFilter,
    SampleFilter,
    contacts.InstitutionFilter,
    contacts.StaffFilter,
    registry.LookupForm,
    registry.OrganisationForm,
    papers.ProposalForm,
    offers.Row,
    registers.EntryFilter,
}
FILLED: tuple[Callable[..., forms.BaseForm], ...] = (
    feedback.FeedbackForm,
    feedback.AnswerForm,
    programmes.ProgrammeForm,
    programmes.AimForm,
    partial(programmes.TaskForm, on=date(2026, 11, 23), units=Unit.objects.none()),
    contacts.CloseForm,
    partial(contacts.ListForm, on=date(2026, 11, 23)),
    partial(contacts.ContactForm, on=date(2026, 11, 23)),
    MailingForm,
    papers.SignatoryForm,
    papers.ConfirmForm,
    papers.AccountForm,
    papers.DocumentForm,
    papers.ReasonForm,
    NamesForm,
)


class Sample(Form):
    line = forms.CharField()
    lines = forms.CharField(widget=forms.Textarea)


def test_a_field_keeps_text_as_typed_and_refuses_the_rest_in_words() -> None:
    for text in strings():
        if not text.strip():
            continue
        form = Sample({"line": text, "lines": text})
        wrong = set() if writable(text.strip()) else {"line", "lines"}
        if any(sign in text.strip() for sign in "\n\r\t\u2028\u2029"):
            wrong.add("line")
        assert set(form.errors) == wrong, text
        assert all(form.cleaned_data[name] == text.strip() for name in {"line", "lines"} - wrong), text
        assert all(len(form.errors[name]) == 1 and "znaki sterujące" in form.errors[name][0] for name in wrong), text


@pytest.mark.parametrize("form", FILLED, ids=lambda form: getattr(form, "func", form).__name__)
def test_a_form_refuses_what_is_no_text_at_the_field(form: Callable[..., forms.BaseForm]) -> None:
    """Every fifth string and all of ours in every text field at once; a field may have more reasons of its own."""
    for text in (each for each in dict.fromkeys([*strings()[::5], *OURS]) if each.strip()):
        fields = {name: each for name, each in form().fields.items() if isinstance(each, forms.CharField)}
        filled = form(dict.fromkeys(fields, text))
        for name in fields:
            if not writable(text.strip()):
                assert "znaki sterujące" in " ".join(filled.errors[name]), (name, text)
            elif name not in filled.errors:
                assert text.strip() in filled.cleaned_data[name].strip() or "\r" in text, (name, text)


def test_every_form_of_ours_takes_nothing_but_text() -> None:
    for config in apps.get_app_configs():
        root = Path(config.path)
        for path in root.glob("*/forms.py") if config.name in ("core", "office", "ngo", "competitions") else ():
            import_module(f"{config.name}.{path.parent.name}.forms")
    found, left = set(), [forms.BaseForm]
    while left:
        each = left.pop()
        left += each.__subclasses__()
        if each.__module__.split(".")[0] in ("core", "office", "ngo", "competitions"):
            found.add(each)
    assert {papers.SignatoryForm, MailingForm} < found
    # The form of an offer is made anew for each offer, under one name.
    assert {each for each in found if not issubclass(each, Texts) and each.__name__ != "PlainForm"} == APART


def test_a_remark_keeps_every_text_and_shows_a_refused_one_again(
    at: datetime, people: Any, enter: Callable[..., Client]
) -> None:
    client, typed = Client(), {"kind": "remark", "page": "/", "name": "", "email": ""}
    refused = client.post(reverse("feedback"), {**typed, "text": "przed\x0bpo <b>"})
    assert refused.context["form"].errors == {
        "text": ["Tekst ma niewidoczne znaki sterujące. Usuń je albo wklej go jako zwykły tekst."]
    }
    assert not Feedback.objects.exists()
    assert "po &lt;b&gt;" in refused.content.decode()
    text = "\n".join(each for each in strings() if writable(each) and "\r" not in each and len(each) < 100)[
        :3900
    ].strip()
    assert client.post(reverse("feedback"), {**typed, "text": text}).status_code == 302
    assert Feedback.objects.get().text == text
