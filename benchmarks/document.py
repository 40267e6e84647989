"""An issued document beside bare WeasyPrint given the same HTML."""

from benchmarks.measure import compare, start

start()

from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import HTML

from core.documents.render import STATIC, Refusing, render
from core.documents.sheet import KINDS

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def main() -> None:
    for kind in ("offers.confirmation", "annual.report"):
        sheet = KINDS[kind].examples()[0]
        context = {"sheet": sheet, "draft": False, "issued_at": AT, "office": settings.OFFICE}
        html = render_to_string(sheet.TEMPLATE, context)
        compare(
            kind,
            lambda sheet=sheet: render(sheet, draft=False, issued_at=AT),
            lambda html=html: HTML(string=html, base_url=STATIC, url_fetcher=Refusing()).write_pdf(),
            turns=7,
        )


if __name__ == "__main__":
    main()
