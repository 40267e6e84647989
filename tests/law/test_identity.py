"""Identifiers come back in one form, or are refused in a sentence that shows what was typed."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.identity import InvalidIdentifier, iban, krs, nip, postcode, regon

GOOD = [
    (krs, "0000096794", "0000096794"),
    (krs, "96794", "0000096794"),  # a spreadsheet dropped the zeros
    (krs, " 0000 096 794 ", "0000096794"),
    (nip, "725-180-15-28", "7251801528"),
    (nip, "PL 7251801528", "7251801528"),
    (regon, "123456785", "123456785"),
    (regon, "12345678500000", "123456785"),  # as the KRS register pads it
    (regon, "12345678512347", "12345678512347"),
    (iban, "61 1090 1014 0000 0712 1981 2874", "PL61109010140000071219812874"),
    (iban, "pl61109010140000071219812874", "PL61109010140000071219812874"),
    (postcode, "90051", "90-051"),
    (postcode, " 90-051 ", "90-051"),
]
BAD = [
    (krs, ""),
    (krs, "0000000000"),
    (krs, "12345678901"),
    (krs, "KRS 96794"),
    (nip, "7251801529"),
    (nip, "725180152"),
    (nip, ""),
    (regon, "123456784"),
    (regon, "12345678512348"),
    (iban, "PL61109010140000071219812875"),
    (iban, "6110901014000007121981287"),
    (iban, "<script>"),
    (postcode, "9-0051"),
    (postcode, "900-51"),
]


@pytest.mark.parametrize(("read", "typed", "form"), GOOD)
def test_one_form(read: Callable[[str], str], typed: str, form: str) -> None:
    assert read(typed) == form
    assert read(form) == form


@pytest.mark.parametrize(("read", "typed"), BAD)
def test_refused_in_words(read: Callable[[str], str], typed: str) -> None:
    with pytest.raises(InvalidIdentifier) as refusal:
        read(typed)
    assert f"„{typed}”" in str(refusal.value)


@pytest.mark.parametrize("read", [krs, nip, regon, iban, postcode])
@given(typed=st.text(max_size=60))
def test_any_text_is_read_or_refused(read: Callable[[str], str], typed: str) -> None:
    try:
        form = read(typed)
    except InvalidIdentifier:
        return
    assert form.isascii()
    assert read(form) == form


@given(st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_of_an_account_is_noticed(place: int, shift: int) -> None:
    digits = list("61109010140000071219812874")
    digits[place] = str((int(digits[place]) + shift) % 10)
    with pytest.raises(InvalidIdentifier):
        iban("".join(digits))
