"""The public directory at 2,000 and at 200,000 organisations: a page, a facet, searches, beside a careful plain view."""

from benchmarks.measure import compare, start

start()

import random
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import accumulate, islice

from django.core.management import call_command
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from stdnum.pl import nip, regon

from core.tables.json_lists import Holds, counted
from law.spheres import spheres
from ngo.registry.access import PUBLIC
from ngo.registry.matching import index
from ngo.registry.models import Commune, County, Organisation, Source
from ngo.registry.queries import understood

SIZES = (2_000, 200_000)
FORMS = {
    "association": ("Stowarzyszenie", "Stow.", "Towarzystwo"),
    "foundation": ("Fundacja",),
    "fire_brigade": ("Ochotnicza Straż Pożarna", "OSP"),
    "rural_housewives": ("Koło Gospodyń Wiejskich", "KGW"),
    "sports_club": ("Uczniowski Klub Sportowy", "LKS", "Klub Sportowy"),
    "social_cooperative": ("Spółdzielnia Socjalna",),
    "": ("Inicjatywa",),
}
WHAT = (
    "Przyjaciół Dzieci", "Osób Niepełnosprawnych", "Rozwoju Wsi", "Miłośników Kolei", "Ochrony Przyrody", "Seniorów",
    "Kultury Ludowej", "Pomocy Rodzinie", "Młodych Naukowców", "Kobiet", "Hospicyjne", "Żeglarskie", "Muzyczne",
)  # fmt: skip
CALLED = (
    "Żuraw",
    "Iskra",
    "Nadzieja",
    "Promyk",
    "Łąka",
    "Orzeł",
    "Ćma",
    "Pomocna Dłoń",
    "Zorza",
    "Jutrzenka",
    "Dąb",
    "Źródło",
)


def nip_of(number: int) -> str:
    """Ten digits with a right check digit; of two neighbouring stems one always has it."""
    stems = (f"9{2 * number + step:08d}" for step in (0, 1))
    return next(stem + check for stem in stems for check in "0123456789" if nip.is_valid(stem + check))


def regon_of(number: int) -> str:
    text = f"9{number:07d}"
    return text + str(regon.calc_check_digit(text))


def organisations(count: int, first: int) -> Iterator[Organisation]:
    """Invented organisations with right numbers, spread over the region as chance has it, the same in every run."""
    chance = random.Random(first)
    communes = list(Commune.objects.select_related("county"))
    weights = list(accumulate(40 if each.county.is_city else 1 for each in communes))
    codes = [each.code for each in spheres()]
    for number in range(first, first + count):
        form = chance.choice(list(FORMS))
        commune = chance.choices(communes, cum_weights=weights)[0]
        name = (
            f"{chance.choice(FORMS[form])} {chance.choice(WHAT)} „{chance.choice(CALLED)}” w {commune.name} nr {number}"
        )
        made = Organisation(
            name=name, legal_form=form, krs=f"{number:010d}", nip=nip_of(number), regon=regon_of(number), city=commune.name,
            street="ul. Długa 1", postcode="95-100", commune=commune, county=commune.county,
            spheres=sorted(chance.sample(codes, chance.randint(0, 4))), is_opp=chance.random() < 0.1,
            in_liquidation=chance.random() < 0.02, source=chance.choice((Source.KRS, Source.KRS, Source.OPP_LIST, Source.LIST)),
        )  # fmt: skip
        index(made, ())
        yield made


