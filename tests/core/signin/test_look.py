"""Pages of signing in and of the account in real Chromium: accessible at both widths; a passkey registered and used."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from core.accounts.actor import Actor, system
from core.signin.actions import grant_hat, invite, verify_email
from tests.browser import CHROMIUM_TEST, check_accessible

pytestmark = CHROMIUM_TEST

PASSWORD = "haslo-do-testow-1"
PUBLIC = (
    "/konto/logowanie/",
    "/konto/rejestracja/",
    "/konto/haslo/nowe/",
    "/konto/haslo/nowe/wyslano/",
    "/konto/haslo/nowe/gotowe/",
    "/konto/haslo/nowe/1-zly-klucz/",
    "/konto/adres/wyslano/",
    "/konto/adres/zly-klucz/",
    "/konto/nieaktywne/",
)
OWN = (
    "/konto/",
    "/konto/role/",
    "/konto/sesje/",
    "/konto/haslo/",
    "/konto/adres/",
    "/konto/wylogowanie/",
    "/konto/potwierdz/kod/",
    "/konto/zabezpieczenia/",
    "/konto/zabezpieczenia/klucze/",
    "/konto/zabezpieczenia/klucze/dodaj/",
    "/konto/zabezpieczenia/kody/wylacz/",
    "/konto/zabezpieczenia/zapasowe/",
    "/konto/zabezpieczenia/zapasowe/nowe/",
)


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII", title="Wydział ds. Ekonomii Społecznej", name="Ola Urzędowa")
    verify_email(actor.person, actor=system("test"), at=now())
    return actor


def confirmed(client: Client) -> Client:
    """The session has just proved again who it is."""
    session = client.session
    session["account_authentication_methods"] = [
        {**record, "reauthenticated": True} for record in session["account_authentication_methods"]
    ]
    session.save()
    return client


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_for_visitors_are_accessible(open_page: Any, live_server: Any, width: int) -> None:
    page = open_page("/konto/logowanie/", width)
    for address in PUBLIC:
        page.goto(f"{live_server.url}{address}")
        check_accessible(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_account_are_accessible(
    open_page: Any, live_server: Any, enter: Any, officer: Actor, width: int
) -> None:
    grant_hat(officer.person, "auditor", actor=system("test"), at=now())
    client = confirmed(enter(officer))
    Authenticator.objects.create(user=officer.person, type="recovery_codes", data={"migrated_codes": []})
    page = open_page("/konto/", width, client=client)
    for address in OWN:
        page.goto(f"{live_server.url}{address}")
        assert page.url.endswith(address)
        check_accessible(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_what_a_new_officer_sees_is_accessible(open_page: Any, enter: Any, officer: Actor, width: int) -> None:
    _invitation, path = invite("nowa@example.org", "auditor", actor=officer, at=now())
    page = open_page(path, width)
    check_accessible(page)
    page.get_by_role("button", name="Załóż konto").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check_accessible(page)
    page = open_page("/konto/drugi-skladnik/", width, client=enter(officer, second_factor=False))
    check_accessible(page)
    page.get_by_role("link", name="Włącz kody").click()
    check_accessible(page)  # the password again
    page.get_by_label("Hasło").fill(PASSWORD)
    page.get_by_role("button", name="Potwierdź").click()
    expect(page.locator("h1")).to_have_text("Włącz kody z aplikacji")
    check_accessible(page)


def with_authenticator(page: Page) -> Any:
    """Plug a virtual passkey device into the browser, which says yes to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


def test_a_passkey_is_registered_and_signs_in_alone(open_page: Any, live_server: Any, officer: Actor) -> None:
    page = open_page("/konto/logowanie/")
    with_authenticator(page)
    page.get_by_label("Adres e-mail").fill(officer.person.email)
    page.get_by_label("Hasło").fill(PASSWORD)
    page.get_by_role("button", name="Zaloguj się", exact=True).click()
    expect(page.locator("h1")).to_have_text("Potrzebny drugi składnik logowania")
    page.get_by_role("link", name="Dodaj klucz dostępu").click()
    page.get_by_label("Hasło").fill(PASSWORD)
    page.get_by_role("button", name="Potwierdź").click()
    expect(page.get_by_label("Nazwa klucza")).to_have_value("Klucz 1")
    page.get_by_role("button", name="Dodaj klucz").click()
    expect(page.locator("h1")).to_have_text("Kody zapasowe")
    assert Authenticator.objects.get(type="webauthn").wrap().is_passwordless
    page.goto(f"{live_server.url}/konto/")
    expect(page.locator(".account-hat")).to_contain_text("pracownik")
    page.goto(f"{live_server.url}/konto/zabezpieczenia/klucze/")
    check_accessible(page)
    page.get_by_role("link", name="Zmień nazwę").click()
    page.get_by_label("Nazwa klucza").fill("Laptop w pracy")
    page.get_by_role("button", name="Zapisz").click()
    expect(page.locator("tbody th")).to_have_text("Laptop w pracy")

    page.get_by_role("button", name="Wyloguj się").click()
    expect(page.get_by_role("button", name="Wyloguj się")).to_have_count(0)
    page.goto(f"{live_server.url}/konto/logowanie/?next=/konto/sesje/")
    page.get_by_role("button", name="Zaloguj się kluczem dostępu").click()
    expect(page.locator("h1")).to_have_text("Sesje")
    expect(page.locator(".account-hat")).to_contain_text("pracownik")
    expect(page.locator("tbody tr")).to_contain_text("Chrome, Linux")
    check_accessible(page)


def test_without_the_passkey_the_page_says_so(open_page: Any) -> None:
    page = open_page("/konto/logowanie/")
    with_authenticator(page)
    page.get_by_role("button", name="Zaloguj się kluczem dostępu").click()
    expect(page.locator("[data-passkey-error]")).to_be_visible()
    check_accessible(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_the_administrator_are_accessible(
    open_page: Any, live_server: Any, enter: Any, people: Any, officer: Actor, width: int
) -> None:
    admin = people("administrator", name="Ada Administratorka")
    head = people("head", key="KMIII", title="Wydział ds. Ekonomii Społecznej", name="Helena Kierująca")
    enter(head)  # has a second factor by that
    invite("nowa@example.org", "auditor", actor=admin, at=now())
    account = f"/administracja/konta/{head.person.public_id}/"
    page = open_page("/administracja/konta/", width, client=enter(admin))
    check_accessible(page)
    for address in ("/administracja/konta/zapros/", account, f"{account}nadaj/", f"{account}odejscie/"):
        page.goto(f"{live_server.url}{address}")
        check_accessible(page)
    page.get_by_role("button", name="Przekaż sprawy").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check_accessible(page)
    page.goto(f"{live_server.url}{account}")
    page.locator("summary", has_text="Odbierz rolę").click()
    page.locator("form[action$=odbierz\\/]").evaluate("form => { form.noValidate = true; }")
    page.locator("form[action$=odbierz\\/] button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    check_accessible(page)
