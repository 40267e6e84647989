"""The checksum: the same content in any writing gives the same sum, one character more another."""

import random
import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from competitions.offers.checksum import of, spoken
from tests.factories.content import OFFER, offer_content

CONTENT = st.dictionaries(
    st.text(max_size=6), st.text(max_size=20) | st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=9)))
)


def test_known_sum() -> None:
    # printf '{"a":"ż"}' | sha256sum
    assert of({"a": "ż"}) == "60acf8e367508927d61e2fdff732dd9f17063f307531581bce0072170c28c997"


@given(CONTENT, st.randoms(use_true_random=False))
def test_order_of_keys_does_not_matter(content: dict[str, Any], rng: random.Random) -> None:
    keys = list(content)
    rng.shuffle(keys)
    assert of({key: content[key] for key in keys}) == of(content)


@given(st.text(min_size=1))
def test_unicode_forms_do_not_matter(text: str) -> None:
    assert of({"III.1": unicodedata.normalize("NFD", text)}) == of({"III.1": unicodedata.normalize("NFC", text)})


@given(
    st.sampled_from([code for code, value in OFFER.items() if isinstance(value, str)]),
    st.characters(categories=["L", "N"]),
)
def test_one_character_matters(code: str, char: str) -> None:
    assert of(offer_content(**{code: OFFER[code] + char})) != of(OFFER)


def test_order_of_rows_matters() -> None:
    assert of(offer_content(**{"III.4": OFFER["III.4"][::-1]})) != of(OFFER)


def test_spoken_in_groups_of_four() -> None:
    assert spoken("3f2a90bc" * 8).split() == ["3f2a", "90bc"] * 8
