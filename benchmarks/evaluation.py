"""A competition of 2,000 offers and 6,000 cards: ranking, statistics, resampling, and the pages beside a careful plain view."""

from benchmarks.measure import compare, start

start()

import random
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial

from django.core.paginator import Paginator
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils.timezone import now

from benchmarks.town import Quiet, signed_in
from competitions.calls.models import Competition
from competitions.evaluation.actions import results
from competitions.evaluation.models import Score, ScoreCard
from competitions.evaluation.queries import standing
from competitions.evaluation.reliability import fragility, leniency
from competitions.evaluation.statistics import agreement
from competitions.offers.models import Offer
from ngo.registry.models import Organisation
from tests.factories.cycle import Cycle

OFFERS, EACH, EXPERTS = 2000, 3, 60


@transaction.atomic
def fill(cycle: Cycle) -> Competition:
    """Offers with submitted cards written straight into the tables; the verbs have benchmarks of their own."""
    chance, at = random.Random(1), now()
    competition = cycle.competition(pool=Decimal(20_000_000), experts_per_offer=EACH, to="draft")
    Competition.objects.filter(pk=competition.pk).update(state="evaluation")
    owners = Organisation.objects.bulk_create(
        Organisation(name=f"Stowarzyszenie Pomiar nr {number}", krs=f"{number:010d}") for number in range(OFFERS)
    )
    offers = Offer.objects.bulk_create(
        Offer(
            competition=competition, organisation=owner, state="accepted", number=number, title=f"Zadanie nr {number}",
            requested=Decimal(chance.randint(10, 90) * 1000), created_by=cycle.officer.person, created_at=at, saved_at=at,
        )
        for number, owner in enumerate(owners, start=1)
    )  # fmt: skip
    experts = [cycle.expert(f"Ekspert Nr {number}")[0] for number in range(EXPERTS)]
    cards = ScoreCard.objects.bulk_create(
        ScoreCard(offer=offer, expert=expert, state="submitted", assigned_at=at, due=at.date(), submitted_at=at)
        for offer in offers
        for expert in chance.sample(experts, EACH)
    )
    criteria = list(competition.criteria.all())
    Score.objects.bulk_create(
        (
            Score(card=card, criterion=each, points=Decimal(chance.randint(0, int(each.max_points) * 2)) / 2, justification="Bo tak.")
            for card in cards
            for each in criteria
        ),
        batch_size=5000,
    )  # fmt: skip
    return competition


ROWS = """<!doctype html><html lang="pl"><title>Ranking</title><h1>{{ page.paginator.count }}</h1>
<table>{% for row in rows %}<tr><td>{{ row.0 }}</td><td>{{ row.1.organisation.name }}<br>{{ row.1.title }}</td>
<td>{{ row.2|floatformat:2 }}</td><td>{{ row.3 }}</td></tr>{% endfor %}</table></html>"""


def plain(request: HttpRequest, public_id: str) -> HttpResponse:
    """The ranking by hand: the same scores read in the same statements, means of sums, a page of a hundred rows."""
    competition = get_object_or_404(Competition, public_id=public_id)
    weights = {each.pk: each.weight for each in competition.criteria.all()}
    cards = dict(ScoreCard.objects.filter(offer__competition=competition, state="submitted").values_list("pk", "offer"))
    sums: dict[int, Decimal] = dict.fromkeys(cards, Decimal(0))
    rows = Score.objects.filter(card__offer__competition=competition, card__state="submitted")
    for card, criterion, points in rows.values_list("card", "criterion", "points"):
        sums[card] += (points or 0) * weights[criterion]
    by_offer: dict[int, list[Decimal]] = {}
    for card, offer in cards.items():
        by_offer.setdefault(offer, []).append(sums[card])
    ranked = sorted(((sum(given) / len(given), offer, given) for offer, given in by_offer.items()), reverse=True)
    page = Paginator(ranked, 100).get_page(request.GET.get("strona"))
    chosen = Offer.objects.select_related("organisation").defer("content").in_bulk([row[1] for row in page])
    found = [
        (place, chosen[key], total, given) for place, (total, key, given) in enumerate(page, start=page.start_index())
    ]
    return HttpResponse(TEMPLATE.render({"page": page, "rows": found}, request))


TEMPLATE = engines["django"].from_string(ROWS)
urlpatterns = [path("zwykle/<str:public_id>/", plain), path("", include("config.urls"))]


def timed(what: str, act: Callable[[], object]) -> None:
    begun = time.perf_counter()
    act()
    print(f"{what}: {time.perf_counter() - begun:.2f} s")


def main() -> None:
    cycle = Cycle(Quiet(now() - timedelta(days=40)))
    competition = fill(cycle)
    loaded = standing(competition)
    print(f"{OFFERS} offers, {len(loaded.cards)} cards, {len(loaded.criteria)} criteria")
    timed("read the cards", lambda: standing(competition))
    timed("rank", lambda: loaded.ranking)
    timed("agreement", lambda: agreement(loaded.cards, loaded.rules))
    timed("leniency", lambda: leniency(loaded.cards))
    found = fragility(loaded.cards, loaded.rules, 1, highest=loaded.highest)
    timed("1,000 resamples and every point", lambda: fragility(loaded.cards, loaded.rules, 1, highest=loaded.highest))
    results.keep_resampling(competition, found, inputs=loaded.fingerprint, actor=cycle.officer, at=now())
    client = signed_in(cycle.officer)

    def ask(address: str) -> str:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return answer.content.decode()

    with override_settings(ROOT_URLCONF="benchmarks.evaluation"):
        for query in ("", "?strona=20"):
            address = f"/urzad/konkursy/{competition.public_id}/ranking/{query}"
            simple = f"/zwykle/{competition.public_id}/{query}"
            ask(simple)
            with CaptureQueriesContext(connection) as queries:
                ask(address)
            compare(f"ranking{query}, {len(queries)} queries", partial(ask, address), partial(ask, simple), turns=7)
        timed("page of agreement", lambda: ask(f"/urzad/konkursy/{competition.public_id}/zgodnosc-ocen/"))


if __name__ == "__main__":
    main()