def fill(count: int) -> None:
    """Organisations up to a number, and the statistics that the planner of the database goes by."""
    first = Organisation.objects.count() + 1
    rows = organisations(count - first + 1, first)
    with transaction.atomic():
        while chunk := list(islice(rows, 2000)):
            Organisation.objects.bulk_create(chunk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


SIMPLE = """<!doctype html><html lang="pl"><title>Organizacje</title><h1>Organizacje: {{ page.paginator.count }}</h1>
{% for name, counts in facets %}<h2>{{ name }}</h2><ul>{% for value, count in counts %}<li>{{ value }}: {{ count }}</li>{% endfor %}</ul>{% endfor %}
<table>{% for each in page %}<tr><td><a href="/organizacje/{{ each.public_id }}/">{{ each.name }}</a></td><td>{{ each.krs }}</td>
<td>{{ each.city }}</td><td>{{ each.county.name }}</td><td>{{ each.legal_form }}</td></tr>{% endfor %}</table></html>"""


def plain(request: HttpRequest) -> HttpResponse:
    """The list by hand: the same statements in the same order, no form, no picture, no layout."""
    asked, fixed = request.GET, Q()
    if text := asked.get("szukaj"):
        fixed = understood(text).condition
    sphere = Q(Holds("spheres", asked["sfera"])) if "sfera" in asked else Q()
    rows = Organisation.objects.filter(PUBLIC, merged_into=None).filter(fixed)
    known = list(County.objects.all())
    cells = list(
        rows.filter(sphere)
        .order_by()
        .values_list("county", "legal_form", "is_opp", "in_liquidation")
        .annotate(n=Count("pk"))
    )
    chosen = Q()
    if "powiat" in asked:
        chosen &= Q(county__code=asked["powiat"])
    if "forma" in asked:
        chosen &= Q(legal_form=asked["forma"])
    spheres_counted = counted(rows.filter(chosen), "spheres")
    county = next((each.pk for each in known if each.code == asked.get("powiat")), None)
    form = asked.get("forma")
    total = sum(n for c, f, _opp, _liquidation, n in cells if county in (None, c) and form in (None, f))
    by_county, by_form, by_opp = Counter(), Counter(), Counter()  # type: ignore[var-annotated]
    for c, f, opp, _liquidation, n in cells:
        by_county[c] += n if form in (None, f) else 0
        by_form[f] += n if county in (None, c) else 0
        by_opp[opp] += n
    pages = Paginator(range(total), 25)
    page = pages.get_page(asked.get("strona"))
    start = (page.number - 1) * 25
    keys = rows.filter(sphere, chosen).order_by("sort_key", "pk").values("pk")[start : start + 25]
    page.object_list = list(
        Organisation.objects.filter(pk__in=keys).select_related("county", "commune").order_by("sort_key", "pk")
    )
    facets = [
        ("powiaty", sorted(by_county.items(), key=str)),
        ("formy", sorted(by_form.items())),
        ("opp", by_opp.items()),
        ("sfery", spheres_counted.items()),
    ]
    return HttpResponse(TEMPLATE.render({"page": page, "facets": facets}, request))


TEMPLATE = engines["django"].from_string(SIMPLE)
urlpatterns = [path("zwykle/", plain), path("", include("config.urls"))]
QUESTIONS = {
    "list": "",
    "far page": "strona={last}",
    "facet changed": "powiat=1061&forma=association&sfera=16",
    "search": "szukaj=fundacji+łódzkiej",
    "search, frequent word": "szukaj=stowarzyszenie",
    "search, rare word": "szukaj=żuraw+osp+wieluń",
    "search, number": "szukaj=0000001234",
}


def measure(size: int, turns: int) -> None:
    client = Client()
    for what, query in QUESTIONS.items():
        query = query.format(last=Organisation.objects.filter(PUBLIC, merged_into=None).count() // 25)

        def ask(address: str, query: str = query) -> str:
            answer = client.get(f"{address}?{query}")
            if answer.status_code != 200:
                raise RuntimeError(f"{address}?{query}: {answer.status_code}")
            return answer.content.decode()

        # The very first question loads the site map, which is this module once more, with its start.
        ask("/zwykle/")
        with CaptureQueriesContext(connection) as queries:
            ours = ask("/organizacje/")
        asked = len(queries)
        names = re.findall(r'href="/organizacje/([^/"]{12,16})/"', ours)
        assert names == re.findall(r'href="/organizacje/([^/"]{12,16})/"', ask("/zwykle/")), what
        label = f"{size}, {what}: {asked} queries, {len(names)} rows"
        compare(label, lambda: ask("/organizacje/"), lambda: ask("/zwykle/"), turns=turns)


def main() -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())
    with override_settings(ROOT_URLCONF="benchmarks.directory"):
        for size in SIZES:
            fill(size)
            measure(size, turns=15 if size < 10_000 else 7)


if __name__ == "__main__":
    main()
