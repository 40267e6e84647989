"""The directory at 2,000 and at 200,000 organisations: a page, a facet, searches, also by person, and the list of likely duplicates,

each beside a careful plain view.
"""

from benchmarks.measure import compare, start

start()

import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
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
from django.utils.timezone import now
from stdnum.pl import nip, regon

from benchmarks.town import Quiet, signed_in
from core.accounts.models import User
from core.tables.json_lists import Holds, counted
from law.spheres import spheres
from ngo.duplicates.actions import find_candidates
from ngo.duplicates.queries import candidates
from ngo.papers.models import Signatory
from ngo.registry.access import PUBLIC
from ngo.registry.matching import index
from ngo.registry.models import Commune, County, Organisation, Source
from ngo.registry.queries import understood
from tests.factories.cycle import Cycle

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


FIRST = ("Anna", "Jan", "Żaneta", "Łukasz", "Maria", "Piotr")
LAST = ("Kowalska", "Nowak", "Źrebiec", "Ćwik", "Łęcka", "Wójcik", "Kamińska", "Lewandowski", "Zielińska", "Szymański")


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


def fill(count: int, by: User) -> None:
    """Organisations up to a number, and the statistics that the planner of the database goes by."""
    first = Organisation.objects.count() + 1
    rows = organisations(count - first + 1, first)
    with transaction.atomic():
        while chunk := list(islice(rows, 2000)):
            Organisation.objects.bulk_create(chunk)
    sign(first, by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def sign(first: int, by: User) -> None:
    """Two people who sign for every second new organisation."""
    chance, at = random.Random(first), now()
    keys = Organisation.objects.filter(krs__gte=f"{first:010d}").order_by("pk").values_list("pk", flat=True)
    with transaction.atomic():
        Signatory.objects.bulk_create(
            (
                Signatory(
                    organisation_id=key, name=f"{chance.choice(FIRST)} {chance.choice(LAST)}", function="prezes",
                    declared_at=at, declared_by=by,
                )
                for key in keys[::2]
                for _each in range(2)
            ),
            batch_size=5000,
        )  # fmt: skip


SIMPLE = """<!doctype html><html lang="pl"><title>Organizacje</title><h1>Organizacje: {{ page.paginator.count }}</h1>
{% for name, counts in facets %}<h2>{{ name }}</h2><ul>{% for value, count in counts %}<li>{{ value }}: {{ count }}</li>{% endfor %}</ul>{% endfor %}
<table>{% for each in page %}<tr><td><a href="/organizacje/{{ each.public_id }}/">{{ each.name }}</a></td><td>{{ each.krs }}</td>
<td>{{ each.city }}</td><td>{{ each.county.name }}</td><td>{{ each.legal_form }}</td></tr>{% endfor %}</table></html>"""


def plain(request: HttpRequest) -> HttpResponse:
    """The list by hand: the same statements in the same order, no form, no picture, no layout."""
    asked, fixed = request.GET, Q()
    if text := asked.get("szukaj"):
        fixed = understood(text, inside=request.user.is_authenticated).condition
    sphere = Q(Holds("spheres", asked["sfera"])) if "sfera" in asked else Q()
    rows = Organisation.objects.filter(Q() if request.user.is_authenticated else PUBLIC, merged_into=None).filter(fixed)
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


PAIRS = """<!doctype html><html lang="pl"><title>Pary</title><h1>{{ page.paginator.count }}</h1>
{% for one, other in pairs %}<p><a href="/organizacje/{{ one.public_id }}/">{{ one.name }}</a> {{ one.city }} {{ one.county.name }}
<a href="/organizacje/{{ other.public_id }}/">{{ other.name }}</a> {{ other.city }} {{ other.county.name }}</p>{% endfor %}</html>"""


def plain_pairs(request: HttpRequest) -> HttpResponse:
    """The stored pairs by hand: counted, a page of them, their records."""
    page = Paginator(candidates(), 25).get_page(request.GET.get("strona"))
    wanted = {pk for one, other, _bits in page for pk in (one, other)}
    known = Organisation.objects.select_related("county", "commune").in_bulk(wanted)
    pairs = [(known[one], known[other]) for one, other, _bits in page]
    return HttpResponse(TEMPLATE_OF_PAIRS.render({"page": page, "pairs": pairs}, request))


TEMPLATE = engines["django"].from_string(SIMPLE)
TEMPLATE_OF_PAIRS = engines["django"].from_string(PAIRS)
urlpatterns = [path("zwykle/", plain), path("pary/", plain_pairs), path("", include("config.urls"))]
QUESTIONS = {
    "list": "",
    "far page": "strona={last}",
    "facet changed": "powiat=1061&forma=association&sfera=16",
    "search": "szukaj=fundacji+łódzkiej",
    "search, frequent word": "szukaj=stowarzyszenie",
    "search, rare word": "szukaj=żuraw+osp+wieluń",
    "search, number": "szukaj=0000001234",
}


# What staff ask besides.
INSIDE = {"search by person": "szukaj=osoba:kowalska", "search by person and word": "szukaj=osoba:źrebiec+żuraw"}


def measure(size: int, turns: int, staff: Client) -> None:
    last = Organisation.objects.filter(PUBLIC, merged_into=None).count() // 25
    visitor = Client()
    asked = [(visitor, what, query.format(last=last), "/organizacje/", "/zwykle/") for what, query in QUESTIONS.items()]
    asked += [(staff, what, query, "/organizacje/", "/zwykle/") for what, query in INSIDE.items()]
    find_candidates()
    asked.append((staff, "likely duplicates", "", "/urzad/organizacje/duplikaty/", "/pary/"))
    for client, what, query, ours_at, plain_at in asked:

        def ask(address: str, client: Client = client, query: str = query) -> str:
            answer = client.get(f"{address}?{query}")
            if answer.status_code != 200:
                raise RuntimeError(f"{address}?{query}: {answer.status_code}")
            return answer.content.decode()

        # The very first question loads the site map, which is this module once more, with its start.
        ask(plain_at)
        with CaptureQueriesContext(connection) as queries:
            ours = ask(ours_at)
        # The next request empties the list of queries.
        cost = len(queries)
        names = set(re.findall(r'href="/organizacje/([^/"]{12,16})/"', ours))
        assert names >= set(re.findall(r'href="/organizacje/([^/"]{12,16})/"', ask(plain_at))), what
        label = f"{size}, {what}: {cost} queries, {len(names)} records"
        compare(label, partial(ask, ours_at), partial(ask, plain_at), turns=turns)


def main() -> None:
    call_command("load_reference", verbosity=0, stdout=StringIO())
    officer = Cycle(Quiet(now() - timedelta(days=40))).officer
    staff = signed_in(officer)
    with override_settings(ROOT_URLCONF="benchmarks.directory"):
        for size in SIZES:
            fill(size, officer.person)
            measure(size, turns=15 if size < 10_000 else 7, staff=staff)


if __name__ == "__main__":
    main()
