"""Folded text: what is typed without Polish letters, in any case and with any quotation marks, finds the name."""

import pytest

from core.tables.folding import fold


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
