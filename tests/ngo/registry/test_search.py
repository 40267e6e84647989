"""Search of the register: any part of a word, any inflected form, numbers, places, phrases, fields; on page and in API alike."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.accounts.actor import Actor
from ngo.registry import reference
from ngo.registry.actions.record import register, revise
from ngo.registry.models import Organisation
from ngo.registry.queries import found, understood

pytestmark = pytest.mark.django_db

LODZKA = "Fundacja Łódzka"
OSP = "Ochotnicza Straż Pożarna w Rawie Mazowieckiej"
KGW = "KGW „Jagódki”"
STOW = "Stow. Przyjaciół Ziemi Zgierskiej"
CLUB = "Uczniowski Klub Sportowy „Orzeł-2”"
API = "/api/v1/organisations/"
ALL = {LODZKA, OSP, KGW, STOW, CLUB}


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII")
    return actor


@pytest.fixture(autouse=True)
def _register(officer: Actor, at: datetime) -> None:
    reference.load(at=at)
    rows = [
        {"name": LODZKA, "legal_form": "foundation", "krs": "37904", "nip": "689-117-80-90", "postcode": "90-051",
         "city": "Łódź", "spheres": ["16", "1a"]},
        {"name": OSP, "legal_form": "fire_brigade", "krs": "131935", "postcode": "96-200", "city": "Rawa Mazowiecka"},
        {"name": KGW, "legal_form": "rural_housewives", "other_register": "rejestr ARiMR", "other_number": "77/2020",
         "postcode": "98-300", "city": "Wieluń", "spheres": ["16"]},
        {"name": STOW, "legal_form": "association", "krs": "5", "postcode": "95-100", "city": "Zgierz"},
        {"name": CLUB, "legal_form": "sports_club", "regon": "371091972", "postcode": "95-060", "city": "Brzeziny"},
    ]  # fmt: skip
    for row in rows:
        register(row, actor=officer, at=at)


def search(text: str) -> set[str]:
    return {each.name for each in found(Organisation.objects.all(), text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # any part of a word
        ("undac", {LODZKA}),
        ("łódzk", {LODZKA}),
        ("jagod", {KGW}),
        ("orzeł 2", {CLUB}),
        # any inflected form, with diacritics and without
        ("fundacji łódzkiej", {LODZKA}),
        ("FUNDACJĘ ŁÓDZKĄ", {LODZKA}),
        ("fundacjom lodzkim", {LODZKA}),
        ("ochotniczej straży pożarnej", {OSP}),
        ("strazy pozarnej rawa", {OSP}),
        ("jagódkami", {KGW}),
        ("ziemia zgierska", {STOW}),
        # words of legal forms, short and in full
        ("osp", {OSP}),
        ("-osp -uks", {LODZKA, KGW, STOW}),
        ("koło gospodyń wiejskich", {KGW}),
        ("kołem gospodyń", {KGW}),
        ("stowarzyszenie przyjaciół", {STOW}),
        ("stow", {STOW}),
        ("uks", {CLUB}),
        ("klubu sportowego", {CLUB}),
        # numbers
        ("0000037904", {LODZKA}),
        ("37904", {LODZKA}),
        ("PL 689-117-80-90", {LODZKA}),
        ("fundacja 6891178090", {LODZKA}),
        ("77/2020", {KGW}),
        # places: city, county, commune, inflected
        ("Zgierzu", {STOW}),
        ("powiat:zgierski", {STOW}),
        ("zgierskiego", {STOW}),
        ("w Rawie Mazowieckiej", {OSP}),
        ("brzeziński", {CLUB}),
        ("fundacja łódź", {LODZKA}),
        # fields
        ("krs:37904", {LODZKA}),
        ("KRS: 0000037904", {LODZKA}),
        ("nip:689-117-80-90", {LODZKA}),
        ("regon:371091972", {CLUB}),
        ("powiat:1020", {STOW}),
        ('powiat:"rawski"', {OSP}),
        ("gmina:wieluń", {KGW}),
        ('miejscowość:"Rawa Mazowiecka"', {OSP}),
        ("miejscowosc:Wieluniu", {KGW}),
        ("miejscowość:zg", {STOW}),
        ("forma:fundacja", {LODZKA}),
        ("forma:sports_club", {CLUB}),
        ("sfera:16", {LODZKA, KGW}),
        ("sfera:1a", {LODZKA}),
        ("sfera:kultury", {LODZKA, KGW}),
        # spheres by their whole names, in any form
        ("kultura sztuka dziedzictwo", {LODZKA, KGW}),
        ("kultury, sztuki i dziedzictwa zgierz", set()),
        ("fundacja wspieranie rodziny i pieczy zastępczej", {LODZKA}),
        ("-wspieranie -rodziny -pieczy -zastępczej -osp", {KGW, STOW, CLUB}),
        ("kultura sztuka", set()),
        # phrases and exclusion
        ('"straż pożarna"', {OSP}),
        ("„straż pożarna”", {OSP}),
        ('"pożarna straż"', set()),
        ("sfera:16 -fundacja", {KGW}),
        ("-sfera:16", {OSP, STOW, CLUB}),
        ("-powiat:zgierski -osp", {LODZKA, KGW, CLUB}),
        ('-"klub sportowy" -kgw -osp', {LODZKA, STOW}),
        # nothing typed, nothing meant
        ("", ALL),
        (" - ", ALL),
        ("„”", ALL),
        ("fundacja zgierz kgw", set()),
        ("②", {CLUB, KGW}),
        ("~", ALL),
        ("@zgierz", {STOW}),
        ("100%", set()),
        ("' OR 1=1 --", {CLUB}),
    ],
)  # fmt: skip
def test_search_finds(text: str, expected: set[str]) -> None:
    assert search(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "remark"),
    [
        ("powiat:narnia", set(), "Pole „powiat” nie zna wartości „narnia”"),
        ("krs:fundacja", {LODZKA}, "Pole „krs” nie zna wartości „fundacja”"),
        ("sfera:99", set(), "Pole „sfera” nie zna wartości „99”"),
        ("nazwa:fundacja", set(), "Nie ma pola „nazwa”"),
        ('"straż', {OSP}, "Cudzysłów nie ma pary"),
    ],
)
def test_what_makes_no_sense_is_searched_as_words_and_that_is_said(text: str, expected: set[str], remark: str) -> None:
    assert search(text) == expected
    assert remark in "".join(understood(text).remarks)


@pytest.mark.parametrize(("words", "remarks"), [("fundacja", []), ("nazwa:fundacja", ["Nie ma pola „nazwa”"])])
def test_the_api_says_what_it_took_otherwise_than_typed(words: str, remarks: list[str]) -> None:
    answer = Client().get(API, {"name": words}).json()
    assert [each.partition(",")[0] for each in answer["remarks"]] == remarks
    assert list(answer) == ["count", "next", "previous", "results", "remarks"]


def test_an_earlier_name_finds_and_so_does_its_inflected_form(officer: Actor, at: datetime) -> None:
    organisation = Organisation.objects.get(name=LODZKA)
    revise(organisation, {"name": "Fundacja Centrum"}, actor=officer, at=at)
    assert search("fundacji łódzkiej") == {"Fundacja Centrum"}


def test_keys_of_an_older_edition_are_made_anew_once(at: datetime) -> None:
    kept = dict(Organisation.objects.values_list("pk", "search_text"))
    Organisation.objects.filter(name__in=[LODZKA, OSP]).update(search_text="fundacja lodzka", sort_key="")
    assert search("fundacji") == set()
    assert reference.reindex(at=at) == 2
    assert dict(Organisation.objects.values_list("pk", "search_text")) == kept
    assert reference.reindex(at=at) == 0


@pytest.mark.parametrize(
    ("page", "api"),
    [
        ({"szukaj": "fundacji łódzkiej"}, {"name": "fundacji łódzkiej"}),
        ({"szukaj": "-sfera:16 województwo:łódzkie"}, {"name": "-sfera:16 województwo:łódzkie"}),
        ({"powiat": "1020"}, {"county": "1020"}),
        ({"forma": "foundation"}, {"legal_form": "foundation"}),
        ({"sfera": "16"}, {"sphere": "16"}),
        ({"opp": "false", "likwidacja": "false"}, {"is_opp": "false", "in_liquidation": "false"}),
        ({"potwierdzone": "true"}, {"verified": "true"}),
        ({"krs": "0000037904"}, {"krs": "0000037904"}),
    ],
)
def test_page_and_api_ask_the_same(page: dict[str, str], api: dict[str, str]) -> None:
    client = Client()
    shown = client.get(reverse("organisations"), page)
    names = [row["cells"][0]["text"] for row in shown.context["rows"]]
    assert [each["name"] for each in client.get(API, api).json()["results"]] == names
    assert len(names) == shown.context["page"].paginator.count
