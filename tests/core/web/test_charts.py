"""Charts: right lengths, accessible, safe, nothing a page's policy forbids."""

import re
from base64 import b64decode
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from core.web.charts import Chart, bars, columns, intervals, svg_data_uri
from core.web.templatetags.polish import zloty

SVG = "{http://www.w3.org/2000/svg}"
CASES: list[list[tuple[str, int | Decimal]]] = [
    [],
    [("a", 0)],
    [("a", 7)],
    [("a", 1), ("b", 2)],
    [("a", -3), ("b", 5)],
    [("a", -3), ("b", -1)],
    [("a", Decimal("0.001")), ("b", Decimal("999999999999999999.99"))],
    [("<script>alert(1)</script> & \"x\" 'y'", 3)],
    [(f"pozycja numer {i}", i) for i in range(60)],
]


def tree(chart: Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg)


@pytest.mark.parametrize("rows", CASES)
@pytest.mark.parametrize("make", [bars, columns])
def test_every_case_is_well_formed_and_inside_its_frame(make: object, rows: list[tuple[str, int | Decimal]]) -> None:
    chart = make("Tytuł <1>", rows, category="Kto", measure="Ile", text=zloty)  # type: ignore[operator]
    root = tree(chart)
    _x, _y, width, height = (float(part) for part in root.attrib["viewBox"].split())
    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == "Tytuł <1>"  # type: ignore[union-attr]
    named = {root.find(f"{SVG}{name}").attrib["id"] for name in ("title", "desc")}  # type: ignore[union-attr]
    assert named == set(root.attrib["aria-labelledby"].split())
    assert "style" not in chart.svg
    assert not root.findall(f".//{SVG}script")
    boxes = root.findall(f"{SVG}rect")
    assert len(boxes) == len(rows) == len(chart.table)
    for box in boxes:
        x, y, w, h = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
        assert -0.1 <= x <= x + w <= width + 0.1
        assert -0.1 <= y <= y + h <= height + 0.1
    for words in root.findall(f"{SVG}text"):
        assert 0 <= float(words.attrib["x"]) <= width
        assert 0 < float(words.attrib["y"]) <= height


def test_lengths_follow_the_values() -> None:
    chart = bars("t", [("a", 100), ("b", 50), ("c", 0)], category="c", measure="m")
    first, second, third = (float(box.attrib["width"]) for box in tree(chart).findall(f"{SVG}rect"))
    assert second == pytest.approx(first / 2, abs=0.1)
    assert third == 0
    tall = columns("t", [("a", 30), ("b", 10)], category="c", measure="m")
    high, low = (float(box.attrib["height"]) for box in tree(tall).findall(f"{SVG}rect"))
    assert low == pytest.approx(high / 3, abs=0.1)


def test_negative_goes_the_other_way() -> None:
    chart = bars("t", [("strata", -50), ("zysk", 50)], category="c", measure="m")
    loss, gain = tree(chart).findall(f"{SVG}rect")
    assert float(loss.attrib["x"]) + float(loss.attrib["width"]) == pytest.approx(float(gain.attrib["x"]), abs=0.1)
    assert loss.attrib["fill"] != gain.attrib["fill"]


def test_values_are_said_in_polish_in_every_way() -> None:
    chart = bars("Dotacje", [("Łódź", Decimal("12345.67"))], category="Powiat", measure="Kwota", text=zloty)
    amount = "12\u00a0345,67\u00a0zł"
    assert chart.table == (("Łódź", amount),)
    assert chart.alt == f"Dotacje. Łódź: {amount}."
    assert chart.svg.count(amount) == 2  # in the description and beside the bar


def test_words_too_long_for_columns_become_bars() -> None:
    rows = [(str(year), Decimal(1_000_000 + year)) for year in range(2015, 2027)]
    same = {"category": "Rok", "measure": "Kwota", "text": zloty}
    assert columns("t", rows, **same).svg == bars("t", rows, **same).svg  # type: ignore[arg-type]


def test_same_chart_same_bytes_and_different_charts_never_share_ids() -> None:
    one = bars("t", [("a", 1)], category="c", measure="m").svg
    assert one == bars("t", [("a", 1)], category="c", measure="m").svg
    other = bars("t", [("a", 2)], category="c", measure="m").svg
    assert set(re.findall(r' id="([^"]+)"', one)).isdisjoint(re.findall(r' id="([^"]+)"', other))


def test_data_uri_is_the_svg() -> None:
    chart = bars("Zażółć", [("ą", 1)], category="c", measure="m")
    head, body = svg_data_uri(chart.svg).split(",")
    assert head == "data:image/svg+xml;base64"
    assert b64decode(body).decode() == chart.svg


def test_an_interval_is_told_with_its_ends_and_drawn_on_one_scale() -> None:
    chart = intervals(
        "Różnice",
        [("Ewa", 2.0, 1.0, 3.0), ("Jan", -2.0, None, None)],
        category="Kto",
        measure="Ile",
        text=lambda v: f"{v:.1f}",
    )
    assert chart.table == (("Ewa", "2.0 (1.0 – 3.0)"), ("Jan", "-2.0"))
    assert chart.svg.count("<circle") == 2
    # Zero beside each dot, and the line of one interval with its two ends.
    assert chart.svg.count("<line") == 5
    assert "Brak danych" in intervals("Nic", [], category="Kto", measure="Ile", text=str).svg
