"""What the register hangs on a person whose account closes: organisations for which nobody else signs."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from core.accounts.actor import Actor, system
from core.privacy.queries import binds
from core.signin.actions import leave
from core.signin.holdings import holdings
from ngo.registry.access import without_signatory
from ngo.registry.actions.record import register
from ngo.registry.hats import EDITOR, SIGNATORY
from ngo.registry.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


@pytest.fixture
def zuraw(officer: Actor, at: datetime) -> Organisation:
    return register({"name": "Stowarzyszenie „Żuraw”", "krs": "37904"}, actor=officer, at=at)


def signs(people: Any, organisation: Organisation, kind: str = SIGNATORY.code) -> Actor:
    actor: Actor = people(kind, key=organisation.public_id, title=organisation.name)
    return actor


def test_closing_the_account_of_the_last_signatory_is_warned_of(
    people: Any, enter: Any, zuraw: Organisation, officer: Actor, at: datetime
) -> None:
    last = signs(people, zuraw)
    signs(people, zuraw, EDITOR.code)
    (holding,) = holdings(last.person)
    assert (holding.keeper.code, holding.things) == ("organisations", ["Stowarzyszenie „Żuraw”"])
    client: Client = enter(people("administrator"))
    page = f"/administracja/konta/{last.person.public_id}/odejscie/"
    shown = client.get(page).content.decode()
    assert "Organizacje, w których nikt inny nie podpisuje" in shown
    assert "Stowarzyszenie „Żuraw”" in shown
    client.post(page, {"reason": "Odejście"})
    last.person.refresh_from_db()
    assert not last.person.is_active
    assert list(without_signatory(officer, at)) == [zuraw]


def test_it_is_not_while_somebody_else_signs(people: Any, zuraw: Organisation, at: datetime) -> None:
    first, second = signs(people, zuraw), signs(people, zuraw)
    assert holdings(first.person) == []
    leave(second.person, successors={}, actor=system("test"), at=at, reason="Odejście")
    assert [holding.things for holding in holdings(first.person)] == [["Stowarzyszenie „Żuraw”"]]


def test_it_keeps_nobody_from_being_forgotten(people: Any, zuraw: Organisation, at: datetime) -> None:
    assert binds(signs(people, zuraw).person, at.date()) == []
