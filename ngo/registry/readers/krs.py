"""Answers of the open KRS API (extracts, JSON): one answer or a list of them; unknown fields are left unread.

A current extract (`naglowekA`) tells what the organisation is now. A full one (`naglowekP`) is read for its deletion alone: an
entry of its header, `wpis[]` with `opis` and `dataWpisu`. That form is known from published accounts of others, not from an
answer of our own: unverified.
"""

import json
from codecs import getincrementaldecoder
from collections.abc import Generator, Iterator
from datetime import date, datetime
from io import SEEK_END
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from core.tables.folding import fold
from ngo.registry.readers.rows import RAW_MAX, Layout, Opened, Record, Rejected, UnreadableFile
from ngo.registry.readers.table import checked, printable

# What the register puts in place of what it does not tell.
MASK = "**"
# Legal forms as the register writes them, folded → law/legal_forms.toml. Others stay unknown and staff choose.
FORMS = {
    "stowarzyszenie": "association",
    "stowarzyszenie kultury fizycznej": "association",
    "stowarzyszenie kultury fizycznej o zasiegu ogolnokrajowym": "association",
    "zwiazek stowarzyszen": "union_of_associations",
    "zwiazek sportowy": "union_of_associations",
    "polski zwiazek sportowy": "union_of_associations",
    "fundacja": "foundation",
    "ochotnicza straz pozarna": "fire_brigade",
    "kolko rolnicze": "other_ngo",
    "spoldzielnia socjalna": "social_cooperative",
    "zwiazek zawodowy": "trade_union",
    "zwiazek pracodawcow": "trade_union",
}


# How the header of a full extract calls the entry by which an organisation leaves the register as a whole, folded; one that
# only gave up its business leaves the register of entrepreneurs and stays.
DELETION = "wykreslenie z krajowego rejestru sadowego"
# The books by which a header names the register: associations and foundations, entrepreneurs.
ENTREPRENEURS = "RejP"

# Read at once, and what one answer may take (bytes and signs); a whole extract of a large company has 300,000.
CHUNK, ANSWER_MAX = 64 * 1024, 4 * 1024 * 1024
BLANK = " \t\r\n"


def opened(file: BinaryIO) -> Opened:
    """Answers one by one, so that a file of any length takes little memory: one answer, a JSON array of them, or JSON lines.

    An empty answer is rejected, so what was known stays; so is one in which a key stands twice. Raises UnreadableFile,
    while rows are read, for other JSON and for an answer longer than ANSWER_MAX signs.
    """
    size = max(file.seek(0, SEEK_END), 1)
    file.seek(0)
    return Opened("krs", Layout("krs", "utf-8"), (), read(file), lambda: file.tell() / size, lambda: _check(file))


def _check(file: BinaryIO) -> None:
    for _answer in read(file):
        pass
    file.seek(0)


def read(file: BinaryIO) -> Generator[Record | Rejected, None, None]:
    """The answers in a file, from where it stands. Raises UnreadableFile (see opened)."""
    content = _Text(file)
    try:
        if not content.next_sign():
            yield _record(1, None)
        for number, (answer, text, twice) in enumerate(_answers(content), start=1):
            if twice:
                reason = _(
                    "Pole „%(key)s” występuje dwa razy w jednym obiekcie; nie wiadomo, która wartość jest właściwa."
                )
                yield Rejected(number, reason % {"key": twice[:60]}, _shown(text))
            else:
                yield _record(number, answer)
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("Plik JSON nie jest zapisany w UTF-8.")) from error


