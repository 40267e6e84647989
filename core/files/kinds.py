"""Kinds of files that may be kept, told by their content and never by their name."""

from dataclasses import dataclass

_OOXML = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name for people, its media type, how its name ends."""

    label: str
    mime: str
    suffix: str


PDF = Kind("PDF", "application/pdf", ".pdf")
JPEG = Kind("JPG", "image/jpeg", ".jpg")
PNG = Kind("PNG", "image/png", ".png")
DOCX = Kind("DOCX", f"{_OOXML}.wordprocessingml.document", ".docx")
XLSX = Kind("XLSX", f"{_OOXML}.spreadsheetml.sheet", ".xlsx")
ODT = Kind("ODT", "application/vnd.oasis.opendocument.text", ".odt")
ODS = Kind("ODS", "application/vnd.oasis.opendocument.spreadsheet", ".ods")

SCANS = (PDF, JPEG, PNG)
TEXTS = (*SCANS, DOCX, ODT)
