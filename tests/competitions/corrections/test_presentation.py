"""What a correction changed: nothing is left out and nothing invented, at any length, in text and in tables."""

from hypothesis import given
from hypothesis import strategies as st

from competitions.corrections.presentation import compare, mark, shortened, words
from tests.factories.content import offer_content

TEXT = st.text(alphabet="aąb  \n.", max_size=60)


@given(TEXT, TEXT)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "in") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "out") == new


def test_a_long_text_is_shown_around_its_changes() -> None:
    old = " ".join(f"słowo{number}" for number in range(500))
    pieces = shortened(words(old, old.replace("słowo250", "inne")))
    assert [piece.kind for piece in pieces] == ["same", "out", "in", "same"]
    assert "[…]" in pieces[0].text
    assert "słowo249" in pieces[0].text
    assert "słowo251" in pieces[3].text
    assert "słowo100" not in pieces[0].text


def test_two_long_texts_are_compared_in_no_time() -> None:
    old = " ".join(f"słowo{number % 70}" for number in range(3000))
    assert words(old, old[:9000] + " i " + old[9000:])


def test_rows_that_changed_came_or_went_and_the_sums_that_follow() -> None:
    old = offer_content()
    costs = [{**old["V.A.I"][0], "units": "90"}]
    found = {change.number: change for change in compare("offer-2018", old, {**old, "V.A.I": costs, "III.5": "Nowe."})}
    assert list(found) == ["III.5", "V.A.I", "V.B"]
    assert [row.kind for row in found["V.A.I"].rows] == ["same", "out"]
    units = dict(found["V.A.I"].rows[0].cells)["Liczba jednostek"]
    assert [(piece.kind, piece.text) for piece in units] == [("out", "80"), ("in", "90")]
    assert compare("offer-2018", old, dict(old)) == []


def test_a_field_is_called_as_the_form_calls_it() -> None:
    assert (mark("III", "3"), mark("V", "V.A.I")) == ("III.3", "V.A.I")
