"""Identifiers of organisations: KRS, NIP, REGON, IBAN, postcode; each comes back in one form or is refused in words."""

import re

from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError
from stdnum.pl import nip as stdnum_nip
from stdnum.pl import regon as stdnum_regon

from law.verdict import Breach, sentence


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
    try:
        return str(stdnum_nip.validate(value))
    except ValidationError as error:
        raise InvalidIdentifier("nip", value) from error


def regon(value: str) -> str:
    """Nine or fourteen digits with right check digits; the KRS register pads nine with "00000", which is cut."""
    digits = re.sub(r"[\s-]", "", value)
    if len(digits) == 14 and digits.endswith("00000"):
        digits = digits[:9]
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
