"""The auditor reads everything that happened, finds what they look for, sees a break at once, and changes nothing."""

import ast
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.accounts.actor import Actor, system
from core.audit.ledger import verify
from core.audit.models import Entry, Verification
from core.audit.triggers import lifted
from core.handbook.access import routes
from core.signin.actions import grant_hat, withdraw_hat
from core.workflow.words import verbs
from tests.architecture.source import files
from tests.browser import CHROMIUM_TEST, check_accessible

pytestmark = pytest.mark.django_db

DESK = "/audyt/"


@pytest.fixture
def auditor(people: Any) -> Actor:
    actor: Actor = people("auditor", name="Adela Kontrolna")
    return actor


@pytest.fixture
def desk(auditor: Actor, enter: Any) -> Client:
    client: Client = enter(auditor)
    return client


@pytest.fixture
def anna(people: Any, at: datetime) -> Actor:
    """A person who got a hat and lost it the next day."""
    actor: Actor = people("officer", key="KMIII", name="Anna Lipa")
    hat = grant_hat(actor.person, "head", key="KMIII", actor=actor, at=at, reason="Awans")
    withdraw_hat(hat, actor=system("zegar"), at=at + timedelta(days=1), reason="Koniec zastępstwa")
    return actor


def rows(client: Client, **query: str) -> str:
    return client.get(DESK, query).content.decode().partition("<tbody>")[2]


def test_for_auditors_only(people: Any, enter: Any, anna: Actor, desk: Client) -> None:
    addresses = (DESK, "/audyt/odczyty/", f"/audyt/lancuch/{anna.person.chain}/")
    for address in addresses:
        assert Client().get(address).status_code == 302
        assert enter(people("administrator")).get(address).status_code in (403, 404)
        assert desk.get(address).status_code == 200
        assert desk.post(address).status_code == 405


def test_nothing_under_the_prefix_writes() -> None:
    assert {route.address for route in routes() if route.address.startswith(DESK)} == {
        DESK, "/audyt/odczyty/", "/audyt/lancuch/<public_id>/",
    }  # fmt: skip


def test_entries_are_found(desk: Client, anna: Actor) -> None:
    everything = rows(desk)
    assert "Nadano rolę" in everything
    assert "Koniec zastępstwa" in everything
    taken = rows(desk, verb="withdraw_hat")
    assert "Odebrano rolę" in taken
    assert "Nadano rolę" not in taken
    assert rows(desk, chain=anna.person.chain).count("<tr>") == 3
    assert rows(desk, who="lipa").count("<tr>") == 1
    assert rows(desk, who="zegar").count("<tr>") == 1
    assert rows(desk, since="2026-11-24", until="2026-11-24").count("<tr>") == 1
    assert rows(desk, until="2026-11-22") == ""
    assert "Nie ma wpisu" in desk.get(DESK, {"who": "nikt"}).content.decode()


def test_a_chain_is_read_from_its_beginning_with_what_changed(desk: Client, anna: Actor) -> None:
    page = desk.get(f"/audyt/lancuch/{anna.person.chain}/").content.decode()
    assert "takie, jak je zapisano" in page
    assert page.index("#1 Nadano rolę") < page.index("#3 Odebrano rolę")
    assert "Awans" in page
    assert desk.get("/audyt/lancuch/account:nie-ma/").status_code == 404


def test_a_changed_entry_is_seen_on_the_page_and_by_the_verification(desk: Client, anna: Actor, at: datetime) -> None:
    assert verify(at=at).faults == []
    assert "Księga jest cała" in desk.get(DESK).content.decode()
    with lifted(connection):
        Entry.objects.filter(chain=anna.person.chain, seq=2).update(reason="Coś innego")
    page = desk.get(f"/audyt/lancuch/{anna.person.chain}/").content.decode()
    assert page.count("naruszony") == 1
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=StringIO())
    page = desk.get(DESK).content.decode()
    assert "znalazło naruszenie" in page
    assert f"{anna.person.chain} #2" in page
    assert Verification.objects.count() == 2


def test_who_read_personal_data(desk: Client, anna: Actor, people: Any, enter: Any) -> None:
    admin = people("administrator", name="Ada Administratorka")
    enter(admin).get(reverse("account-admin", args=[anna.person.public_id]))
    page = desk.get("/audyt/odczyty/", {"subject": anna.person.public_id}).content.decode()
    assert "Ada Administratorka" in page
    assert f"konto {anna.person.public_id}" in page
    assert "Nie ma odczytu" in desk.get("/audyt/odczyty/", {"who": "lipa"}).content.decode()


@pytest.mark.parametrize("address", [DESK, "/audyt/odczyty/"])
def test_a_filter_with_nonsense_narrows_nothing(desk: Client, anna: Actor, address: str) -> None:
    assert desk.get(address, {"since": "wczoraj", "verb": "x", "strona": "y"}).status_code == 200


def test_pages_cost_the_same_at_any_size(
    desk: Client, anna: Actor, at: datetime, people: Any, django_assert_num_queries: Any
) -> None:
    verify(at=at)
    for _each in range(2):
        with django_assert_num_queries(9):
            desk.get(DESK)
        with django_assert_num_queries(8):
            desk.get(f"/audyt/lancuch/{anna.person.chain}/")
        with django_assert_num_queries(7):
            desk.get("/audyt/odczyty/")
        for count in range(3):
            grant_hat(anna.person, "expert", key=str(count), actor=people("head"), at=at)


def test_every_verb_of_the_ledger_has_words() -> None:
    """Verbs that actions record by name; moves of life cycles have labels of their own."""
    known = set(verbs())
    said = {
        node.args[1].value
        for file in files()
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "record"
        and len(node.args) > 1
        and isinstance(node.args[1], ast.Constant)
    }
    assert len(said) > 30
    assert said - known == set()


class TestLook:
    pytestmark = CHROMIUM_TEST

    @pytest.mark.parametrize("width", [360, 1280])
    def test_accessible(
        self, open_page: Any, live_server: Any, anna: Actor, desk: Client, at: datetime, width: int
    ) -> None:
        verify(at=at)
        page = open_page(DESK, width, client=desk)
        check_accessible(page)
        page.goto(f"{live_server.url}/audyt/lancuch/{anna.person.chain}/")
        page.locator("summary", has_text="Co się zmieniło").first.click()
        check_accessible(page)
        page.goto(f"{live_server.url}/audyt/odczyty/")
        check_accessible(page)
