"""The 41 spheres of art. 4 ust. 1, word for word as the statute was read."""

import json
import random
from datetime import date
from pathlib import Path

import pytest

from law.spheres import sort_key, sphere, spheres

READ = json.loads((Path(__file__).parents[1] / "data" / "law" / "spheres_art4.json").read_text())["zadania"]


def test_codes_and_texts_are_those_of_the_statute() -> None:
    assert len(READ) == 41
    assert [(each.code, each.text) for each in spheres()] == [(row["pkt"], row["tekst"]) for row in READ]


def test_statutory_order() -> None:
    codes = [each.code for each in spheres()]
    mixed = random.Random(7).sample(codes, len(codes))
    assert sorted(mixed, key=sort_key) == codes
    assert codes[:5] == ["1", "1a", "1aa", "1b", "2"]


def test_all_are_in_force_and_named() -> None:
    assert len(spheres(date(2026, 11, 23))) == 41
    assert all(each.name and not each.name.endswith(".") for each in spheres())


def test_no_such_sphere() -> None:
    with pytest.raises(KeyError):
        sphere("35")
    with pytest.raises(ValueError, match="no sphere"):
        sort_key("<b>")
