"""From a sheet to a PDF that is PDF/UA-1 and PDF/A-3a at once, byte for byte the same every time."""

import gc
import re
import subprocess
from bisect import bisect
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pydyf
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont, woff2
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.documents.sheet import Sheet

STATIC = "static:"
# The PDF/UA part, and the extension schema by which PDF/A allows its namespace.
UA_IDENTIFICATION = b"""
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description></rdf:li>
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""

# Line ends that are no "\n": vertical tab, form feed, those of Unicode.
LINE_END = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# What stands for a character that no font can show. Some fonts hold marks of annotations, which have no shape, and
# private characters, whose meaning nobody else knows: PDF/A allows neither.
MISSING = "\ufffd"
FONTS = ("fc-list", "--format", "%{charset} ")
NEVER_SHOWN = re.compile("[\ufff9-\ufffb\ue000-\uf8ff\U000f0000-\U0010ffff]")


@cache
def unpacked(path: str) -> bytes:
    """A WOFF2 font as OpenType, once in the life of a process: WeasyPrint would unpack it for every document anew, and that
    was four fifths of a document's time."""
    font = BytesIO()
    woff2.decompress(path, font)
    return font.getvalue()


@cache
def _covered() -> tuple[list[int], list[int]]:
    """What our font and those of this machine can show: the first code points of ranges, in order, and their last ones."""
    listed = subprocess.run(FONTS, capture_output=True, text=True, check=True).stdout  # noqa: S603 – a command of ours
    parts = [each.partition("-") for each in set(listed.split())]
    own = TTFont(BytesIO(unpacked(str(finders.find("fonts/Lato-Regular.woff2"))))).getBestCmap()
    ranges = [(code, code) for code in own] + [(int(first, 16), int(last or first, 16)) for first, _sign, last in parts]
    firsts: list[int] = []
    lasts: list[int] = []
    for first, last in sorted(ranges):
        if lasts and first <= lasts[-1] + 1:
            lasts[-1] = max(lasts[-1], last)
        else:
            firsts.append(first)
            lasts.append(last)
    return firsts, lasts


def _has_shape(char: str) -> bool:
    firsts, lasts = _covered()
    place = bisect(firsts, ord(char)) - 1
    return place >= 0 and ord(char) <= lasts[place] and not NEVER_SHOWN.match(char)


class Refusing(URLFetcher):
    """Fetches our own static files ("static:css/document.css") and data: addresses, nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url.startswith(STATIC):
            name = url.removeprefix(STATIC)
            path = None if ".." in Path(name).parts else finders.find(name)
            if path:
                kind = "text/css" if name.endswith(".css") else "application/octet-stream"
                content = unpacked(path) if name.endswith(".woff2") else Path(path).read_bytes()
                return URLFetcherResponse(url, content, {"Content-Type": kind})
        # Fatal on purpose: WeasyPrint would only log another error and go on without the resource.
        raise FatalURLFetchingError(f"a document may not fetch {url[:60]}")


def render(sheet: Sheet, *, draft: bool, issued_at: datetime | None = None) -> bytes:
    """The PDF of a sheet; a draft carries "WERSJA ROBOCZA" on every page.

    `issued_at` is printed on an issued document; the same sheet and moment give the same bytes.
    """
    html = render_to_string(
        sheet.TEMPLATE,
        {"sheet": sheet, "draft": draft, "issued_at": issued_at, "office": settings.OFFICE},
    )
    with _collector_off():
        pdf: bytes = HTML(string=printable(html), base_url=STATIC, url_fetcher=Refusing()).write_pdf(
            pdf_variant="pdf/a-3a", finisher=_finish, font_config=FontConfiguration(), pdf_identifier=_identifier(sheet)
        )
    return pdf


def printable(html: str) -> str:
    """The page with line ends of one kind, and a sign in the place of every character that no font here can show.

    PDF/A and PDF/UA allow no missing glyph, and WeasyPrint fails at a blank before an unusual line end.
    """
    text = LINE_END.sub("\n", html)
    unknown = [ord(char) for char in set(text) if not char.isascii() and not _has_shape(char)]
    return text.translate(dict.fromkeys(unknown, MISSING))


def _identifier(sheet: Sheet) -> bytes:
    return sheet.data_sha256[:32].encode()


def _finish(document: Any, pdf: pydyf.PDF) -> None:
    """Scope of header cells, and the PDF/UA identification inside the metadata that is already there."""
    for each in pdf.objects:
        if isinstance(each, dict) and each.get("S") == "/TH":
            each.setdefault("A", pydyf.Dictionary({"O": "/Table"})).setdefault("Scope", "/Column")
        if isinstance(each, pydyf.Stream) and b"/CMapType 2 def" in each.stream:
            # A sign that stands over another one has no text of its own, and none is not allowed: no width is.
            each.stream = [line.replace(b" <>", b" <200b>") for line in each.stream]
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    match = re.search(rb"</\w+:RDF>", metadata.stream[0])
    if match is None:
        raise RuntimeError("the PDF has no XMP metadata to carry the PDF/UA identification")
    place = match.start()
    metadata.stream[0] = metadata.stream[0][:place] + UA_IDENTIFICATION + metadata.stream[0][place:]
    metadata.compress = False


@contextmanager
def _collector_off() -> Iterator[None]:
    """Rendering makes very many objects that all live to its end: the collector only costs a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
