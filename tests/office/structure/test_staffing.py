"""Who holds the posts of a unit: heads keep it, everyone finds it, nobody leads twice."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from core.accounts.actor import VISITOR, Actor
from core.audit.ledger import history
from office.structure import access, actions
from office.structure.models import Appointment, Unit
from office.structure.refusals import LedAlready, OwnDeputy

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]


@pytest.fixture
def unit() -> Unit:
    call_command("load_reference", verbosity=0)
    return Unit.objects.get(code="KMIII")


@pytest.fixture
def head(people: Any) -> Actor:
    return people("head", key="KMIII")


def appointed(unit: Unit, head: Actor, at: datetime, **values: Any) -> Appointment:
    data = {"name": "Żaneta Łęcka", "title": "inspektor", "room": "112", "valid_from": date(2026, 1, 1), **values}
    return actions.appoint(data, unit=unit, actor=head, at=at)


def test_a_unit_has_one_head_at_a_time(unit: Unit, head: Actor, at: datetime) -> None:
    first = appointed(unit, head, at, leads=True, valid_to=date(2026, 12, 31))
    with pytest.raises(LedAlready):
        appointed(unit, head, at, leads=True, valid_from=date(2026, 12, 31))
    appointed(unit, head, at, name="Jan Następca", leads=True, valid_from=date(2027, 1, 1))
    with pytest.raises(LedAlready):
        actions.revise_appointment(first, {"valid_to": None}, actor=head, at=at)


def test_nobody_stands_in_for_themselves(unit: Unit, head: Actor, at: datetime) -> None:
    one, other = appointed(unit, head, at), appointed(unit, head, at, name="Jan Zastępca")
    with pytest.raises(OwnDeputy):
        actions.revise_appointment(one, {"deputy": one}, actor=head, at=at)
    one.refresh_from_db()
    actions.revise_appointment(one, {"deputy": other}, actor=head, at=at)
    entry = history(one).last()
    assert entry is not None
    assert entry.after["deputy"] == other.public_id
    assert "Łęcka" not in str(entry.after)


def test_the_public_sees_who_holds_a_post_today(unit: Unit, head: Actor, at: datetime, people: Any) -> None:
    now_held = appointed(unit, head, at)
    former = appointed(unit, head, at, name="Jan Dawny", valid_to=date(2026, 11, 22))
    assert list(access.directory(VISITOR, at)) == [now_held]
    assert set(access.directory(people("officer", key="KMIII"), at)) == {now_held, former}
    assert list(access.directory(people("head", key="KMI"), at)) == [now_held]
    assert not access.may_keep_people(people("head", key="KMI"), now_held, at)[0]


def test_a_head_fills_a_post_and_everyone_finds_the_person(unit: Unit, head: Actor, enter: Enter, people: Any) -> None:
    client = enter(head)
    values = {"name": "Żaneta Łęcka", "title": "kierownik", "leads": "on", "room": "112", "phone": "42 663 30 26"}
    values |= {"valid_from": "2026-01-01", "valid_to": ""}
    assert client.post("/urzad/obsada/nowa/", {**values, "valid_to": "2025-01-01"}).status_code == 400
    assert client.post("/urzad/obsada/nowa/", values).status_code == 302
    assert client.post("/urzad/obsada/nowa/", {**values, "name": "Inna"}).status_code == 409
    person = Appointment.objects.get()
    assert client.post(f"/urzad/obsada/{person.public_id}/", {**values, "room": "203"}).status_code == 302
    visitor = Client()
    found = visitor.get("/urzad-marszalkowski/ksiazka/?szukaj=lecka+kierownik").content.decode()
    assert "203" in found
    assert '<td data-label="Telefon"><a href="tel:+48426633026">42\xa0663\xa030\xa026</a></td>' in found
    assert "Łęcka" not in visitor.get("/urzad-marszalkowski/ksiazka/?komorka=KMI").content.decode()
    page = visitor.get("/urzad-marszalkowski/").content.decode()
    assert "KM III, Żaneta Łęcka" in page
    assert "Schemat organizacyjny" in page
    assert enter(people("officer", key="KMIII")).post("/urzad/obsada/nowa/", values).status_code == 403
    assert enter(people("head", key="KMI")).post(f"/urzad/obsada/{person.public_id}/", values).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_directory_costs_the_same_at_any_size(
    unit: Unit, head: Actor, at: datetime, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        appointed(unit, head, at)
    with django_assert_num_queries(4):
        Client().get("/urzad-marszalkowski/ksiazka/")
