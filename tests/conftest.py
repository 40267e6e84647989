"""What every test stands on: the ledger may be emptied, var/ is a temporary folder, mail goes to memory."""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from celery import current_app
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Browser, Page
from rest_framework.test import APIClient

from core.accounts.actor import Actor, system
from core.accounts.models import User
from core.api.actions import create_token
from core.api.scopes import scopes_for
from core.jobs.runner import drain
from core.signin.actions import grant_hat
from core.web.middleware import HAT_KEY
from tests.browser import CHROMIUM, FLAGS
from tests.factories.cycle import Cycle

# Playwright's event loop runs in the thread of the test; Django's guard would take it for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


# A busy machine is slow, not wrong: no test fails for the time that one example took.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


def pytest_configure() -> None:
    # Not a fixture: Django empties the database of a transactional test after fixtures are gone.
    django_settings.LEDGER_MAY_BE_EMPTIED = True
    # Wake-ups of committing tests go nowhere; the tests of real workers (tests/faults) have a broker of their own.
    current_app.conf.update(broker_url="memory://localhost", broker_transport_options={})


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.ERASED_FILE = tmp_path / "erased.jsonl"
    # Limits of one test must not count against another, also where workers of tests share one Redis.
    prefix = secrets.token_hex(8)
    settings.CACHES = {name: {**cache, "KEY_PREFIX": prefix} for name, cache in settings.CACHES.items()}
    settings.API_RATES = {"visitor": None, "person": None}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def at() -> datetime:
    """A moment of an ordinary working day: Monday 23 November 2026, 10:00 in Łódź."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Actor:
    return system("zegar")


@pytest.fixture
def run_jobs() -> Callable[[], int]:
    """Do the jobs asked for so far, here and now; a handler that fails fails the test."""
    return drain


@contextmanager
def rival(table: str, act: Callable[[], Any]) -> Iterator[None]:
    """Let somebody else act between our look and our first UPDATE of the table: a race, the same every time."""
    fired: list[bool] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not fired and sql.startswith(f'UPDATE "{table}"'):
            fired.append(True)
            act()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield
    assert fired, "there was no race"


@pytest.fixture(name="rival")
def _rival() -> Callable[..., AbstractContextManager[None]]:
    return rival


class People:
    """Makes users with one hat: `people("officer", key="KMIII")` gives the actor."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.count = 0

    def __call__(self, kind: str = "", *, key: str = "", title: str = "", name: str = "") -> Actor:
        self.count += 1
        user = User.objects.create_user(
            email=f"osoba{self.count}@example.org", password="haslo-do-testow-1", name=name or f"Osoba {self.count}"
        )
        if not kind:
            return Actor(user=user)
        hat = grant_hat(user, kind, key=key, title=title, actor=system("test"), at=self.at)
        return Actor(user=user, hat=hat)


@pytest.fixture
def people(db: None, at: datetime) -> People:
    return People(at)


@pytest.fixture
def cycle(people: People) -> Cycle:
    """The office with its reference data, and a maker of everything in the cycle, from a programme to a settled grant."""
    return Cycle(people)


@pytest.fixture
def enter() -> Callable[..., Client]:
    """A browser client in which the actor is signed in and wears the hat; a visitor's for an actor without a user.

    The session has passed a second factor, unless `second_factor=False`.
    """

    def entered(actor: Actor, *, second_factor: bool = True) -> Client:
        client = Client()
        if actor.user is not None:
            client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
            session = client.session
            session[HAT_KEY] = actor.hat.public_id if actor.hat else ""
            if second_factor:
                factor, _created = Authenticator.objects.get_or_create(
                    user=actor.user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": ""}}
                )
                session["account_authentication_methods_user"] = str(actor.user.pk)
                session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "id": factor.pk, "at": time.time()}]
            session.save()
        return client

    return entered


@pytest.fixture
def key() -> Callable[..., APIClient]:
    """`key(actor, "offers:read")` gives an API client with a new key of the actor's hat; without scopes, with all of the hat."""

    def carried(actor: Actor, *scopes: str, days: int = 90) -> APIClient:
        codes = scopes or [scope.code for scope in scopes_for(actor.kind)]
        secret = create_token(name="Program", scopes=codes, days=days, actor=actor, at=now())[1]
        return APIClient(HTTP_AUTHORIZATION=f"Bearer {secret}")

    return carried


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`open_page("/styl/", 360)` gives a page; `client=` lends it the session of a Django client.

    At the end the console must have been silent.
    """
    said: list[str] = []
    contexts = []

    def go(address: str, width: int = 1280, *, client: Client | None = None, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="pl-PL", **options)
        contexts.append(context)
        if client is not None:
            cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{live_server.url}{address}")
        return page

    yield go
    for context in contexts:
        context.close()
    # The browser itself reports an answer of 4xx and 5xx, and a lost network, as an error.
    assert [line for line in said if not line.startswith("Failed to load resource")] == []
