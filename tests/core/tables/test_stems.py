"""Stems: the forms of a word have one in common, with diacritics and without; other words do not."""

import pytest

from core.tables.stems import stems, stems_of


@pytest.mark.parametrize(
    "forms",
    [
        "fundacja fundacji fundację fundacją FUNDACJOM fundacje",
        "łódzka łódzkiej Łódzki łódzkiego lodzkiej",
        "Łódź Łodzi Łodzią lodz",
        "stowarzyszenie stowarzyszenia stowarzyszeń stowarzyszeniom",
        "osoba osoby osób osobom osobami",
        "związek związku związkiem związki",
        "nadzieja nadziei nadzieję",
        "Piotrków Piotrkowa Piotrkowie piotrkow",
        "Bełchatów Bełchatowa Bełchatowie",
        "kultura kulturze kultury",
        "Polska Polsce Polską",
        "klub kluby klubów klubowi klubow",
        "ochotnicza ochotniczej ochotniczych",
        "gospodyń gospodynie gospodyni",
        "Zgierz Zgierza Zgierzu",
    ],
)
def test_the_forms_of_a_word_meet(forms: str) -> None:
    first, *others = forms.split()
    for other in others:
        assert set(stems(first)) & set(stems(other)), other


@pytest.mark.parametrize(
    ("one", "other"), [("fundacja", "fundusz"), ("dom", "domino"), ("kot", "koc"), ("rawa", "rawicz")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert not set(stems(one)) & set(stems(other))


@pytest.mark.parametrize("word", ["", "w", "na", "2026", "a1b", "„”", "\u200b", "مؤسسة" * 0])
def test_what_is_no_word_has_none(word: str) -> None:
    assert stems(word) == ()


def test_a_text_has_the_stems_of_its_words_once() -> None:
    assert stems_of("Fundacja, fundacji i „Fundację” Łódzką-Zgierską 2") == ("fundac", "lodzk", "zgiersk")
