"""Names and numbers of organisations: KRS, NIP, REGON, IBAN, postcode, ADE; each comes back in one form or is refused in words."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError
from stdnum.pl import nip as stdnum_nip
from stdnum.pl import regon as stdnum_regon

from law.verdict import Breach, sentence

TEN, NINE = re.compile("[0-9]{10}"), re.compile("[0-9]{9}")


class InvalidIdentifier(ValueError):
    """The text is no such identifier; str() is the Polish sentence."""

    def __init__(self, kind: str, value: str) -> None:
        self.breach = Breach(f"identity.{kind}", "", {"value": value[:40]})
        super().__init__(sentence(self.breach))


def krs(value: str) -> str:
    """Ten digits; leading zeros that a spreadsheet dropped are put back. The register has no check digit."""
    digits = re.sub(r"[\s-]", "", value)
    if not re.fullmatch(r"[0-9]{1,10}", digits) or int(digits) == 0:
        raise InvalidIdentifier("krs", value)
    return digits.zfill(10)


def nip(value: str) -> str:
    """Ten digits with a right check digit; spaces, hyphens and the prefix PL are dropped."""
    # What needs no cleaning is told at once: lists hold a hundred thousand of these.
    if TEN.fullmatch(value) and stdnum_nip.checksum(value) == 0:
        return value
    try:
        return str(stdnum_nip.validate(value))
    except ValidationError as error:
        raise InvalidIdentifier("nip", value) from error


def regon(value: str) -> str:
    """Nine or fourteen digits with right check digits; the KRS register pads nine with "00000", which is cut."""
    digits = re.sub(r"[\s-]", "", value)
    if len(digits) == 14 and digits.endswith("00000"):
        digits = digits[:9]
    if NINE.fullmatch(digits) and stdnum_regon.calc_check_digit(digits[:8]) == digits[8]:
        return digits
    try:
        return str(stdnum_regon.validate(digits))
    except ValidationError as error:
        raise InvalidIdentifier("regon", value) from error


def iban(value: str) -> str:
    """An IBAN without spaces; 26 digits of a Polish account number get their prefix PL."""
    text = re.sub(r"[\s-]", "", value).upper()
    if re.fullmatch(r"[0-9]{26}", text):
        text = f"PL{text}"
    try:
        return str(stdnum_iban.validate(text))
    except ValidationError as error:
        raise InvalidIdentifier("iban", value) from error


def postcode(value: str) -> str:
    """ "90-051", also from "90051"."""
    match = re.fullmatch(r"\s*([0-9]{2})-?([0-9]{3})\s*", value)
    if match is None:
        raise InvalidIdentifier("postcode", value)
    return f"{match[1]}-{match[2]}"


def ade(value: str) -> str:
    """An address for electronic delivery (ADE): "AE:PL-12345-67890-ABCDE-12"; the prefix "AE:" is put back."""
    text = re.sub(r"\s", "", value).upper()
    match = re.fullmatch(r"(?:AE:)?(PL-[0-9]{5}-[0-9]{5}-[A-Z]{5}-[0-9]{2})", text)
    if match is None:
        raise InvalidIdentifier("ade", value)
    return f"AE:{match[1]}"


NAME_MAX = 400
# Zero-width signs and soft hyphens, which nobody types on purpose.
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Control characters, and those that turn the direction of text so that a name shows as another one.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# Control characters other than the tab and line ends of a longer text, and code points that no text may hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Bytes that were no text where they were read, and lone halves of pairs.
SURROGATE = re.compile("[\ud800-\udfff]")
# What the first byte of a Polish letter in UTF-8 looks like when the file is read in another encoding.
SUSPECT = re.compile("[ÃÄÅĂĹ]")


def name(value: str) -> str:
    """A name in one line with single spaces; refused when empty, too long, or spoilt by a change of encoding."""
    if "\ufffd" in value or SURROGATE.search(value) or _is_garbled(value):
        raise InvalidIdentifier("name_garbled", value.encode("utf-8", "replace").decode())
    text = " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", value)).split())
    if CONTROLS.search(text):
        raise InvalidIdentifier("name_control", CONTROLS.sub("·", text))
    if not any(char.isalnum() for char in text):
        raise InvalidIdentifier("name_empty", text)
    if len(text) > NAME_MAX:
        raise InvalidIdentifier("name_long", text)
    return text


def written(value: str) -> str:
    """Any text as it was typed; refused when it holds control characters, which nobody sees and no file format takes."""
    if UNWRITABLE.search(value):
        raise InvalidIdentifier("text_control", UNWRITABLE.sub("·", value))
    return value


def _is_garbled(value: str) -> bool:
    """Whether these are the bytes of UTF-8 read as if they were of a one-byte encoding ("Ĺ»ycie" for "Życie")."""
    if not SUSPECT.search(value):
        return False
    for encoding in ("cp1250", "cp1252", "iso-8859-2", "latin-1"):
        try:
            return value.encode(encoding).decode("utf-8") != value
        except UnicodeError:
            continue
    return False


CLEANERS: Mapping[str, Callable[[str], str]] = {
    "name": name,
    "krs": krs,
    "nip": nip,
    "regon": regon,
    "postcode": postcode,
    "bank_account": iban,
    "ade_address": ade,
}


def cleaned(values: Mapping[str, str]) -> tuple[dict[str, str], list[Breach]]:
    """Texts by field, each in its one form; and what is wrong, by field. Empty texts stay empty, except for a name.

    A text that has no form of its own stays as it was typed, unless there is something in it that is no text.
    """
    good: dict[str, str] = {}
    breaches = []
    for field, value in values.items():
        text = value if field == "name" else value.strip()
        try:
            cleaner = CLEANERS.get(field, written)
            good[field] = cleaner(text) if text or field == "name" else text
        except InvalidIdentifier as error:
            breaches.append(replace(error.breach, field=field))
    return good, breaches


def unknown_breaches(values: Mapping[str, object]) -> list[Breach]:
    """Why an organisation cannot be told from others: no KRS, NIP or REGON, and no number in another register."""
    known = any(values.get(field) for field in ("krs", "nip", "regon", "other_number"))
    return [] if known else [Breach("identity.missing", "", field="krs")]
