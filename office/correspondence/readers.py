"""E-mails that people bring as .eml: what their headers claim, their text, the files they carry. Nothing in them is trusted."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.utils.timezone import is_aware, localdate
from django.utils.translation import gettext as _

from core.files.refusals import RefusedFile

MB_MAX = 25
HEAD_MAX = 100_000
LINES_MAX = 1000
PARTS_MAX = 100
DEPTH_MAX = 8
# The parser holds every line against every open part: so many of both is more than any honest letter has.
BOUNDARIES_MAX = 20
ALL_LINES_MAX = 500_000
COMPARED_MAX = 3_000_000
FILES_MAX = 20
LINE_MAX = 300
TEXT_MAX = 20_000
# Headers that a letter has once; several are a forger's way to show one sender to one reader and another to another.
ONCE = ("from", "date", "subject", "content-type")
HEADER = re.compile(rb"^[!-9;-~]+:", re.MULTILINE)
# What an HTML text says nothing with.
SILENT = ("script", "style", "head", "title")
BREAKS = ("p", "br", "div", "tr", "li", "h1", "h2", "h3", "blockquote")


@dataclass(frozen=True, slots=True)
class Carried:
    """A file in an e-mail: its name as it was sent, its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail as it claims to be; `sent_on` is None where it names no day."""

    sha256: str
    sender: str
    address: str
    subject: str
    sent_on: date | None
    text: str
    files: tuple[Carried, ...]


def read(file: "File[Any]") -> Mail:
    """The e-mail in a file. Raises RefusedFile for what is none, too large, built to harm or spoilt."""
    stream = cast(BinaryIO, file.file)
    stream.seek(0)
    content = stream.read(MB_MAX * 1024 * 1024 + 1)
    if len(content) > MB_MAX * 1024 * 1024:
        raise RefusedFile(
            _("E-mail ma ponad %(size)s MB. Zapisz jego załączniki i dodaj je osobno.") % {"size": MB_MAX}
        )
    _insist_letter(content)
    try:
        message = message_from_bytes(content)
        parts = list(_parts(message))
    except (MessageError, RecursionError, ValueError, LookupError, TypeError) as error:
        raise RefusedFile(_broken()) from error
    _insist_once(message)
    name, address = _sender(message)
    text, files = _content(parts)
    return Mail(
        sha256=sha256(content).hexdigest(),
        sender=name[:LINE_MAX],
        address=address[:LINE_MAX],
        subject=_header(message, "subject")[:LINE_MAX],
        sent_on=_day(_header(message, "date")),
        text=text,
        files=tuple(files),
    )


def _broken() -> str:
    return _("To nie jest e-mail, który da się odczytać. Zapisz wiadomość jeszcze raz jako plik .eml.")


def _endless() -> str:
    return _("E-mail jest zbudowany z wiadomości w wiadomościach bez końca, więc go nie przyjęto.")


def _insist_letter(content: bytes) -> None:
    """The file begins with headers of a letter, and not too many of them."""
    head = re.split(rb"\r?\n\r?\n", content[: HEAD_MAX + 4], maxsplit=1)[0]
    if len(head) > HEAD_MAX or head.count(b"\n") > LINES_MAX:
        raise RefusedFile(_("E-mail ma nienaturalnie długie nagłówki, więc go nie przyjęto."))
    names = {match.rstrip(b":").lower() for match in HEADER.findall(head)}
    boundaries, lines = content.lower().count(b"boundary"), content.count(b"\n")
    if boundaries > BOUNDARIES_MAX or lines > ALL_LINES_MAX or boundaries * lines > COMPARED_MAX:
        raise RefusedFile(_endless())
    if b"\x00" in head or b"from" not in names or not names & {b"date", b"subject", b"message-id", b"received"}:
        raise RefusedFile(_broken())


def _insist_once(message: Message) -> None:
    twice = [name for name in ONCE if len(message.get_all(name, [])) > 1]
    if twice:
        raise RefusedFile(
            _(
                "E-mail ma kilka nagłówków „%(name)s”, co zwykle znaczy, że go podrobiono. Sprawdź go i zarejestruj ręcznie."
            )
            % {"name": twice[0].capitalize()}
        )


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """The parts without others in them, as far as an honest letter is built. Raises RefusedFile."""
    if depth > DEPTH_MAX:
        raise RefusedFile(_endless())
    if not message.is_multipart():
        yield message
        return
    children = cast(list[Message], message.get_payload())
    if len(children) > PARTS_MAX:
        raise RefusedFile(
            _("E-mail ma ponad %(count)s części, więc go nie przyjęto. Dodaj potrzebne pliki osobno.")
            % {"count": PARTS_MAX}
        )
    for child in children:
        yield from _parts(child, depth + 1)


def _content(parts: list[Message]) -> tuple[str, list[Carried]]:
    """The text (plain before HTML) and the files of a letter."""
    if len(parts) > PARTS_MAX:
        raise RefusedFile(
            _("E-mail ma ponad %(count)s części, więc go nie przyjęto. Dodaj potrzebne pliki osobno.")
            % {"count": PARTS_MAX}
        )
    plain, marked, files = "", "", []
    for part in parts:
        kind = part.get_content_type()
        name = _filename(part)
        if not name and part.get_content_disposition() != "attachment":
            if kind == "text/plain" and not plain:
                plain = _decoded(part)
            elif kind == "text/html" and not marked:
                marked = _text_of(_decoded(part))
            # What has no name and is no text is a picture of the layout.
            continue
        if part.get_content_disposition() == "inline" and part.get("content-id"):
            continue
        files.append(Carried(name or "zalacznik", _bytes(part)))
    if len(files) > FILES_MAX:
        raise RefusedFile(
            _("E-mail ma ponad %(count)s załączników. Zarejestruj pismo ręcznie i dodaj potrzebne pliki.")
            % {"count": FILES_MAX}
        )
    text = "\n".join(line.rstrip() for line in _clean(plain or marked, "\n\t").split("\n")).strip()
    return re.sub(r"\n{3,}", "\n\n", text)[:TEXT_MAX], files


def _bytes(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, MessageError) as error:
        raise RefusedFile(_("Załącznik e-maila jest zapisany w sposób, którego nie da się odczytać.")) from error
    return found if isinstance(found, bytes) else b""


def _decoded(part: Message) -> str:
    return _as_text(_bytes(part), str(part.get_content_charset() or "utf-8"))


def _as_text(content: bytes, charset: str) -> str:
    """Text in the encoding that it claims; where that is none or does not fit, in the likely ones."""
    for name in (charset, "utf-8", "cp1250"):
        try:
            return content.decode(name)
        # An encoding that is no text encoding (rot13, zlib) says so with an error of its own.
        except (LookupError, UnicodeError, ValueError, TypeError, AttributeError, AssertionError):
            continue
    return content.decode("utf-8", "replace")


def _header(message: Message, name: str) -> str:
    """A header in one line of text."""
    raw = message.get(name)
    return "" if raw is None else _line(raw)


def _line(raw: Any) -> str:
    """What may be coded (RFC 2047) as one line of text."""
    try:
        pieces = decode_header(raw)
    except (MessageError, ValueError, LookupError):
        pieces = [(str(raw), None)]
    text = "".join(
        piece if isinstance(piece, str) else _as_text(piece, charset or "utf-8") for piece, charset in pieces
    )
    return " ".join(_clean(text).split())


def _sender(message: Message) -> tuple[str, str]:
    """Name and address, told apart before the name is decoded: what is hidden in it is no address.

    A name that looks like an address would pass for one: then the address itself is the name.
    """
    raw = message.get("from")
    coded, address = parseaddr(" ".join(raw.split())) if isinstance(raw, str) else ("", "")
    if "@" not in address:
        return _header(message, "from"), ""
    name, address = _line(coded), " ".join(_clean(address).split())
    return (name if name and "@" not in name else address), address


def _filename(part: Message) -> str:
    try:
        name = part.get_filename() or ""
        pieces = decode_header(name)
    except (MessageError, ValueError, LookupError, TypeError):
        return "zalacznik"
    text = "".join(
        piece if isinstance(piece, str) else _as_text(piece, charset or "utf-8") for piece, charset in pieces
    )
    return _clean(text)[:LINE_MAX]


def _day(text: str) -> date | None:
    try:
        moment = parsedate_to_datetime(text)
        return localdate(moment) if is_aware(moment) else moment.date()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None


def _clean(text: str, allowed: str = "") -> str:
    """Text without signs that nobody sees or that turn it round; halves of pairs and signs of no character go too."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char if char in allowed or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else " "
        for char in text
    )


class _Plain(HTMLParser):
    """The words of an HTML text; nothing in it is fetched or run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag in BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def _text_of(marked: str) -> str:
    parser = _Plain()
    parser.feed(marked[: 20 * TEXT_MAX])
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.words).split("\n"))
    return "\n".join(lines)
