"""Organisations found by their people: those who act and those who sign; only for those who see people, on every channel."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.accounts.actor import Actor
from core.signin.actions import withdraw_hat
from ngo.papers.actions import declare_signatory, end_signatory
from ngo.registry.actions.record import register
from ngo.registry.models import Organisation
from ngo.registry.queries import found

pytestmark = pytest.mark.django_db
API = "/api/v1/organisations/"


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


@pytest.fixture(autouse=True)
def acting(people: Any, officer: Actor, at: datetime) -> dict[str, Actor]:
    """Two organisations: for one Żaneta Łącka-Wiór acts and Marek Źdźbło signs; for the other Anna Kowalska acts."""
    zora = register({"name": "Fundacja Zora", "krs": "5"}, actor=officer, at=at)
    lan = register({"name": "Stowarzyszenie Łan", "krs": "37904"}, actor=officer, at=at)
    writes = people("organisation_editor", key=zora.public_id, name="Żaneta Łącka-Wiór")
    signs = people("organisation_signatory", key=lan.public_id, name="Anna Kowalska")
    people("expert", name="Ewa Ekspertka")
    declare_signatory(zora, name="Marek Źdźbło", function="prezes", valid_from=None, actor=officer, at=at)
    return {"writes": writes, "signs": signs}


def search(text: str, *, inside: bool = True) -> set[str]:
    return {each.name for each in found(Organisation.objects.all(), text, inside=inside)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("osoba:Łącka", {"Fundacja Zora"}),
        ("Osoba: lacka", {"Fundacja Zora"}),
        ("osoba:ŻANETA", {"Fundacja Zora"}),
        ("osoba:wior", {"Fundacja Zora"}),
        ("osoba:Łąckiej", {"Fundacja Zora"}),
        ('osoba:"Wiór Żaneta"', {"Fundacja Zora"}),
        ('osoba:"Żaneta Kowalska"', set()),
        ("osoba:Źdźbło", {"Fundacja Zora"}),
        ("osoba:zdzbl", {"Fundacja Zora"}),
        ("osoba:Marka", {"Fundacja Zora"}),
        ("osoba:Kowalskiej", {"Stowarzyszenie Łan"}),
        ("osoba:anna łan", {"Stowarzyszenie Łan"}),
        ("osoba:anna zora", set()),
        ("-osoba:Kowalska", {"Fundacja Zora"}),
        ("osoba:Ekspertka", set()),
        ("osoba:.*", {"Fundacja Zora", "Stowarzyszenie Łan"}),
        ("osoba:(xq|", set()),
    ],
)
def test_a_person_finds_the_organisations_they_act_or_sign_for(text: str, expected: set[str]) -> None:
    assert search(text) == expected


def test_who_acts_no_more_finds_nothing_and_a_former_signatory_does(
    acting: dict[str, Actor], officer: Actor, at: datetime
) -> None:
    hat = acting["writes"].hat
    assert hat is not None
    withdraw_hat(hat, actor=officer, at=at)
    assert search("osoba:Łącka") == set()
    former = Organisation.objects.get(name="Fundacja Zora").signatories.get()
    end_signatory(former, on=date(2026, 1, 1), actor=officer, at=at)
    assert search("osoba:Źdźbło") == {"Fundacja Zora"}


@pytest.mark.parametrize("who", ["visitor", "organisation"])
def test_to_others_it_is_a_field_that_there_is_not(
    who: str, acting: dict[str, Actor], enter: Callable[[Actor], Client]
) -> None:
    """The same answer for a person who is there and one who is not, so it tells nothing."""
    client = Client() if who == "visitor" else enter(acting["signs"])
    answers = [
        client.get(reverse("organisations"), {"szukaj": f"osoba:{name}"}) for name in ("Kowalska", "Niema", "Zora")
    ]
    assert [len(each.context["rows"]) for each in answers] == [0, 0, 0]
    for each in answers:
        (remark,) = each.context["remarks"]
        assert remark.startswith("Nie ma pola „osoba”, szukam tego słowa w nazwach. Pola: forma, gmina,")
        assert "osoba:" not in each.content.decode().split('id="jak-szukac"')[1]
    for name in ("Kowalska", "Niema"):
        told = client.get(API, {"name": f"osoba:{name}"}).json()
        assert (told["count"], len(told["remarks"])) == (0, 1)
        assert "Łan" not in client.get(reverse("organisations-json"), {"szukaj": f"osoba:{name}"}).getvalue().decode()


@pytest.mark.parametrize("kind", ["officer", "head", "auditor"])
def test_staff_and_auditors_ask_the_same_on_the_page_in_the_api_and_in_files(
    kind: str, people: Any, enter: Callable[[Actor], Client]
) -> None:
    client = enter(people(kind, key="KMIII"))
    page = client.get(reverse("organisations"), {"szukaj": "osoba:Kowalskiej"})
    assert [row["cells"][0]["text"] for row in page.context["rows"]] == ["Stowarzyszenie Łan"]
    assert page.context["remarks"] == []
    assert "osoba: szuka ludzi" in page.content.decode()
    told = client.get(API, {"name": "osoba:Kowalskiej"}).json()
    assert ([each["name"] for each in told["results"]], told["remarks"]) == (["Stowarzyszenie Łan"], [])
    rows = client.get(reverse("organisations-csv"), {"szukaj": "osoba:Kowalskiej"}).getvalue().decode().splitlines()
    assert len(rows) == 2
    assert "Stowarzyszenie Łan" in rows[1]


def test_a_key_asks_as_the_hat_that_it_acts_in(officer: Actor, acting: dict[str, Actor], key: Any) -> None:
    for actor, count in ((officer, 1), (acting["signs"], 0)):
        assert key(actor, "organisations:read").get(API, {"name": "osoba:kowalska"}).json()["count"] == count
