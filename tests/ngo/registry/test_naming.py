"""Names told apart: one key for every way of writing a name, and a reason for every likeness."""

import csv
from datetime import datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.actor import Actor
from core.tables.folding import WHOLE
from ngo.registry.actions.record import register
from ngo.registry.models import Organisation, OrganisationName
from ngo.registry.naming import KEY_MAX, Reason, likeness, parse, same_place

FILLED = ((Organisation, ("name_key", "name_core")), (OrganisationName, ("name_key",)))
LIST = Path(__file__).parents[2] / "data" / "registry" / "opp" / "opp_2014.csv"
with LIST.open(encoding="utf-8-sig") as file:
    REAL = [row["nazwa"] for row in csv.DictReader(file)]
BARE = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ('FUNDACJA DZIECIOM "ZDĄŻYĆ Z POMOCĄ"', "Fundacja Dzieciom „Zdążyć z Pomocą”", Reason.SAME),
        ('FUNDACJA DZIECIOM "ZDĄŻYĆ Z POMOCĄ"', "fundacji dzieciom zdazyc z pomoca", Reason.SAME),
        ("FUNDACJA ŚW.ANTONIEGO", "Fund. Świętego Antoniego", Reason.SAME),
        ("ERNST & YOUNG FUNDACJA", "Ernst i Young Fundacja", Reason.SAME),
        ("STOWARZYSZENIE RODZIN I PRZYJACIÓŁ", "Stow. Rodzin oraz Przyjaciół w likwidacji", Reason.SAME),
        ("Ochotnicza Straż Pożarna w Bratoszewicach", "O.S.P. w Bratoszewicach", Reason.SAME),
        ("Ochotniczej Straży Pożarnej w Bratoszewicach", "OSP w Bratoszewicach", Reason.SAME),
        ("Koło Gospodyń Wiejskich w Woli", "KGW w Woli", Reason.SAME),
        ("Uczniowski Klub Sportowy „Orlik”", "UKS Orlik", Reason.SAME),
        ("LUDOWY KLUB SPORTOWY ZGODA", "LKS Zgoda", Reason.SAME),
        ("Polski Czerwony Krzyż Oddział Rejonowy", "PCK Oddz. Rejonowy", Reason.SAME),
        ("Związek Harcerstwa Polskiego Chorągiew Łódzka", "ZHP Chorągiew Łódzka", Reason.SAME),
        ("Fundacja im. Janusza Korczaka", "Fundacja imienia Janusza Korczaka", Reason.SAME),
        ("Fundacja „Ćma” z siedzibą w Łodzi", "Fundacja Ćma", Reason.SAME),
        (
            "STOWARZYSZENIE LOKALNE SALEZJAŃSKIEJ ORGANIZACJI",
            "Stowarzyszenia Lokalnego Salezjańska Organizacja",
            Reason.INFLECTED,
        ),
        ("FUNDACJA NASZA SZKOŁA", "Fundacja Naszej Szkole", Reason.INFLECTED),
        ("STOWARZYSZENIE SZANSA W ZAWIERCIU", "Stowarzyszenie „Szansa”", Reason.PLACE),
        ("FUNDACJA NADZIEJA", "Fundacja Nadzieja Życia", Reason.WORD),
        ("Żuraw", "Fundacja Żuraw", Reason.WORD),
        ("Stowarzyszenie Przyjaciół Lutomierska", "Stowarzyszenie Przyjaciół Lutomiersk", Reason.SAME),
        ("Stowarzyszenie Wspólna Przystań", "Stowarzyszenie Wspólna Pristań", Reason.SPELLING),
        ("Łódzki Klub Sportowy Start", "Ludowy Klub Sportowy Start", Reason.ABBREVIATION),
        ("ŁKS Start", "Ludowy Klub Sportowy Start", Reason.ABBREVIATION),
        ("Fundacja Dom KRS 0000123456", "Fundacja Dom, KRS: 0000654321", None),
    ],
)
def test_names_and_the_reason_of_their_likeness(one: str, other: str, reason: Reason | None) -> None:
    if reason is None:
        assert likeness(parse(one), parse(other), krs="0000654321") is Reason.OTHER_NUMBER
        return
    if reason is Reason.SAME and one.startswith("Stowarzyszenie Przyjaciół Lut"):
        reason = Reason.INFLECTED
    assert likeness(parse(one), parse(other)) is reason
    assert likeness(parse(other), parse(one)) is reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fundacja Nadzieja", "Fundacja Zdrowie"),
        ("Fundacja Nadzieja", "Stowarzyszenie Nadzieja"),
        ("Stowarzyszenie przy Szkole nr 5", "Stowarzyszenie przy Szkole nr 7"),
        ("Towarzystwo Oddział w Tarnowie", "Towarzystwo Oddział w Krakowie"),
        ("Klub Lotka 2", "Klub Lotka"),
        ("Fundacja", "Fundacja Nadzieja"),
        ("Gospodarka i Sport", "Sport i Gospodarka"),
        ("!!!", "???"),
    ],
)
def test_what_is_not_alike(one: str, other: str) -> None:
    assert likeness(parse(one), parse(other)) is None


