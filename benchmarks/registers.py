"""A register of 50,000 entries: its list, a filter with an order, a far page, a search, beside a plain view of a table of its own.

The plain view is what one would write for this one register: a table with a column and an index for each field, the same
middleware, gate and template; both show the same rows.
"""

from benchmarks.measure import compare, start

start()

from datetime import UTC, date, datetime, timedelta
from io import StringIO

from django.contrib.auth.decorators import login_required
from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils.timezone import localdate, now

from benchmarks.town import Quiet, signed_in
from core.accounts.actor import Actor
from office.registers import actions
from office.registers.forms import EntryFilter
from office.registers.models import Entry
from office.registers.presentation import columns, listed, row
from office.registers.schema import registers
from office.structure.hats import OFFICER
from office.structure.queries import units_to_serve

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SIZE, PART = 50_000, 2_000
CODE = "monitoring-mediow"
TONES = ("good", "neutral", "bad")


class Plain(models.Model):
    """The same register as a table of its own."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    published = models.DateField(db_index=True)
    medium = models.CharField(max_length=200, db_index=True)
    headline = models.CharField(max_length=200, db_index=True)
    tone = models.CharField(max_length=10, db_index=True)
    words = models.TextField()

    class Meta:
        app_label = "office"
        indexes = [models.Index(fields=["year", "number"], name="plain_number")]

    def __str__(self) -> str:
        return self.headline


@login_required
def plain(request: HttpRequest) -> HttpResponse:
    """The plain view, which reads the same parameters."""
    register = registers()[CODE]
    rows = Plain.objects.select_related("entry")
    if tone := request.GET.get("tone"):
        rows = rows.filter(tone=tone)
    if words := request.GET.get("szukaj"):
        for word in words.split():
            rows = rows.filter(words__contains=word)
    order = request.GET.get("porzadek", "")
    rows = rows.order_by("headline", "pk") if order == "headline" else rows.order_by("-year", "-number")
    page = Paginator(rows, 25).get_page(request.GET.get("strona"))
    units = units_to_serve()
    form = EntryFilter(request.GET, register=register, fields=register.fields, units=units)
    fields = listed(register, register.fields)
    on = localdate(now())
    context = {
        "register": register,
        "filter": form,
        "page": page,
        "columns": columns(register, fields, order, ""),
        "rows": [row(each.entry, register, fields, dict(units), on) for each in page],
        "may_enter": True,
    }
    return render(request, "office/registers/register_page.html", context)


urlpatterns = [path("zwykle/", plain), path("", include("config.urls"))]


def fill(actor: Actor) -> None:
    """The entries by the verb that takes tables over, and the same rows in the plain table."""
    with connection.schema_editor() as editor:
        editor.create_model(Plain)
    register = registers()[CODE]
    for begin in range(0, SIZE, PART):
        rows = [
            (
                f"row:{n}",
                {
                    "published": date(2020, 1, 1) + timedelta(days=n % 2000),
                    "medium": f"Redakcja {n % 97}",
                    "headline": f"Publikacja {n * 7919 % SIZE} o drogach",
                    "tone": TONES[n % 3],
                    "asked": date(2026, 11, 20),
                },
            )
            for n in range(begin, begin + PART)
        ]
        actions.take_over(register, rows, actor=actor, at=AT)
    Plain.objects.bulk_create(
        (
            Plain(
                entry=each,
                year=each.year,
                number=each.number,
                published=each.particulars["published"],
                medium=each.particulars["medium"],
                headline=each.title,
                tone=each.particulars["tone"],
                words=each.search_text,
            )
            for each in Entry.objects.iterator(chunk_size=PART)
        ),
        batch_size=PART,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def main() -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())
    officer = Quiet(AT)(OFFICER.code, key="KMI")
    fill(officer)
    client = signed_in(officer)

    def ask(address: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    ours = f"/rejestry/{CODE}/"
    with override_settings(ROOT_URLCONF=__name__):
        for what, asked in (
            ("list", ""),
            ("filter", "?tone=bad"),
            ("order", "?porzadek=headline"),
            ("filter and order", "?tone=bad&porzadek=headline"),
            ("far page", "?strona=1500"),
            ("search", "?szukaj=publikacja+4711"),
        ):
            with CaptureQueriesContext(connection) as asked_for:
                ask(ours + asked)
            print(f"{what}: {len(asked_for)} queries")
            compare(what, lambda: ask(ours + asked), lambda: ask("/zwykle/" + asked), turns=15)  # noqa: B023


if __name__ == "__main__":
    main()
