"""An address that a real mail server refuses for good gets no more letters until its owner confirms it."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from core.accounts.actor import VISITOR, Actor
from core.accounts.models import User
from core.audit.models import Entry
from core.notices.actions import send
from core.notices.delivery import deliver_due
from core.notices.models import Notice, RefusedAddress, State
from tests.factories.pages import words
from tests.factories.post import Post, post

pytestmark = pytest.mark.django_db
GONE = "550 5.1.1 no such user"


@pytest.fixture
def server(settings: Any) -> Iterator[Post]:
    with post(settings) as running:
        yield running


@pytest.fixture
def anna(people: Any) -> User:
    user: User = people(name="Anna Lipa").user
    return user


def letter(user: User, at: datetime, **more: Any) -> Notice:
    return send(user, template="second-factor-reset", context={"reason": "próba"}, subject_obj=user, at=at, **more)


def state(notice: Notice) -> str:
    notice.refresh_from_db()
    return notice.state


def test_a_refused_address_gets_no_more_letters_and_others_do(
    server: Post, anna: User, people: Any, at: datetime
) -> None:
    other = people().user
    server.refused[anna.email] = GONE
    first, fine = letter(anna, at), letter(other, at)
    assert deliver_due() == 1
    assert (state(first), state(fine)) == (State.FAILED, State.SENT)
    assert RefusedAddress.objects.get().email == anna.email
    # The server would take it now; nobody tries, and the letter waits on the desk.
    server.refused.clear()
    second = letter(anna, at)
    assert deliver_due() == 0
    assert state(second) == State.FAILED
    assert "gdy zostanie potwierdzony" in second.error
    assert [to for to, _text in server.taken] == [other.email]


@pytest.mark.parametrize("answer", ["450 4.2.1 try later", "452 4.2.2 mailbox full"])
def test_an_address_that_is_only_busy_is_not_marked(server: Post, anna: User, at: datetime, answer: str) -> None:
    server.refused[anna.email] = answer
    notice = letter(anna, at)
    assert deliver_due() == 0
    assert state(notice) == State.WAITING
    assert not RefusedAddress.objects.exists()


def test_the_owner_confirms_by_a_letter_that_comes(
    server: Post, anna: User, at: datetime, enter: Callable[[Actor], Client]
) -> None:
    server.refused[anna.email] = GONE
    letter(anna, at)
    deliver_due()
    client = enter(Actor(user=anna))
    assert "Listy do Ciebie wracają" in words(client.get("/powiadomienia/"))
    # Still refused: the letter that confirms comes back, and the mark stays.
    client.post("/powiadomienia/adres/sprawdz/")
    assert deliver_due() == 0
    assert RefusedAddress.objects.exists()
    server.refused.clear()
    client.post("/powiadomienia/adres/sprawdz/")
    assert deliver_due() == 1
    (to, text) = server.taken[0]
    assert to == anna.email
    found = re.search(r"/powiadomienia/adres/[\w.=\r\n-]+/", text)
    assert found
    link = found[0].replace("=\r\n", "")
    visitor = enter(VISITOR)
    assert visitor.get(link).status_code == 200
    assert RefusedAddress.objects.exists(), "a program that looks at links confirms nothing"
    assert visitor.post(link).status_code == 302
    assert not RefusedAddress.objects.exists()
    assert visitor.get(link).status_code == 404
    assert Entry.objects.filter(verb="confirm_address").count() == 1
    assert "Listy do Ciebie wracają" not in words(client.get("/powiadomienia/"))
    letter(anna, at)
    assert deliver_due() == 1


def test_nobody_confirms_an_address_by_guessing(anna: User, at: datetime, client: Client) -> None:
    row = RefusedAddress.objects.create(email=anna.email, refused_at=at)
    for token in (row.public_id, f"{row.public_id}.abc", "x"):
        assert client.post(f"/powiadomienia/adres/{token}/").status_code == 404
    assert RefusedAddress.objects.exists()


def test_what_is_kept_on_the_desk_goes_nowhere(server: Post, anna: User, at: datetime) -> None:
    notice = letter(anna, at, by_email=False)
    assert deliver_due() == 0
    assert state(notice) == State.DESK
    assert Notice.objects.unread().filter(user=anna).count() == 1
