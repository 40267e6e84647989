"""Which encoding a file of Polish text is in: UTF-8 with or without its mark, Windows-1250, ISO-8859-2, UTF-16 with its mark."""

import codecs
from typing import BinaryIO

from django.utils.translation import gettext as _

from ngo.registry.readers.rows import UnreadableFile

# The Polish letters that the two one-byte encodings write differently (ĄąŚśŹź), and signs that only cp1250 has there.
CP1250_ONLY = bytes([0xA5, 0xB9, *range(0x80, 0xA0)])
ISO_ONLY = bytes([0xA1, 0xB1, 0xA6, 0xB6, 0xAC, 0xBC])
POLISH = set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")
# Letters of neighbours' names and signs of print that a right reading may hold too.
USUAL = POLISH | set("áéíöúüýčšžřäëßÁÉÍÖÚÜÝČŠŽŘÄ\u00a0„”“–—’‘…§°«»´·×€‚")
ENOUGH = 0.8


def detect(file: BinaryIO) -> str:
    """The name of the encoding, from the whole file; the file is left at its start.

    A file most of whose non-ASCII lines are UTF-8 is UTF-8 ("utf-8-sig" drops its mark); its other lines are broken rows.
    Raises UnreadableFile for an empty file, for bytes that are no text, and when no encoding gives Polish text.
    """
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if not start:
        raise UnreadableFile(_("Plik jest pusty."))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    right, wrong, other = 0, 0, bytearray()
    for line in file:
        if b"\x00" in line:
            raise UnreadableFile(_("To nie jest plik tekstowy. Zapisz dane jako CSV w kodowaniu UTF-8."))
        if line.isascii():
            continue
        try:
            line.decode()
            right += 1
        except UnicodeDecodeError:
            wrong += 1
            if len(other) < 1_000_000:
                other += line
    file.seek(0)
    if start.startswith(codecs.BOM_UTF8) or right >= wrong:
        return "utf-8-sig"
    return _one_byte(bytes(other))


def _one_byte(sample: bytes) -> str:
    """Windows-1250 or ISO-8859-2. Raises UnreadableFile when neither gives mostly Polish letters."""
    windows = sum(sample.count(byte) for byte in CP1250_ONLY)
    iso = sum(sample.count(byte) for byte in ISO_ONLY)
    encoding = "iso-8859-2" if iso > windows else "cp1250"
    strange = [char for char in sample.decode(encoding, "replace") if not char.isascii()]
    if sum(char in USUAL for char in strange) < ENOUGH * len(strange):
        raise UnreadableFile(
            _(
                "Nie udało się rozpoznać kodowania pliku: w żadnym z obsługiwanych (UTF-8, Windows-1250, ISO-8859-2) polskie "
                "litery nie są czytelne. Zapisz plik jako „CSV UTF-8”."
            )
        )
    return encoding
