"""Remarks: anyone sends one, the office learns of it, a request for accessibility has its term, and only the office reads."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from core.accounts.actor import VISITOR, Actor
from core.notices.models import Notice
from core.workflow.refusal import NotPossible
from office.feedback import access, actions
from office.feedback.models import Feedback, Kind
from office.terms.queries import first
from office.terms.sources import Asked

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counters(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def request_for_access(at: datetime) -> Feedback:
    return actions.send(
        "Nie mogę odczytać tabeli", kind=Kind.ACCESSIBILITY, page="/konkursy/", email="anna@example.org",
        actor=VISITOR, at=at,
    )  # fmt: skip


def test_a_request_for_accessibility_is_due_in_seven_days(at: datetime, clock: Actor) -> None:
    feedback = request_for_access(at)
    assert feedback.due_on == date(2026, 11, 30)
    on_the_last_day, next_day = at + timedelta(days=7), at + timedelta(days=8)
    assert not access.visible(clock, on_the_last_day).get().late
    assert access.visible(clock, next_day).get().late
    letter = Notice.objects.get()
    assert letter.email == "kancelaria.marszalek@lodzkie.pl"
    assert "Nie mogę" not in letter.body


def test_a_remark_is_answered_in_the_days_of_office_practice(at: datetime) -> None:
    assert actions.send("Literówka", kind=Kind.REMARK, page="/", actor=VISITOR, at=at).due_on == date(2026, 12, 7)


def test_the_answer_goes_to_the_address_given_and_only_once(at: datetime, people: Any) -> None:
    feedback = request_for_access(at)
    officer = people("officer", key="KMIII")
    actions.answer(feedback, "Tabela ma już nagłówki.", actor=officer, at=at)
    assert Notice.objects.filter(email="anna@example.org", body__contains="Tabela ma już nagłówki.").count() == 1
    with pytest.raises(NotPossible):
        actions.answer(feedback, "Jeszcze raz", actor=officer, at=at)


def test_only_the_office_reads_remarks(at: datetime, people: Any) -> None:
    request_for_access(at)
    assert access.visible(VISITOR, at).count() == 0
    assert access.visible(people("organisation_editor", key="x"), at).count() == 0
    assert access.visible(people("officer", key="KMIII"), at).count() == 1
    assert not access.may_answer(people("auditor"), Feedback.objects.get(), at)[0]


def test_a_visitor_sends_from_the_footer(client: Client) -> None:
    assert '/uwagi/?strona=/dostepnosc/"' in client.get("/dostepnosc/").content.decode()
    page = client.get("/uwagi/?strona=/konkursy/").content.decode()
    assert 'value="/konkursy/"' in page
    said = {"kind": "remark", "page": "/konkursy/", "text": "Dziękuję <b>bardzo</b>"}
    assert client.post("/uwagi/", said).status_code == 302
    assert Feedback.objects.get().text == "Dziękuję <b>bardzo</b>"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_page_is_one_of_ours(client: Client, elsewhere: str) -> None:
    assert 'value="/"' in client.get("/uwagi/", {"strona": elsewhere}).content.decode()
    refused = client.post("/uwagi/", {"kind": "remark", "page": elsewhere, "text": "tekst"})
    assert refused.status_code == 400
    assert "tekst" in refused.content.decode()


def test_a_request_without_contact_is_asked_for_it_and_keeps_the_text(client: Client) -> None:
    page = client.post("/uwagi/", {"kind": "accessibility", "page": "/", "text": "Bez kontaktu"})
    assert page.status_code == 400
    assert "art. 18 ust. 2 pkt 1" in page.content.decode()
    assert "Bez kontaktu" in page.content.decode()


def test_too_many_from_one_place_wait(client: Client) -> None:
    said = {"kind": "remark", "page": "/", "text": "raz"}
    assert [client.post("/uwagi/", said).status_code for _ in range(10)] == [302] * 10
    page = client.post("/uwagi/", {**said, "text": "jedenasty"})
    assert page.status_code == 429
    assert "jedenasty" in page.content.decode()
    assert Feedback.objects.count() == 10


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_size(
    at: datetime, people: Any, enter: Callable[[Actor], Client], rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        request_for_access(at)
    client = enter(people("officer", key="KMIII"))
    with django_assert_num_queries(6):
        page = client.get("/urzad/uwagi/").content.decode()
    assert "30 listopada 2026 r." in page


def test_an_officer_answers_on_the_page(at: datetime, people: Any, enter: Callable[[Actor], Client]) -> None:
    feedback = request_for_access(at)
    client = enter(people("officer", key="KMIII"))
    assert client.post(f"/urzad/uwagi/{feedback.public_id}/", {"text": ""}).status_code == 400
    assert client.post(f"/urzad/uwagi/{feedback.public_id}/", {"text": "Gotowe."}).status_code == 302
    feedback.refresh_from_db()
    assert (feedback.state, feedback.answer) == ("done", "Gotowe.")
    assert enter(people("auditor")).post(f"/urzad/uwagi/{feedback.public_id}/", {"text": "x"}).status_code == 403
    assert Client().get(f"/urzad/uwagi/{feedback.public_id}/").status_code == 302


def test_remarks_are_terms_of_the_unit_that_answers(at: datetime, people: Any) -> None:
    feedback = request_for_access(at)
    actions.send("Literówka", kind=Kind.REMARK, page="/wyniki/", actor=VISITOR, at=at)
    keeper, other = people("officer", key="KMIII"), people("officer", key="KMI")
    assert [(term.words, term.due) for term in first(Asked(keeper, at), 5)] == [
        ("Żądanie dostępności strony /konkursy/", date(2026, 11, 30)),
        ("Uwaga do strony /wyniki/", date(2026, 12, 7)),
    ]
    assert first(Asked(other, at), 5) == []
    actions.answer(feedback, "Tabela ma już nagłówki.", actor=keeper, at=at)
    assert [term.words for term in first(Asked(keeper, at), 5)] == ["Uwaga do strony /wyniki/"]
