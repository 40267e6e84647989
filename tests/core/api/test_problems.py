"""Every error is a problem document in Polish; the reader takes only JSON that can be kept; rates are counted."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory
from rest_framework.exceptions import ValidationError
from rest_framework.test import APIClient

from config import urls
from core.accounts.actor import Actor
from core.api.problems import KINDS, handle
from core.web import views
from core.workflow.refusal import Refused
from law.verdict import Breach
from office.structure import access

pytestmark = pytest.mark.django_db

MEMBERS = {"type", "title", "status", "detail", "code", "sentences", "basis", "errors"}


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    document: dict[str, Any] = answer.json()
    assert answer.status_code == document["status"] == status
    assert answer["Content-Type"] == "application/problem+json"
    assert set(document) == MEMBERS
    assert document["code"] == code
    assert document["type"] == f"/api/v1/dokumentacja/#{code}"
    return document


@pytest.mark.parametrize(
    "address", ["/api/v1/nic/", "/api/v1/units", "/api/v1/resolutions/obcyidentyfik/", "/api/v1/units/?page=99"]
)
def test_what_is_not_there(client: Client, address: str) -> None:
    problem(client.get(address), 404, "not-found")


def test_errors_of_a_query_are_tied_to_its_parameters(client: Client) -> None:
    document = problem(client.get("/api/v1/resolutions/?body=sejm"), 400, "invalid")
    assert list(document["errors"]) == ["body"]
    document = problem(client.get("/api/v1/resolutions/?ordering=title"), 400, "invalid")
    assert "adopted_on" in document["errors"]["ordering"][0]
    problem(client.get("/api/v1/resolutions/?number=a%00b"), 400, "invalid")


def test_reads_take_no_other_method_and_no_other_format(client: Client) -> None:
    answer = client.post("/api/v1/units/", {}, content_type="application/json")
    problem(answer, 401, "not-authenticated")
    problem(client.get("/api/v1/units/", headers={"accept": "text/html"}), 406, "not-acceptable")


def test_a_method_that_is_not_there(key: Callable[..., APIClient], people: Any) -> None:
    answer = key(people("officer", key="KMIII")).delete("/api/v1/units/")
    problem(answer, 405, "method-not-allowed")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_visitor_is_slowed_down_and_told_when_to_come_back(client: Client, settings: Any) -> None:
    settings.API_RATES = {"visitor": "2/min", "person": None}
    assert [client.get("/api/v1/units/").status_code for _ in range(2)] == [200, 200]
    answer = client.get("/api/v1/units/")
    document = problem(answer, 429, "throttled")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert "sekund" in document["detail"]


def test_a_key_is_counted_by_itself(key: Callable[..., APIClient], people: Any, settings: Any) -> None:
    settings.API_RATES = {"visitor": "1/min", "person": "2/min"}
    officer: Actor = people("officer", key="KMIII")
    one, two = key(officer), key(officer)
    assert [one.get("/api/v1/units/").status_code for _ in range(3)] == [200, 200, 429]
    assert two.get("/api/v1/units/").status_code == 200


def test_a_refusal_of_the_law_keeps_its_articles_and_fields() -> None:
    breaches = [Breach("form.empty", "wzór oferty", {"field": "1. Tytuł"}, "III.1")]
    answer = handle(Refused(breaches), {})
    assert answer is not None
    assert answer.status_code == 409
    assert answer.data["code"] == "refused"
    assert answer.data["basis"] == ["wzór oferty"]
    assert answer.data["errors"] == {"III.1": answer.data["sentences"]}


def test_nested_errors_name_their_place() -> None:
    error = ValidationError({"content": {"III.4": [{"name": ["Za długie."]}]}, "non_field_errors": ["Razem źle."]})
    answer = handle(error, {})
    assert answer is not None
    assert answer.data["errors"] == {"content.III.4.0.name": ["Za długie."], "general": ["Razem źle."]}


def test_a_fault_of_ours_is_told_in_the_same_shape_and_says_nothing_of_itself(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError("hasło do bazy")

    monkeypatch.setattr(access, "visible", broken)
    client.raise_request_exception = False
    answer = client.get("/api/v1/units/")
    document = problem(answer, 500, "server-error")
    assert document["title"] == "Błąd po stronie serwisu"
    said = answer.content.decode()
    assert "hasło" not in said
    assert "ZeroDivisionError" not in said
    assert "ZeroDivisionError" in caplog.text, "the log has it"


def test_what_no_view_answers_is_a_problem_too(client: Client) -> None:
    strange = client.get("/api/v1/units/", headers={"host": "obcy..serwis"})
    problem(strange, 400, "bad-request")
    assert "obcy" not in strange.content.decode()
    assert client.get("/", headers={"host": "obcy..serwis"})["Content-Type"].startswith("text/html")
    huge = client.post("/api/v1/attachments/", b"", content_type="application/json", CONTENT_LENGTH=str(2 * 1024**3))
    problem(huge, 413, "too-large")
    page = client.post("/", b"", content_type="application/json", CONTENT_LENGTH=str(2 * 1024**3))
    assert (page.status_code, page["Content-Type"].startswith("text/html")) == (413, True)


@pytest.mark.parametrize(
    ("name", "error", "status", "code"),
    [
        ("handler403", PermissionDenied("tajne"), 403, "permission-denied"),
        ("handler404", Http404("tajne"), 404, "not-found"),
    ],
)
def test_the_handlers_of_the_site_answer_in_place(
    rf: RequestFactory, name: str, error: Exception, status: int, code: str
) -> None:
    handler = getattr(urls, name)
    under_api = handler(rf.get("/api/v1/units/"), error)
    assert (under_api.status_code, under_api["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(under_api.content)["code"] == code
    assert "tajne" not in under_api.content.decode()


def test_a_fault_elsewhere_stays_a_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(views, "panels", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")


def test_the_page_explains_every_code(client: Client) -> None:
    page = client.get("/api/v1/dokumentacja/").content.decode()
    assert all(f'id="{code}"' in page for code in KINDS)
