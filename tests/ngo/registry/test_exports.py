"""What is taken away of the directory: what the list shows, public data only, from one statement, in three formats."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.accounts.actor import Actor
from law.organisation import NATURAL_PERSON
from ngo.registry import reference
from ngo.registry.actions.record import register
from ngo.registry.exports import COLUMNS, headings
from ngo.registry.models import Organisation, Source

pytestmark = pytest.mark.django_db

FORMATS = ("csv", "xlsx", "json")
FORMULA = "=HYPERLINK(1) Stowarzyszenie"


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


@pytest.fixture(autouse=True)
def _register(officer: Actor, people: Any, at: datetime) -> None:
    reference.load(at=at)
    seat = {
        "street": "Długa 1",
        "postcode": "98-300",
        "city": "Wieluń",
        "email": "tajny@example.org",
        "phone": "600100200",
    }
    register({"name": "Fundacja Łódzka", "krs": "1", "legal_form": "foundation", "spheres": ["16", "1a"], **seat},
             actor=officer, at=at)  # fmt: skip
    register({"name": FORMULA, "krs": "2", "legal_form": "association"}, actor=officer, at=at)
    register({"name": "Jan Kowalski", "krs": "3", "legal_form": NATURAL_PERSON}, actor=officer, at=at)
    register({"name": "Niepotwierdzona", "krs": "4"}, actor=people(), at=at)
    listed = register({"name": "Z wykazu", "krs": "5"}, actor=officer, at=at)
    Organisation.objects.filter(pk=listed.pk).update(source=Source.LIST, verified_at=None)


def taken(client: Client, ending: str, **query: str) -> list[dict[str, Any]]:
    """The rows of a file, by the keys of JSON."""
    answer = client.get(reverse(f"organisations-{ending}"), query)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{ending}"')
    content = answer.getvalue()
    if ending == "json":
        rows: list[dict[str, Any]] = json.loads(content)
        return rows
    if ending == "csv":
        header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    else:
        header, *lines = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert list(header) == headings()
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines]


@pytest.mark.parametrize("ending", FORMATS)
def test_the_public_takes_away_public_organisations_only(ending: str) -> None:
    rows = taken(Client(), ending)
    apostrophe = "'" if ending == "csv" else ""
    assert [row["name"] for row in rows] == ["Fundacja Łódzka", f"{apostrophe}{FORMULA}"]
    first = rows[0]
    assert (first["krs"], first["county"], first["commune"]) == ("0000000001", "wieluński", "Wieluń")
    assert first["spheres"] == (["16", "1a"] if ending == "json" else "16, 1a")
    assert first["legal_form"] == ("foundation" if ending == "json" else "fundacja")
    assert first["address"].startswith("http://testserver/organizacje/")
    assert not any("tajny" in str(value) or "600100200" in str(value) for value in first.values())


@pytest.mark.parametrize("ending", FORMATS)
def test_staff_take_away_what_they_see(ending: str, officer: Actor, enter: Callable[..., Client]) -> None:
    assert len(taken(enter(officer), ending)) == 5


@pytest.mark.parametrize(
    "query", [{"szukaj": "fundacji łódzkiej"}, {"powiat": "1017"}, {"sfera": "16"}, {"szukaj": "fundacja -stow"}]
)
@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_is_narrowed_as_the_list_is(ending: str, query: dict[str, str]) -> None:
    shown = Client().get(reverse("organisations"), query).context["rows"]
    assert [row["name"] for row in taken(Client(), ending, **query)] == [row["cells"][0]["text"] for row in shown]
    assert len(shown) == 1


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_found_is_an_empty_file(ending: str) -> None:
    assert taken(Client(), ending, szukaj="niczego") == []


def test_a_natural_person_is_never_public(people: Any, officer: Actor, enter: Callable[..., Client]) -> None:
    page = reverse("organisation-page", args=[Organisation.objects.get(legal_form=NATURAL_PERSON).public_id])
    assert enter(people()).get(page).status_code == 404
    assert enter(officer).get(page).status_code == 200
    found = Client().get("/api/v1/organisations/", {"name": "kowalski"}).json()
    assert found["count"] == 0


@pytest.mark.parametrize("count", [0, 40])
@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_is_one_statement(ending: str, count: int, officer: Actor, at: datetime) -> None:
    for number in range(count):
        register({"name": f"Klub {number}", "krs": str(100 + number)}, actor=officer, at=at)
    with CaptureQueriesContext(connection) as queries:
        taken(Client(), ending)
    assert len(queries) == 1
