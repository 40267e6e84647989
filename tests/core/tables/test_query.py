"""The query language: words, phrases, exclusion, fields; what makes no sense is a word, and that is said."""

import pytest

from core.tables.query import MOST, Query, Term, parse

FIELDS = {"krs", "powiat", "miejscowosc"}


def said(text: str) -> Query:
    return parse(text, FIELDS)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("  - \" \" „” : -: ", ()),
        ("fundacja łódzka", (Term("fundacja"), Term("łódzka"))),
        ('"koło gospodyń" Ala-Ola', (Term("koło gospodyń", phrase=True), Term("Ala"), Term("Ola"))),
        ("„Żuraw”", (Term("Żuraw", phrase=True),)),
        ("„Żuraw\" „Ćma", (Term("Żuraw", phrase=True), Term("Ćma"))),
        ("-szkoła -\"w likwidacji\"", (
            Term("szkoła", phrase=True, excluded=True), Term("w likwidacji", phrase=True, excluded=True))),
        ("KRS:37904 powiat: zgierski", (Term("37904", "krs"), Term("zgierski", "powiat"))),
        ("Miejscowość:\"Rawa Mazowiecka\" -powiat:łódzki", (
            Term("Rawa Mazowiecka", "miejscowosc", phrase=True), Term("łódzki", "powiat", excluded=True))),
        ("http://ala.pl", (Term("http"), Term("ala"), Term("pl"))),
        ("<script>alert(1)</script>", (Term("script"), Term("alert"), Term("1"), Term("script"))),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood(text: str, terms: tuple[Term, ...]) -> None:
    assert said(text).terms == terms


def test_an_unknown_field_is_a_word_and_that_is_said() -> None:
    query = said("województwo:łódzkie")
    assert query.terms == (Term("województwo"), Term("łódzkie"))
    assert query.remarks == ("Nie ma pola „województwo”, szukam tego słowa w nazwach. Pola: krs, miejscowosc, powiat.",)


@pytest.mark.parametrize("text", ['"fundacja łódzka', "„fundacja łódzka", 'fundacja łódzka"'])
def test_a_quotation_mark_without_its_pair_is_said(text: str) -> None:
    query = said(text)
    assert query.terms == (Term("fundacja"), Term("łódzka"))
    assert query.remarks == ("Cudzysłów nie ma pary, więc szukam osobnych słów.",)


def test_a_question_without_end_is_cut_and_that_is_said() -> None:
    query = said("słowo " * 100)
    assert len(query.terms) == MOST
    assert "pierwszych 12 słów" in query.remarks[0]
