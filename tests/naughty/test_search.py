"""Odd characters as a search: every string is answered, in few queries."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.accounts.actor import Actor
from law.identity import NAME_MAX
from ngo.registry.actions.record import register
from ngo.registry.models import Organisation
from ngo.registry.queries import found
from tests.naughty import OURS, strings

pytestmark = pytest.mark.django_db

PAGE, API = (reverse("organisations"), "szukaj"), ("/api/v1/organisations/", "name")


@pytest.fixture(autouse=True)
def _one(people: Any, at: datetime) -> None:
    officer: Actor = people("officer", key="KMIII")
    register({"name": "Fundacja Żuraw", "krs": "1"}, actor=officer, at=at)


def test_the_database_takes_every_string() -> None:
    rows = Organisation.objects.all()
    answered = [text for text in strings() if "\x00" not in text and list(found(rows, text)) is not None]
    assert len(answered) > 780


@pytest.mark.parametrize(("address", "field"), [PAGE, API])
def test_page_and_api_answer_or_say_why_not(address: str, field: str) -> None:
    """The whole of what people see, for every fifth string and all of ours. A page answers; the API refuses by name."""
    client, wrong = Client(raise_request_exception=False), []
    for text in dict.fromkeys([*strings()[::5], *OURS]):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, {field: text.encode("utf-8", "surrogatepass")})
        refused = "\x00" in text or len(text.strip()) > NAME_MAX
        if answer.status_code != (400 if refused and field == "name" else 200) or len(queries) > 10:
            wrong.append((text, answer.status_code, len(queries)))
        elif refused and (sentence := "null" if "\x00" in text else "400 znaków") not in answer.content.decode():
            wrong.append((text, sentence, 0))
    assert wrong == []
