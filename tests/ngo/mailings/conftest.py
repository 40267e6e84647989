"""A list with addresses, and letters written to it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from core.accounts.actor import Actor
from ngo.contacts import actions as contacts
from ngo.contacts.models import ContactList
from ngo.contacts.queries import audience
from ngo.mailings import actions
from ngo.mailings.models import Mailing


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII", name="Olga Urzędnicza")
    return actor


@pytest.fixture
def contact_list(officer: Actor, at: datetime) -> ContactList:
    values = {"name": "Kultura w regionie", "purpose": "informowanie o konkursach z zakresu kultury"}
    return contacts.open_list(values, actor=officer, at=at)


@pytest.fixture
def add(contact_list: ContactList, officer: Actor, at: datetime) -> Callable[[int], None]:
    """Put so many addresses on the list: adres0@example.org and on."""

    def added(count: int) -> None:
        for number in range(count):
            values = {"name": f"Fundacja {number}", "email": f"adres{number}@example.org", "basis": "consent"}
            given = {"given_on": date(2026, 11, 3), "basis_note": "formularz"}
            contacts.add_contact(contact_list, values | given, actor=officer, at=at)

    return added


@pytest.fixture
def write(contact_list: ContactList, officer: Actor, at: datetime) -> Callable[..., Mailing]:
    def written(subject: str = "Zaproszenie: {nazwa}", text: str = "Dzień dobry,\n\nzapraszamy.") -> Mailing:
        return actions.write(contact_list, subject=subject, text=text, actor=officer, at=at)

    return written


@pytest.fixture
def send(officer: Actor, at: datetime) -> Callable[..., Mailing]:
    """Send as the page does: with the fingerprint of the recipients seen."""

    def sent(mailing: Mailing) -> Mailing:
        seen = actions.fingerprint(audience(mailing.contact_list, at).recipients)
        return actions.send(mailing, seen=seen, actor=officer, at=at)

    return sent
