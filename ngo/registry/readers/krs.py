"""Answers of the open KRS API (current extracts, JSON): one answer or a list of them; unknown fields are left unread."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from core.tables.folding import fold
from law.identity import cleaned
from law.verdict import sentence
from ngo.registry.readers.rows import RAW_MAX, Record, Rejected, UnreadableFile

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


def read(file: BinaryIO) -> Iterator[Record | Rejected]:
    """The answers in a file. An empty one is rejected, so what was known stays. Raises UnreadableFile for other JSON."""
    try:
        text = file.read().decode("utf-8-sig")
        content = json.loads(text, object_pairs_hook=_once) if text.strip() else None
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("Plik JSON nie jest zapisany w UTF-8.")) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(_("Pliku JSON nie da się odczytać: %(error)s.") % {"error": _in_polish(error)}) from error
    for number, answer in enumerate(content if isinstance(content, list) else [content], start=1):
        yield _record(number, answer)


class _Twice(ValueError):
    """A key stands twice in one object: it is unclear which value is meant."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _in_polish(error: Exception) -> str:
    if isinstance(error, _Twice):
        return _("pole „%(key)s” występuje dwa razy w jednym obiekcie") % {"key": str(error)[:60]}
    if isinstance(error, json.JSONDecodeError):
        return _("błąd w wierszu %(line)s, kolumnie %(column)s") % {"line": error.lineno, "column": error.colno}
    return _("budowa pliku jest niepoprawna")


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
    raw = json.dumps(answer, ensure_ascii=False)[:RAW_MAX]
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
    values, breaches = cleaned(typed)
    if breaches or not values.get("krs"):
        reasons = [sentence(breach) for breach in breaches] or [_("Odpowiedź nie zawiera numeru KRS.")]
        return Rejected(number, " ".join(reasons), raw)
    flags = {"in_liquidation": bool(winding_up)}
    if isinstance(entity.get("czyPosiadaStatusOPP"), bool):
        flags["is_opp"] = entity["czyPosiadaStatusOPP"]
    return Record(
        number,
        raw,
        {field: value for field, value in values.items() if value},
        flags,
        on=_day(_text(head, "dataCzasOdpisu") or _text(head, "stanZDnia")),
        region=_text(seat, "wojewodztwo"),
        county=_text(seat, "powiat"),
        commune=_text(seat, "gmina"),
    )


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
