"""Issued documents beside bare WeasyPrint given the same HTML, variant and fonts; the whole offer with sixty rows of costs too."""

from benchmarks.measure import compare, start

start()

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import HTML

from competitions.offers.documents import EXAMPLE, EXAMPLE_KNOWN, ConfirmationSheet, DraftSheet
from competitions.offers.presentation import sections
from core.documents.render import STATIC, Refusing, render
from core.documents.sheet import KINDS, Sheet

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROWS = 60


def sheets() -> Iterator[tuple[str, Sheet, bool]]:
    """What is measured: its name, the sheet, whether it is a draft."""
    for kind in ("offers.confirmation", "annual.report"):
        yield kind, KINDS[kind].examples()[0], False
    rows = [{**EXAMPLE["V.A.I"][0], "name": f"Koszt {number} z opisem rodzaju"} for number in range(1, ROWS + 1)]
    actions = [{**EXAMPLE["III.4"][0], "description": EXAMPLE["III.3"] * 6} for _number in range(8)]
    long = {code: str(EXAMPLE[code]) * 12 for code in ("III.3", "III.5", "IV.1", "IV.2")}
    content = {**EXAMPLE, **long, "III.4": actions, "V.A.I": rows}
    shown = tuple(sections("offer-2018", content, EXAMPLE_KNOWN))
    for sheet_class, draft in ((ConfirmationSheet, False), (DraftSheet, True)):
        yield f"{sheet_class.KIND} with {ROWS} costs", replace(sheet_class.examples()[0], sections=shown), draft


def main() -> None:
    for name, sheet, draft in sheets():
        context = {"sheet": sheet, "draft": draft, "issued_at": AT, "office": settings.OFFICE}
        html = render_to_string(sheet.TEMPLATE, context)
        compare(
            name,
            lambda sheet=sheet, draft=draft: render(sheet, draft=draft, issued_at=AT),
            lambda html=html: HTML(string=html, base_url=STATIC, url_fetcher=Refusing()).write_pdf(
                pdf_variant="pdf/a-3a"
            ),
            turns=7,
        )


if __name__ == "__main__":
    main()
