"""Files of registers: all that ship are sound; a file that is no register is refused at load with its file and line."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from django.conf import settings

from office.registers.schema import Register, SchemaFault, registers
from office.structure.mandate import read
from office.structure.reference import SOURCE
from tests.office.registers.conftest import LETTERS


def test_every_register_names_units_and_tasks_that_exist() -> None:
    mandate = read(SOURCE.read_text())
    units = {unit.symbol.replace(" ", "") for unit in mandate.units}
    tasks = {f"{unit.section}.{number}" for unit in mandate.units for number, _ in enumerate(unit.tasks, start=1)}
    assert registers()
    for each in registers().values():
        assert set(each.units) <= units, each.code
        assert set(each.tasks) <= tasks, each.code
        for task in each.tasks:
            assert settings.MANDATE[task]["state"] == "living", (each.code, task)


def test_every_register_that_the_office_needs_is_there() -> None:
    """Issue 6, point 6, by the codes of the files."""
    assert {
        "media", "zapytania-prasowe", "monitoring-mediow", "sprostowania", "komunikaty", "uroczystosci", "partnerzy",
        "komunikacja-wewnetrzna", "opinie-promocyjne", "zmiany-stron", "oswiadczenia-rzecznika", "spotkania-z-regionem",
        "skargi-i-wnioski", "petycje", "wizyty", "upominki", "dyzury", "protokol", "kontakty-zagraniczne", "czlonkostwa",
        "tlumaczenia", "uczelnie", "projekty-z-uczelniami", "talenty", "koordynacja",
    } <= set(registers())  # fmt: skip


@pytest.mark.parametrize(
    ("good", "bad", "line", "what"),
    [
        ("type: amount", "type: money", 14, "nieznany „type”: „money”; znane: line, text, date"),
        ("visibility: unit", "visibility: world", 5, "nieznany „visibility”"),
        ("heading: subject", "heading: sender", 6, "tytułem wpisu nie może być pole z danymi osobowymi"),
        ("heading: subject", "heading: title", 6, "nieznany „heading”"),
        ("[received, sender, state, due]", "[received, nothing]", 7, "nie ma pola „nothing”"),
        ("months: 6", "months: soon", 8, "„months” ma być liczbą"),
        ("code: body", "code: subject", 13, "pole „subject” stoi dwa razy"),
        ("code: body", "code: szukaj", 13, "„szukaj” nie może być kodem pola"),
        ("code: body", "code: body, filtrable: true", 13, "nieznany klucz „filtrable”"),
        ("type: text", "type: text, filterable: true", 13, "długi tekst się wyszukuje"),
        ("type: text", "type: text, visibility: public", 13, "nie może być widoczne szerzej"),
        ("options: {open: w toku, refused: odmowa}", "required: false", 18, "„options” mają tylko pola"),
        ("{state: [refused]}", "{status: [refused]}", 19, "nie ma pola „status”"),
        ("days: 14", "days: 14, months: 1", 24, "w jednej jednostce"),
        ("from: received, done", "from: subject, done", 24, "nieznany „from”"),
        ("about: Rejestr", "about: Rejestr\nabout: Rejestr", 3, "„about” stoi dwa razy"),
        ("required: true, filterable: true}\n", "required: maybe, filterable: true}\n", 10, "to true albo false"),
        ("retention: {months: 6, from: received, attachments: true}\n", "", 1, "mówi w „retention”"),
        ("title: Pisma próbne", "title: [", 3, "to nie jest YAML"),
        ("units: [KMI]", "units: KMI", 4, "„units” ma być listą"),
    ],
)
def test_a_file_that_is_no_register_is_refused_with_its_line(
    schema: Callable[..., Register], good: str, bad: str, line: int, what: str
) -> None:
    assert good in LETTERS
    with pytest.raises(SchemaFault) as refusal:
        schema(LETTERS.replace(good, bad, 1))
    assert f"pisma-probne.yaml, wiersz {line}: " in str(refusal.value)
    assert what in str(refusal.value)


def test_two_registers_do_not_share_a_prefix(schema: Callable[..., Register], settings: Any) -> None:
    schema()
    (settings.REGISTERS_DIR / "drugi.yaml").write_text(LETTERS)
    settings.REGISTERS_DIR = settings.REGISTERS_DIR / "."
    copy = settings.REGISTERS_DIR.parent / "copy"
    settings.REGISTERS_DIR.rename(copy)
    settings.REGISTERS_DIR = copy
    with pytest.raises(SchemaFault, match="ma już inny rejestr"):
        registers()


def test_personal_data_are_never_public(schema: Callable[..., Register]) -> None:
    public = LETTERS.replace("visibility: unit", "visibility: public\npublic_from: received")
    loaded = schema(public)
    assert "sender" not in {field.code for field in loaded.seen("public")}
    with pytest.raises(SchemaFault, match="nie może być publiczne"):
        schema(public.replace("personal: true", "personal: true, visibility: public"))


def test_the_reader_of_yaml_makes_no_objects(schema: Callable[..., Register]) -> None:
    with pytest.raises((SchemaFault, yaml.YAMLError)):
        schema(LETTERS.replace("title: Pisma próbne", "title: !!python/object/apply:os.getcwd []"))
