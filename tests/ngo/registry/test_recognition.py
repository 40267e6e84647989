"""A list of names: found where exactly one organisation fits surely, never a silent pick, the same few queries for any list."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.accounts.actor import Actor
from ngo.registry.access import visible
from ngo.registry.actions.files import import_file
from ngo.registry.actions.record import register, revise
from ngo.registry.models import Organisation
from ngo.registry.readers import names as reader
from ngo.registry.readers.rows import UnreadableFile
from ngo.registry.recognition import Match, recognise

pytestmark = pytest.mark.django_db
LIST = Path(__file__).parents[2] / "data" / "registry" / "opp" / "opp_2014.csv"
Recognise = Callable[..., list[Match]]


@pytest.fixture
def known(clock: Actor, at: datetime) -> Callable[..., Organisation]:
    numbers = count(1001)

    def entered(name: str, **values: Any) -> Organisation:
        return register({"name": name, "krs": str(next(numbers)), **values}, actor=clock, at=at)

    return entered


@pytest.fixture
def meant(clock: Actor, at: datetime) -> Recognise:
    return lambda *names: recognise(names, visible(clock, at))


def test_one_is_found_two_are_ambiguous_none_is_none(known: Callable[..., Organisation], meant: Recognise) -> None:
    swan = known("Fundacja „Łabędź”", krs="11")
    known("OSP w Woli", city="Wola Zaradzyńska"), known("Ochotnicza Straż Pożarna w Woli", city="Wola Wiązowa")
    found, ambiguous, none = meant("FUND. ŁABĘDŹ", "OSP w Woli", "Klub Szachowy Goniec")
    assert (found.result, found.found) == ("found", swan)
    assert (ambiguous.result, ambiguous.told()["krs"]) == ("ambiguous", None)
    assert [each.place for each in ambiguous.candidates] == ["Wola Wiązowa", "Wola Zaradzyńska"]
    assert {each.why for each in ambiguous.candidates} == {"ta sama nazwa"}
    assert none.told() == {"name": "Klub Szachowy Goniec", "result": "none", "krs": None, "candidates": []}


def test_the_seat_tells_two_of_one_name_apart(known: Callable[..., Organisation], meant: Recognise) -> None:
    lodz, kielce = known("Fundacja Most", city="Łódź"), known("Fundacja Most", city="Kielce")
    here, there, elsewhere = meant(
        "Fundacja Most z siedzibą w Łodzi", "Fundacja „Most” w Kielcach", "Fundacja Most z siedzibą w Opolu"
    )
    assert (here.found, there.found) == (lodz, kielce)
    assert elsewhere.result == "ambiguous"
    assert len(elsewhere.candidates) == 2


def test_what_is_only_like_is_never_picked(known: Callable[..., Organisation], meant: Recognise) -> None:
    known("Stowarzyszenie Wspólna Przystań Łask")
    for name in ("Wspólna Przystań Łask", "Stowarzyszenie Wspólna Przystań", "Stowarzyszenie Wspólna Prystań Łask"):
        (match,) = meant(name)
        assert (match.result, len(match.candidates)) == ("ambiguous", 1), name


def test_an_earlier_name_counts_and_says_so(
    known: Callable[..., Organisation], meant: Recognise, clock: Actor, at: datetime
) -> None:
    changed = known("Fundacja Stara Nazwa", krs="21")
    revise(changed, {"name": "Fundacja Nowa Era"}, actor=clock, at=at)
    (match,) = meant("fundacji stara nazwa")
    assert match.told()["krs"] == "0000000021"
    assert match.candidates[0].why == "wcześniejsza nazwa „Fundacja Stara Nazwa”: ta sama nazwa"
    known("Fundacja Stara Nazwa", krs="22")
    (match,) = meant("Fundacja Stara Nazwa")
    assert (match.result, len(match.candidates)) == ("ambiguous", 2)


def test_an_absorbed_record_is_never_found(known: Callable[..., Organisation], meant: Recognise) -> None:
    stays, gone = known("Fundacja Las"), known("Fundacja Las")
    Organisation.objects.filter(pk=gone.pk).update(merged_into=stays)
    assert meant("Fundacja Las")[0].found == stays


@pytest.fixture
def whole_list(clock: Actor, at: datetime) -> list[dict[str, str]]:
    with LIST.open("rb") as file:
        import_file(file, name=LIST.name, actor=clock, at=at)
    with LIST.open(encoding="utf-8-sig") as text:
        return list(csv.DictReader(text))


def test_every_real_name_is_found_or_said_to_be_ambiguous(whole_list: list[dict[str, str]], tmp_path: Path) -> None:
    """7,888 names in the writing of a hurried person: none is found wrong, and those found are almost all."""
    path = tmp_path / "names.csv"
    typed = [
        row["nazwa"].title().replace("Fundacja ", "Fund. ").replace("Stowarzyszenie ", "stow. ") for row in whole_list
    ]
    with path.open("w", encoding="cp1250", errors="replace", newline="") as file:
        csv.writer(file).writerows([["name"], *([name] for name in typed)])
    out = io.StringIO()
    with CaptureQueriesContext(connection) as queries:
        call_command("match_organisations", str(path), "--json", stdout=out)
    assert len(queries) <= 20
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["name"] for line in lines] == [" ".join(name.split()) for name in typed]
    found = [
        (row["krs"], line["krs"]) for row, line in zip(whole_list, lines, strict=True) if line["result"] == "found"
    ]
    assert len(found) > 7700
    assert all(krs == told for krs, told in found)
    candidates = [{each["krs"] for each in line["candidates"]} for line in lines if line["result"] == "ambiguous"]
    assert all(len(each) > 1 for each in candidates)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso-8859-2"])
def test_a_list_is_read_in_any_encoding(encoding: str) -> None:
    text = 'name\r\n"Fundacja ""Żółw"", oddział"\r\n\r\nŚwit, Stowarzyszenie\r\n'
    assert reader.read(io.BytesIO(text.encode(encoding))) == ['Fundacja "Żółw", oddział', "Świt, Stowarzyszenie"]


def test_a_column_of_a_wider_table_and_broken_quotes() -> None:
    assert reader.from_text("lp;nazwa;KRS\n1;Fundacja Ćma;1\n2;\n") == ["Fundacja Ćma"]
    assert reader.from_text('nazwa\n"Fundacja Ćma\nStowarzyszenie "Las"\n') == ['"Fundacja Ćma', 'Stowarzyszenie "Las"']
    with pytest.raises(UnreadableFile, match="nazwa kolumny"):
        reader.from_text("Fundacja Ćma\n")


def test_the_command_says_what_it_cannot_read_and_shows_a_table(
    known: Callable[..., Organisation], tmp_path: Path
) -> None:
    known("Fundacja Ćma", krs="12", city="Łask"), known("Fundacja Ćma", city="Zgierz")
    path = tmp_path / "names.csv"
    path.write_text("name\nFundacja Ćma\n", encoding="utf-8")
    out = io.StringIO()
    call_command("match_organisations", str(path), stdout=out)
    assert out.getvalue().splitlines() == [
        "niejednoznaczne Fundacja Ćma",
        "                – Fundacja Ćma (KRS 0000000012, Łask): ta sama nazwa",
        "                – Fundacja Ćma (KRS 0000001002, Zgierz): ta sama nazwa",
    ]
    with pytest.raises(CommandError, match="nie ma takiego pliku"):
        call_command("match_organisations", str(tmp_path / "brak.csv"))
    path.write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="Plik jest pusty"):
        call_command("match_organisations", str(path))
