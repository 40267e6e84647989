"""A hat that asks for a second factor is not worn before this session has passed one."""

from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from core.accounts.actor import Actor, system
from core.audit.models import Entry
from core.notices.models import Notice
from core.signin.actions import enrol_totp, grant_hat, verify_email
from core.web.middleware import actor_of
from core.web.page import signed_in

PASSWORD = "haslo-do-testow-1"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@signed_in("officer")
def staff(request: HttpRequest) -> HttpResponse:
    return HttpResponse("tylko urząd")


urlpatterns = [path("urzad/proba/", staff), path("", include("config.urls"))]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def sign_in(actor: Actor) -> Client:
    client = Client()
    answer = client.post("/konto/logowanie/", {"login": actor.person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> None:
    """The clock stands still: a code read at the end of its half minute would be another's when it is sent."""
    time_machine.move_to(datetime.now(UTC), tick=False)


@pytest.fixture
def officer(people: Any, at: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII", name="Ola Urzędowa")
    verify_email(actor.person, actor=system("test"), at=at)
    return actor


def test_password_alone_opens_no_staff_page_and_leads_to_setting_it_up(officer: Actor) -> None:
    client = sign_in(officer)
    answer = client.get("/urzad/proba/")
    assert (answer.status_code, answer["Location"]) == (302, "/konto/drugi-skladnik/?next=/urzad/proba/")
    page = client.get(answer["Location"]).content.decode()
    assert "samo hasło nie wystarcza" in page
    assert "Włącz kody" in page
    assert "Dodaj klucz dostępu" in page
    assert client.get("/pulpit/")["Location"].startswith("/konto/drugi-skladnik/")


def test_setting_up_codes_passes_in_the_same_session(officer: Actor, django_capture_on_commit_callbacks: Any) -> None:
    client = sign_in(officer)
    setup = "/konto/zabezpieczenia/kody/wlacz/"
    again = client.get(setup)
    assert again["Location"].startswith("/konto/potwierdz/haslo/")
    client.post(again["Location"], {"password": PASSWORD})
    page = client.get(setup).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    assert "Ten kod jest nieprawidłowy" in client.post(setup, {"code": "000000"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(setup, {"code": code(secret)})
    assert answer["Location"] == "/konto/zabezpieczenia/zapasowe/"
    assert "10\u00a0kodów" in client.get(answer["Location"]).content.decode()
    assert client.get("/urzad/proba/").content.decode() == "tylko urząd"
    assert Entry.objects.filter(chain=officer.person.chain, verb="enrol_second_factor").exists()
    assert "Włączono kody z aplikacji" in Notice.objects.latest("pk").subject


def test_password_and_code_open_the_staff_page(officer: Actor, at: Any) -> None:
    enrol_totp(officer.person, SECRET, actor=system("test"), at=at)
    client = sign_in(officer)
    assert client.get("/urzad/proba/")["Location"].startswith("/konto/logowanie/?")
    answer = client.post("/konto/logowanie/kod/", {"code": code()})
    assert answer["Location"] == "/pulpit/"
    assert client.get("/urzad/proba/").status_code == 200
    assert Entry.objects.get(verb="sign_in").after == {"second_factor": True}


def test_a_code_is_good_once(officer: Actor, at: Any) -> None:
    enrol_totp(officer.person, SECRET, actor=system("test"), at=at)
    used = code()
    assert sign_in(officer).post("/konto/logowanie/kod/", {"code": used}).status_code == 302
    assert (
        "Ten kod jest nieprawidłowy" in sign_in(officer).post("/konto/logowanie/kod/", {"code": used}).content.decode()
    )


def test_a_session_older_than_the_factor_passes_it_only_by_using_it(officer: Actor, enter: Any, at: Any) -> None:
    client = enter(officer, second_factor=False)
    enrol_totp(officer.person, SECRET, actor=system("test"), at=at)
    page = client.get("/konto/drugi-skladnik/?next=/urzad/proba/").content.decode()
    assert "Podaj kod" in page
    # A password alone neither adds nor removes a factor of an account that has one.
    for address in ("/konto/zabezpieczenia/klucze/dodaj/", "/konto/zabezpieczenia/kody/wylacz/"):
        assert client.get(address)["Location"].startswith("/konto/potwierdz/kod/")
    assert client.get("/konto/potwierdz/haslo/")["Location"].startswith("/konto/potwierdz/kod/")
    answer = client.post("/konto/potwierdz/kod/", {"code": code(), "next": "/urzad/proba/"})
    assert answer["Location"] == "/urzad/proba/"
    assert client.get("/urzad/proba/").status_code == 200


def test_a_spare_code_passes_once(officer: Actor, at: Any) -> None:
    enrol_totp(officer.person, SECRET, actor=system("test"), at=at)
    client = sign_in(officer)
    client.post("/konto/logowanie/kod/", {"code": code()})
    client.post(client.get("/konto/zabezpieczenia/zapasowe/nowe/")["Location"], {"code": "nie"})
    cache.clear()  # the code used a moment ago may be used again
    client.post("/konto/potwierdz/kod/", {"code": code()})
    client.post("/konto/zabezpieczenia/zapasowe/nowe/")
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    other = sign_in(officer)
    assert other.post("/konto/logowanie/kod/", {"code": spare}).status_code == 302
    assert other.get("/urzad/proba/").status_code == 200
    assert (
        "Ten kod jest nieprawidłowy" in sign_in(officer).post("/konto/logowanie/kod/", {"code": spare}).content.decode()
    )


def test_taking_the_factor_away_takes_the_hat_off_at_once(officer: Actor, enter: Any) -> None:
    client = enter(officer)
    assert client.get("/urzad/proba/").status_code == 200
    Authenticator.objects.filter(user=officer.person).delete()
    assert client.get("/urzad/proba/").status_code == 302


def test_somebody_elses_factor_does_not_count(officer: Actor, people: Any, enter: Any, rf: Any) -> None:
    mine, others = enter(officer), enter(people("auditor"))
    session = mine.session
    session["account_authentication_methods"] = others.session["account_authentication_methods"]
    session.save()
    assert mine.get("/urzad/proba/").status_code == 302


def test_hats_that_ask_for_none_need_none(people: Any, enter: Any) -> None:
    editor = people("organisation_editor", key="x", title="Fundacja Przykład")
    assert (
        "redaktor organizacji: Fundacja Przykład" in enter(editor, second_factor=False).get("/konto/").content.decode()
    )


def test_the_actor_costs_one_query(officer: Actor, rf: Any, enter: Any, django_assert_num_queries: Any) -> None:
    request = rf.get("/")
    request.user, request.session = officer.person, enter(officer).session
    request.session.get("hat")
    with django_assert_num_queries(1):
        actor, held = actor_of(request)
    assert (actor.hat, held) == (officer.hat, None)


def test_a_hat_held_back_leaves_the_others(officer: Actor, at: Any, enter: Any) -> None:
    editor = grant_hat(officer.person, "organisation_editor", key="x", title="Fundacja", actor=system("test"), at=at)
    client = enter(officer, second_factor=False)
    assert "wymaga drugiego składnika" in client.get("/konto/role/").content.decode()
    answer = client.post("/konto/role/", {"hat": editor.public_id, "next": "/konto/"})
    assert answer["Location"] == "/konto/"
    assert "redaktor organizacji: Fundacja" in client.get("/konto/").content.decode()
    assert client.get("/urzad/proba/").status_code == 403