class _Text:
    """The text of a file, of which only what is being read is held: `held` from `at` on."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.decoder = file, getincrementaldecoder("utf-8-sig")()
        self.held, self.at, self.lines, self.ended = "", 0, 0, False

    def more(self) -> bool:
        """Hold as much again; False at the end of the file."""
        if self.ended:
            return False
        data = self.file.read(max(CHUNK, len(self.held) - self.at))
        self.ended = not data
        if self.ended:
            self.decoder.decode(b"", final=True)
            return False
        self.lines += self.held.count("\n", 0, self.at)
        self.held = self.held[self.at :] + self.decoder.decode(data)
        self.at = 0
        return True

    def next_sign(self) -> str:
        """The next sign that is no blank, not taken yet; "" at the end of the file."""
        while True:
            while self.at < len(self.held):
                if self.held[self.at] not in BLANK:
                    return self.held[self.at]
                self.at += 1
            if not self.more():
                return ""

    def value(self) -> tuple[Any, str, str]:
        """Take the value that stands next: (value, its text, the key that stands twice in it or ""). Raises UnreadableFile."""
        while True:
            try:
                value, end, twice = self._decoded()
            except RecursionError as error:
                raise _unreadable(_("budowa pliku jest niepoprawna")) from error
            except json.JSONDecodeError as error:
                if len(self.held) - self.at <= ANSWER_MAX and self.more():
                    continue
                if self.ended:
                    raise self.wrong(error.pos) from error
                end = len(self.held)
            if end - self.at > ANSWER_MAX:
                raise _unreadable(_("jedna odpowiedź jest dłuższa niż %(size)s znaków") % {"size": ANSWER_MAX})
            text, self.at = self.held[self.at : end], end
            return value, text, twice

    def _decoded(self) -> tuple[Any, int, str]:
        try:
            return *json.JSONDecoder(object_pairs_hook=_once).raw_decode(self.held, self.at), ""
        except _Twice as twice:
            return *json.JSONDecoder().raw_decode(self.held, self.at), str(twice) or "?"

    def wrong(self, at: int | None = None) -> UnreadableFile:
        """That the text is no JSON here, in words."""
        at = self.at if at is None else at
        line = self.lines + self.held.count("\n", 0, at) + 1
        column = at - self.held.rfind("\n", 0, at)
        return _unreadable(_("błąd w wierszu %(line)s, kolumnie %(column)s") % {"line": line, "column": column})


def _answers(text: _Text) -> Iterator[tuple[Any, str, str]]:
    """The elements of one array, or values one after another."""
    if text.next_sign() != "[":
        while text.next_sign():
            yield text.value()
        return
    text.at += 1
    closing = text.next_sign() == "]"
    while not closing:
        if not text.next_sign():
            raise text.wrong()
        yield text.value()
        sign = text.next_sign()
        if sign not in (",", "]"):
            raise text.wrong()
        closing = sign == "]"
        text.at += not closing
    text.at += 1
    if text.next_sign():
        raise text.wrong()


def _unreadable(what: str) -> UnreadableFile:
    return UnreadableFile(_("Pliku JSON nie da się odczytać: %(error)s.") % {"error": what})


class _Twice(Exception):
    """A key stands twice in one object: it is unclear which value is meant."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _shown(text: str) -> str:
    return printable([text[:RAW_MAX]])[0]


def _part(node: Any, *path: str) -> dict[str, Any]:
    """The object at a path, or an empty one where the answer has none."""
    for name in path:
        node = node.get(name) if isinstance(node, dict) else None
    return node if isinstance(node, dict) else {}