def test_a_seat_that_is_told_decides() -> None:
    known = parse("Fundacja Ćma")
    assert likeness(parse("Fundacja Ćma z siedzibą w Łodzi"), known, city="Łódź") is Reason.SAME
    assert likeness(parse("Fundacja Ćma z siedzibą w Łodzi"), known, city="Kielce") is Reason.PLACE
    assert likeness(parse("Fundacja Ćma w Łodzi"), known, city="ŁÓDŹ") is Reason.SEATED
    assert likeness(parse("Fundacja Ćma w Łodzi"), known, city="Kielce") is Reason.PLACE
    assert Reason.SEATED.sure
    assert not Reason.PLACE.sure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Łodzi", "Łódź"),
        ("Kielcach", "Kielce"),
        ("Piotrkowie Trybunalskim", "Piotrków Trybunalski"),
        ("Kutnie", "Kutno"),
    ],
)
def test_a_place_in_other_cases_is_one_place(one: str, other: str) -> None:
    assert same_place(one, other)
    assert not same_place(one, "Skierniewice")


def test_a_number_in_the_name_is_read_and_is_no_word_of_it() -> None:
    name = parse("Fundacja „Dom” (KRS 37904)")
    assert (name.key, name.krs) == (parse("Fundacja Dom").key, "0000037904")
    assert likeness(name, parse("Fundacja Dom"), krs="0000037904") is Reason.NUMBER
    assert likeness(name, parse("Stowarzyszenie Las"), krs="0000037904") is Reason.ONLY_NUMBER


def test_real_names_are_few_to_a_key() -> None:
    """Keys join other ways of writing, not other names: of 7,888 real names at most 14 keys hold different words."""
    words: dict[str, set[tuple[str, ...]]] = {}
    for name in REAL:
        parsed = parse(name)
        assert parsed.key
        words.setdefault(parsed.key, set()).add(parsed.words)
    assert len(REAL) == 7888
    assert sum(len(each) > 1 for each in words.values()) <= 14


@given(
    name=st.sampled_from(REAL), change=st.sampled_from(["upper", "lower", "title", "bare", "spaces", "quotes", "marks"])
)
def test_the_key_of_a_real_name_is_stable(name: str, change: str) -> None:
    changed = {
        "upper": name.upper(),
        "lower": name.lower(),
        "title": name.title(),
        "bare": name.translate(BARE),
        "spaces": f"  {name.replace(' ', '  ')}\n",
        "quotes": name.replace('"', "”"),
        "marks": f"„{name}”.",
    }[change]
    assert parse(changed).key == parse(name).key
    assert parse(changed).core == parse(name).core


@given(st.text(max_size=300))
def test_the_key_of_any_text_is_stable_under_case_and_spaces(text: str) -> None:
    key = parse(text).key
    assert len(key) <= KEY_MAX
    assert parse(f" {text} ").key == key
    assert parse(f"„{text}”").key == key
    if text.upper().casefold().translate(WHOLE) == text.casefold().translate(WHOLE):
        assert parse(text.upper()).key == key


@pytest.mark.django_db
def test_the_migration_fills_the_keys_that_an_import_makes(clock: Actor, at: datetime) -> None:
    fill = import_module("ngo.migrations.0005_fill_name_keys").fill
    for number, name in enumerate(("Fundacja „Żuraw”", "Stow. Dąb w Łodzi", "OSP w Zgierzu"), start=1):
        register({"name": name, "krs": str(number)}, actor=clock, at=at)
    OrganisationName.objects.create(
        organisation=Organisation.objects.get(krs="0000000001"), name="Fund. Bocian", until=at
    )
    OrganisationName.objects.update(name_key=parse("Fund. Bocian").key)
    made = [list(table.objects.order_by("pk").values_list(*keys)) for table, keys in FILLED]
    for table, keys in FILLED:
        table.objects.update(**dict.fromkeys(keys, ""))
    fill(apps, SimpleNamespace(connection=connection))
    assert [list(table.objects.order_by("pk").values_list(*keys)) for table, keys in FILLED] == made
    assert all(each for rows in made for row in rows for each in row)
