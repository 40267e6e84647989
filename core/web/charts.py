"""Charts: accessible SVG without scripts or styles, from labels and numbers; the same for a page and for a document."""

from base64 import b64encode
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.web.templatetags.polish import number_text

Number = int | Decimal
Format = Callable[[Number], str]

# Presentation attributes, not styles: the page's policy forbids style attributes and a document has no page styles.
INK = "#17272b"
FILL = "#0d4b50"
FILL_NEGATIVE = "#8f1515"
FONT = "Lato, Segoe UI, Noto Sans, sans-serif"

WIDTH = 400
SIZE = 14
LETTER = 0.58  # mean breadth of a Lato letter, in parts of its size
ROW = 48
BAR = 16
SMALLEST = 11
TILE = 66
# From the least to the most: the field's colour and that of the words on it, at 4.5:1 and more.
SHADES = (("#ffffff", INK), ("#dcebea", INK), ("#a9cfcd", INK), ("#2f7377", "#ffffff"), (FILL, "#ffffff"))
COLUMNS_HEIGHT = 180


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and the words around it: `parts/chart.html` shows it with its table; documents use `svg_data_uri(svg)` with `alt`."""

    title: str
    category: str
    measure: str
    svg: SafeString
    alt: str
    table: tuple[tuple[str, str], ...]

    @property
    def data_uri(self) -> str:
        """The picture as an address for `<img alt="…">` in documents."""
        return svg_data_uri(self.svg)


@dataclass(frozen=True, slots=True)
class Tile:
    """A place in a picture of tiles: its name, the lines that write it in the field, where it lies, its value, its address."""

    name: str
    lines: tuple[str, ...]
    row: int
    column: int
    value: int
    url: str
    current: bool = False


def whole(value: Number) -> str:
    """1234 → "1 234"."""
    return number_text(value, 0)


def bars(title: str, rows: Sequence[tuple[str, Number]], *, category: str, measure: str, text: Format = whole) -> Chart:
    """Horizontal bars under their labels, one for each (label, value): places, tasks, spheres. `text` writes the values."""
    height = ROW * max(len(rows), 1) + 8
    if not rows:
        return _chart(title, rows, category, measure, text, height, [_nothing(height)])
    low, high = _ends(rows)
    side = max(len(text(value)) for _label, value in rows) * SIZE * LETTER + 12
    left = side if low < 0 else 0.0
    room = WIDTH - left - side
    zero = left - _part(low, high - low) * room
    body: list[str] = []
    for index, (label, value) in enumerate(rows):
        y = index * ROW
        length = abs(_part(value, high - low)) * room
        body.append(_words(0, y + 16, _short(label, 48), anchor="start"))
        body.append(_box(zero - length if value < 0 else zero, y + 24, length, BAR, value))
        end, anchor = (zero - length - 8, "end") if value < 0 else (zero + length + 8, "start")
        body.append(_words(end, y + 37, text(value), anchor=anchor, bold=True))
    if low < 0:
        body.append(_line(zero, 0, zero, height, INK))
    return _chart(title, rows, category, measure, text, height, body)


def intervals(
    title: str,
    rows: Sequence[tuple[str, float, float | None, float | None]],
    *,
    category: str,
    measure: str,
    text: Callable[[float], str],
) -> Chart:
    """A dot with its interval for each (label, value, low, high), on one scale with zero; no interval where it is None."""
    height = ROW * max(len(rows), 1) + 8
    told = [
        (label, text(value) if low is None or high is None else f"{text(value)} ({text(low)} – {text(high)})")
        for label, value, low, high in rows
    ]
    if not rows:
        return _chart(title, told, category, measure, str, height, [_nothing(height)])
    ends = [each for _label, *row in rows for each in row if each is not None]
    least, most = min(0.0, *ends), max(0.0, *ends)
    span, room = (most - least) or 1.0, WIDTH - 16

    def at(value: float) -> float:
        return 8 + (value - least) / span * room

    body: list[str] = []
    for index, ((_label, value, low, high), (label, words)) in enumerate(zip(rows, told, strict=True)):
        y = index * ROW
        # Zero is drawn beside each dot and not through the words above it.
        body.append(_line(at(0), y + 22, at(0), y + 44, INK))
        body.append(_words(0, y + 16, _short(f"{label}: {words}", 54), anchor="start"))
        if low is not None and high is not None:
            body.append(_line(at(low), y + 32, at(high), y + 32, INK))
            body += [_line(at(end), y + 26, at(end), y + 38, INK) for end in (low, high)]
        body.append(f'<circle cx="{_n(at(value))}" cy="{y + 32}" r="5" fill="{FILL_NEGATIVE if value < 0 else FILL}"/>')
    return _chart(title, told, category, measure, str, height, body)


def outline(title: str, rows: Sequence[tuple[int, str, str]], *, category: str, measure: str) -> Chart:
    """A tree from the top down, a row for each (depth, label, value): who is under whom; rows stand in the order of a walk."""
    height = ROW * max(len(rows), 1) + 8
    told = [(label, value) for _depth, label, value in rows]
    if not rows:
        return _chart(title, told, category, measure, str, height, [_nothing(height)])
    step, body = 20, []
    above: dict[int, float] = {}
    for index, (depth, label, value) in enumerate(rows):
        left, y = depth * step, index * ROW
        if depth:
            trunk = left - step + 8
            body += [_line(trunk, above[depth - 1], trunk, y + 20, INK), _line(trunk, y + 20, left, y + 20, INK)]
        body.append(
            f'<rect x="{left + 1}" y="{y + 1}" width="{WIDTH - left - 2}" height="{ROW - 8}" fill="none" stroke="{FILL}"/>'
        )
        room = int((WIDTH - left - 16) / (12 * LETTER))
        body.append(_words(left + 8, y + 17, _short(label, room), anchor="start", bold=True, size=12))
        body.append(_words(left + 8, y + 33, _short(value, room), anchor="start", size=12))
        above[depth] = y + ROW - 7
    return _chart(title, told, category, measure, str, height, body)


def columns(
    title: str, rows: Sequence[tuple[str, Number]], *, category: str, measure: str, text: Format = whole
) -> Chart:
    """Vertical columns in the order given: years, months. Where the words would be too small to read, bars instead."""
    top, foot = 24, 30
    height = COLUMNS_HEIGHT + top + foot
    if not rows:
        return _chart(title, rows, category, measure, text, height, [_nothing(height)])
    step = WIDTH / len(rows)
    longest = max(max(len(text(value)), len(label)) for label, value in rows)
    size = min(SIZE, int((step - 6) / (longest * LETTER)))
    if size < SMALLEST:
        return bars(title, rows, category=category, measure=measure, text=text)
    low, high = _ends(rows)
    room = COLUMNS_HEIGHT - (24 if low < 0 else 0)
    zero = top + _part(high, high - low) * room
    breadth = min(step * 0.62, 64)
    body: list[str] = []
    for index, (label, value) in enumerate(rows):
        middle = step * (index + 0.5)
        tall = abs(_part(value, high - low)) * room
        y = zero if value < 0 else zero - tall
        body.append(_box(middle - breadth / 2, y, breadth, tall, value))
        body.append(
            _words(middle, y + tall + 16 if value < 0 else y - 6, text(value), anchor="middle", bold=True, size=size)
        )
        body.append(_words(middle, height - 10, label, anchor="middle", size=size))
    body.append(_line(0, zero, WIDTH, zero, INK))
    return _chart(title, rows, category, measure, text, height, body)


def tiles(title: str, cells: Sequence[Tile], *, category: str, measure: str) -> Chart:
    """A map simplified to fields of one size, each a link with its number; the darker, the more, in quarters of the places.

    For pages only: a document has no use for links.
    """
    ranked = sorted(cell.value for cell in cells if cell.value)
    body = [_tile(cell, _shade(cell.value, ranked), title=f"{cell.name}: {whole(cell.value)}") for cell in cells]
    size = (
        TILE * max((cell.column for cell in cells), default=1) + 4,
        TILE * max((cell.row for cell in cells), default=1) + 4,
    )
    rows = [(cell.name, cell.value) for cell in cells]
    return _chart(title, rows, category, measure, whole, size[1], body, width=size[0], role="group")


def _shade(value: int, ranked: Sequence[int]) -> int:
    """0 for nothing, then 1 to 4 by the quarter in which the value ranks."""
    return 1 + 3 * bisect_left(ranked, value) // max(len(ranked) - 1, 1) if value else 0


def _tile(cell: Tile, shade: int, *, title: str) -> str:
    fill, ink = SHADES[shade]
    x, y = TILE * (cell.column - 1) + 4, TILE * (cell.row - 1) + 4
    middle, first = x + (TILE - 4) / 2, y + (27 if len(cell.lines) == 1 else 18)
    lines = "".join(
        _words(middle, first + 13 * index, line, anchor="middle", size=SMALLEST, ink=ink)
        for index, line in enumerate(cell.lines)
    )
    number = _words(middle, y + 51, whole(cell.value), anchor="middle", bold=True, ink=ink)
    border = f'stroke="{INK}" stroke-width="{4 if cell.current else 1}"'
    current = ' aria-current="true"' if cell.current else ""
    return (
        f'<a href="{escape(cell.url)}" aria-label="{escape(title)}"{current}>'
        f'<rect x="{x}" y="{y}" width="{TILE - 4}" height="{TILE - 4}" fill="{fill}" {border}/>{lines}{number}</a>'
    )


def svg_data_uri(svg: str) -> str:
    """The SVG as an address for `<img alt="…" src="…">` in documents, where inline SVG with text is not accessible."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _chart(
    title: str,
    rows: Sequence[tuple[str, Any]],
    category: str,
    measure: str,
    text: Callable[[Any], str],
    height: float,
    body: list[str],
    *,
    width: float = WIDTH,
    role: str = "img",
) -> Chart:
    table = tuple((label, text(value)) for label, value in rows)
    told = "; ".join(f"{label}: {value}" for label, value in table) or _("brak danych")
    # The same chart has the same ids, so documents stay byte-identical; two different charts on a page never share one.
    key = "chart-" + sha256(f"{title}|{told}".encode()).hexdigest()[:10]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
        f' role="{role}" aria-labelledby="{key}-title {key}-desc" font-family="{FONT}">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(told)}</desc>'
        f"{''.join(body)}</svg>"
    )
    return Chart(title, category, measure, SafeString(svg), f"{title}. {told}.", table)


def _ends(rows: Sequence[tuple[str, Number]]) -> tuple[Number, Number]:
    """The span of a chart: always with zero in it, so that lengths can be compared."""
    values: list[Number] = [0, *(value for _label, value in rows)]
    return min(values), max(values)


def _part(value: Number, span: Number) -> float:
    """A value as a part of the whole span, 0 where there is no span; exact numbers of any size become small floats."""
    return float(Decimal(value) / Decimal(span)) if span else 0.0


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _short(label: str, most: int) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _nothing(height: float) -> str:
    return _words(WIDTH / 2, height / 2 + 5, _("Brak danych"), anchor="middle")


def _words(x: float, y: float, words: str, *, anchor: str, bold: bool = False, size: int = SIZE, ink: str = INK) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" text-anchor="{anchor}" fill="{ink}"{weight}>'
        f"{escape(words)}</text>"
    )


def _box(x: float, y: float, width: float, height: float, value: Number) -> str:
    fill = FILL_NEGATIVE if value < 0 else FILL
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{colour}" stroke-width="1"/>'