def _text(node: dict[str, Any], name: str) -> str:
    """The text of a field, or nothing."""
    value = node.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _record(number: int, answer: Any) -> Record | Rejected:
    raw = _shown(json.dumps(answer, ensure_ascii=False))
    if whole := _part(answer, "odpis", "naglowekP"):
        return _deletion(number, whole, raw)
    head, data = _part(answer, "odpis", "naglowekA"), _part(answer, "odpis", "dane")
    entity = _part(data, "dzial1", "danePodmiotu")
    if not entity:
        return Rejected(number, _("Rejestr nie podał danych (pusta odpowiedź); znane dane pozostały bez zmian."), raw)
    if MASK in _text(entity, "nazwa"):
        return Rejected(
            number, _("Nazwa w odpowiedzi jest zasłonięta gwiazdkami; znane dane pozostały bez zmian."), raw
        )
    address = _part(data, "dzial1", "siedzibaIAdres", "adres")
    seat = _part(data, "dzial1", "siedzibaIAdres", "siedziba")
    numbers = _part(entity, "identyfikatory")
    winding_up = _list(_part(data, "dzial6").get("likwidacja"))
    typed = {
        "krs": _text(head, "numerKRS"),
        "name": _text(entity, "nazwa"),
        "nip": _text(numbers, "nip"),
        "regon": _text(numbers, "regon"),
        "legal_form": FORMS.get(fold(_text(entity, "formaPrawna")), ""),
        "street": _street(address)[:200],
        "postcode": _text(address, "kodPocztowy"),
        "city": (_text(address, "miejscowosc") or _text(seat, "miejscowosc"))[:100],
        "website": _text(address, "adresStronyInternetowej")[:200],
        "representation": _representation(data, winding_up),
    }
    values, reasons = checked(typed)
    if not reasons and "krs" not in values:
        reasons = [_("Odpowiedź nie zawiera numeru KRS.")]
    if reasons:
        return Rejected(number, " ".join(reasons), raw)
    flags = {"in_liquidation": bool(winding_up)}
    if isinstance(entity.get("czyPosiadaStatusOPP"), bool):
        flags["is_opp"] = entity["czyPosiadaStatusOPP"]
    # The other book says nothing of this one: an association with a business stands in both.
    if _text(head, "rejestr") == ENTREPRENEURS:
        flags["in_entrepreneurs"] = True
    return Record(
        number,
        raw,
        values,
        flags,
        on=_day(_text(head, "dataCzasOdpisu") or _text(head, "stanZDnia")),
        region=_text(seat, "wojewodztwo"),
        county=_text(seat, "powiat"),
        commune=_text(seat, "gmina"),
    )


def _deletion(number: int, head: dict[str, Any], raw: str) -> Record | Rejected:
    """That an organisation was deleted, and when, from a full extract; nothing else of it is read."""
    days = [_day(_text(entry, "dataWpisu")) for entry in map(_part, _list(head.get("wpis"))) if _deletes(entry)]
    values, reasons = checked({"krs": _text(head, "numerKRS")})
    if not reasons and not values:
        reasons = [_("Odpowiedź nie zawiera numeru KRS.")]
    if not reasons and not days:
        reasons = [
            _("To odpis pełny, a nie ma w nim wpisu o wykreśleniu. Dane organizacji czytamy z odpisu aktualnego.")
        ]
    if not reasons and days[-1] is None:
        reasons = [_("Wpis o wykreśleniu nie ma daty, którą dałoby się odczytać.")]
    if reasons:
        return Rejected(number, " ".join(reasons), raw)
    return Record(
        number, raw, values, {}, on=_day(_text(head, "dataCzasOdpisu") or _text(head, "stanZDnia")), deleted_on=days[-1]
    )


def _deletes(entry: dict[str, Any]) -> bool:
    return DELETION in fold(_text(entry, "opis"))


def _list(value: Any) -> list[Any]:
    """A section that the register gives as a list, or as one object."""
    if isinstance(value, list):
        return value
    return [value] if value else []


def _street(address: dict[str, Any]) -> str:
    """ "SPORTOWA 26/3"; in a village without streets the place stands for the street."""
    house = "/".join(part for part in (_text(address, "nrDomu"), _text(address, "nrLokalu")) if part)
    street = _text(address, "ulica") or (_text(address, "miejscowosc") if house else "")
    return f"{street} {house}".strip()


def _representation(data: dict[str, Any], winding_up: list[Any]) -> str:
    """How the organisation is represented; in liquidation, by its liquidators. Persons come masked and are not kept."""
    rule = _text(_part(data, "dzial2", "reprezentacja"), "sposobReprezentacji")
    by_liquidators = [_text(_part(each), "sposobReprezentacjiPodmiotuPrzezLikwidatorow") for each in winding_up]
    return " ".join(text for text in by_liquidators if text) or rule


def _day(text: str) -> date | None:
    """ "12.08.2025 08:47:22" → its day."""
    try:
        return datetime.strptime(text[:10], "%d.%m.%Y").date()  # noqa: DTZ007
    except ValueError:
        return None
