"""Official forms: cleaning never raises and loses nothing readable, amounts have one form, versions are dated."""

import json
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.offers.checksum import of as checksum
from law.forms import (
    ROWS_LIMIT,
    UnknownForm,
    amount,
    clean,
    current_version,
    day,
    form,
    structure_breaches,
)
from law.offer import totals
from tests.factories.content import OFFER, REPORT

NAUGHTY = json.loads((Path(__file__).parents[1] / "data" / "naughty" / "blns.json").read_text())
OFFER_FORM = form("offer-2018")
CODES = [field.code for field in OFFER_FORM.fields()]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals() | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
COLUMNS = st.sampled_from(["name", "description", "unit_cost", "units", "action", "value", "obcy"])
HOSTILE = st.dictionaries(
    st.sampled_from(CODES) | st.text(max_size=8),
    ANYTHING | st.lists(st.dictionaries(COLUMNS, ANYTHING, max_size=6), max_size=4),
    max_size=12,
)


def readable(text: str) -> str:
    """What a person could have typed: no controls (but line breaks and tabs), no halves of characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (
        char
        for char in plain
        if char in "\n\t" or (unicodedata.category(char) not in ("Cc", "Cs") and ord(char) & 0xFFFE != 0xFFFE)
    )
    return "".join(kept).strip()


@settings(max_examples=60)
@given(HOSTILE)
def test_hostile_content_is_cleaned_checked_summed_and_sealed(raw: dict[str, Any]) -> None:
    content = clean(OFFER_FORM, raw)
    assert set(content) <= set(CODES)
    assert clean(OFFER_FORM, content) == content
    structure_breaches(OFFER_FORM, content)
    totals(content)
    assert len(checksum(content)) == 64
    json.dumps(content, ensure_ascii=False).encode()


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_strings_stay_as_they_were_typed(text: str) -> None:
    row = {"name": text, "description": text, "group": "", "term": "", "outside": ""}
    content = clean(OFFER_FORM, {"III.3": text, "III.4": [row]})
    assert content["III.3"] == readable(text)
    assert content["III.4"] == (
        [{**row, "name": readable(text), "description": readable(text)}] if readable(text) else []
    )
    checksum(content)


@given(st.text())
def test_nothing_readable_is_lost(text: str) -> None:
    assert clean(OFFER_FORM, {"III.5": text})["III.5"] == readable(text)
    assert clean(OFFER_FORM, {"V.B.2": text})["V.B.2"] in (readable(text), str(amount(readable(text))))


def test_what_no_database_and_no_pdf_can_hold_is_dropped() -> None:
    assert clean(OFFER_FORM, {"III.1": "\x00Święto\x1f \ud800żniw\ufffe\x85\r\n"})["III.1"] == "Święto żniw"


def test_whole_contents_come_back_unchanged() -> None:
    assert clean(OFFER_FORM, OFFER) == OFFER
    for version in ("report-2018", "report-2018.2"):
        assert clean(form(version), REPORT) == REPORT


def test_numbers_of_an_interface_are_text() -> None:
    content = clean(OFFER_FORM, {"V.B.2": 10000, "V.B.3.1": Decimal("2000.5"), "V.B.3.2": 500.25, "VII.1": True})
    assert [content[code] for code in ("V.B.2", "V.B.3.1", "V.B.3.2", "VII.1")] == [
        "10000.00",
        "2000.50",
        "500.25",
        "yes",
    ]


def test_empty_rows_and_rows_without_end() -> None:
    rows = [{"name": "a"}, {"name": " "}, "b", None] + [{"name": "c"}] * 500
    kept = clean(OFFER_FORM, {"III.6": rows})["III.6"]
    assert len(kept) == ROWS_LIMIT
    assert kept[1]["name"] == "c"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12345.67", "12345.67"),
        ("12 345,67", "12345.67"),
        ("12\u00a0345,6", "12345.60"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("9999999999.99", "9999999999.99"),
        ("10000000000", None),
        ("-1", None),
        ("1.005", None),
        ("NaN", None),
        ("Infinity", None),
        ("1e999999999", None),
        ("12.345.67", None),
        ("sto", None),
        ("", None),
        (None, None),
        (12, None),
    ],
)
def test_amounts(typed: Any, value: str | None) -> None:
    assert amount(typed) == (Decimal(value) if value else None)
    assert value is None or str(amount(typed)) == value


@given(st.text(max_size=30) | st.from_regex(r"[0-9 ,.eE+_-]{1,30}", fullmatch=True))
def test_an_amount_is_whole_grosze_or_nothing(typed: str) -> None:
    value = amount(typed)
    assert value is None or (0 <= value <= Decimal("9999999999.99") and value.as_tuple().exponent == -2)


def test_days() -> None:
    assert day("2027-05-01") == date(2027, 5, 1)
    assert day("2027-02-29") is None
    assert day("01.05.2027") is None
    assert day(20270501) is None


def test_versions_are_dated() -> None:
    assert current_version("offer", on=date(2026, 11, 23)) == "offer-2018"
    assert current_version("report", on=date(2026, 11, 23)) == "report-2018.2", "the later reading of one form"
    with pytest.raises(UnknownForm):
        current_version("offer", on=date(2018, 10, 28))
    with pytest.raises(UnknownForm):
        form("offer-1999")


def test_the_official_form_has_its_seven_sections_in_order() -> None:
    official = [section.code for section in OFFER_FORM.sections if not section.beyond]
    assert official == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert [section.code for section in OFFER_FORM.sections] == [*official, "D"], (
        "what the office adds stands after the form"
    )
    assert [f"VII.{n}" for n in range(1, 8)] == [field.code for field in OFFER_FORM.sections[6].fields]
    assert len(CODES) == len(set(CODES))


# The form as the research gives it (domain, 3.1), part by part in the statutory order: code of each field of the official offer.
ORDER = (
    "I.1 I.2 II.1 II.2.name II.2.phone II.2.email III.1 III.2.from III.2.to III.3 III.4 III.5 III.6 IV.1 IV.2 V.A.I V.A.II "
    "V.B.1 V.B.2 V.B.3 V.B.3.1 V.B.3.2 V.B.4 V.C VI.1 VI.2 VI.3 VII.1 VII.2 VII.3 VII.4 VII.5 VII.6 VII.7"
)


def test_the_offer_has_every_part_in_the_statutory_order_and_says_what_is_unverified() -> None:
    offer = form("offer-2018")
    assert [field.code for each in offer.sections if not each.beyond for field in each.fields] == ORDER.split()
    # Sections I to III.3 were read in the official form, nothing after them.
    assert offer.unverified() == ["III.4", "III.5", "III.6", "IV", "V", "VI", "VII"]
    for version in ("report-2018", "report-2018.2"):
        assert form(version).unverified() == ["I", "II", "III", "IV"]


def test_columns_of_the_tables_stand_in_the_order_of_the_form() -> None:
    columns = {field.code: [each.code for each in field.columns] for field in form("offer-2018").fields()}
    assert columns["III.4"] == ["year", "name", "description", "group", "term", "outside"]
    assert columns["III.6"] == ["name", "target", "monitoring"]
    assert columns["V.A.I"][1:6] == ["name", "unit", "unit_cost", "units", "value"]
    assert columns["V.A.II"][:5] == ["name", "unit", "unit_cost", "units", "value"]
