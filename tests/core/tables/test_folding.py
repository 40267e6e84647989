"""Folded text: what is typed without Polish letters, in any case and with any quotation marks, finds the name."""

import re

import pytest

from core.tables.folding import fold, spelt


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("FUNDACJA „ZDĄŻYĆ Z POMOCĄ”", "fundacja zdazyc z pomoca"),
        ("zażółć gęślą jaźń", "zazolc gesla jazn"),
        ("STOWARZYSZENIE  A'PAULO\n(Łódź)", "stowarzyszenie a paulo lodz"),
        ("4 TEAM SOFTBALL & BASEBALL", "4 team softball baseball"),
        ("Straße ½ kº", "strasse 1 2 ko"),
        ("…", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("asked", "stored", "fits"),
    [
        ("zolw", "ŻÓŁW", True),
        ("Żółw", "zolw", True),
        ("lodz", "przy Łodzi", True),
        ("anna maria", "Anna-Maria", True),
        ("anna maria", "Anna  Maria", True),
        ("annamaria", "Anna Maria", False),
        ("a.c", "abc", False),
        ("жук", "жук", True),
    ],
)
def test_a_text_is_found_however_it_is_spelt(asked: str, stored: str, fits: bool) -> None:
    assert bool(re.search(spelt(asked), stored)) is fits
