"""Odd characters in forms and pages: kept as typed or refused at the field with the value shown again; never markup."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from core.accounts.actor import Actor
from law.identity import InvalidIdentifier, cleaned, name
from law.verdict import sentence
from ngo.registry.actions.record import register
from ngo.registry.models import Organisation
from tests.naughty import kept, strings, writable

pytestmark = pytest.mark.django_db

FILLED = {"name": "Stowarzyszenie Żuraw", "legal_form": "association", "krs": "37904"}


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


def test_a_text_of_an_organisation_is_kept_as_typed_or_refused() -> None:
    for text in strings():
        good, breaches = cleaned({"representation": text})
        if writable(text.strip()):
            assert good == {"representation": text.strip()}, text
        else:
            assert [each.code for each in breaches] == ["identity.text_control"], text
            assert "znaki sterujące" in sentence(breaches[0])


def test_a_name_is_kept_in_one_line_or_refused_in_words() -> None:
    refusals, taken = [], []
    for text in strings():
        try:
            taken.append(name(text))
        except InvalidIdentifier as error:
            refusals.append(str(error))
    assert [each for each in refusals if not each.endswith(".") or not writable(each)] == []
    assert [each for each in taken if name(each) != each or not writable(each) or "\n" in each or len(each) > 400] == []
    assert len(taken) > 500
    assert len(refusals) > 50


def test_pages_show_what_is_stored_and_make_nothing_of_it(
    officer: Actor, enter: Callable[..., Client], at: datetime
) -> None:
    """All strings on one page and in one form: parsed, their text is the stored one and no element is made of it."""
    text = "\n".join(each for each in kept() if each == each.strip() and "\r" not in each)
    plain = register({**FILLED, "krs": "5", "representation": "prezes"}, actor=officer, at=at)
    odd = register({**FILLED, "representation": text}, actor=officer, at=at)
    assert Organisation.objects.get(pk=odd.pk).representation == text
    client = enter(officer)
    for route in ("organisation-page", "organisation-edit"):
        pages = [
            lxml.html.fromstring(client.get(reverse(route, args=[each.public_id])).content.decode())
            for each in (plain, odd)
        ]
        counts = [sum(not str(each.tag).endswith(("br", "p")) for each in page.iter("*")) for page in pages]
        assert counts[0] == counts[1], route
        shown = "".join(pages[1].text_content().split())
        assert "".join(text.split()) in shown, route


@pytest.mark.parametrize(
    ("field", "text"),
    [(field, text) for field in ("street", "representation") for text in ("a\x00b", "a\x07b", "a\x0bb", "x\ufffey")]
    + [("name", text) for text in ("a\x00b", "a\x07b", "x\ufffey", "\u202eabc", "...")],
)
def test_what_is_no_text_is_refused_at_its_field_and_nothing_typed_is_lost(
    field: str, text: str, officer: Actor, enter: Callable[..., Client]
) -> None:
    answer = enter(officer).post(reverse("organisation-register"), {**FILLED, "city": "<b>Łódź</b> =1+1", field: text})
    assert answer.status_code in (400, 409)
    assert set(answer.context["form"].errors) == {field}
    assert answer.context["form"]["city"].value() == "<b>Łódź</b> =1+1"
    assert not Organisation.objects.exists()
