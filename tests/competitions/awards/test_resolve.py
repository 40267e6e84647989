"""The Board's decision: within the pool, with reasons, once; the three public lists."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.awards import actions
from competitions.awards.models import Award
from competitions.awards.queries import results
from competitions.calls.models import Competition
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.documents.models import Document
from core.jobs.models import Job
from core.jobs.runner import run
from core.notices.models import Notice
from core.publications.models import Publication
from core.workflow.refusal import NotPossible, Refused
from tests.factories.cycle import CONCLUDED, RESOLVED, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
GRANT = Decimal(10000)


@pytest.fixture
def concluded(cycle: Cycle) -> Competition:
    """Two offers of 10 000 zł each in a pool of 15 000 zł: the second is above the threshold and does not fit."""
    competition = cycle.competition(pool=Decimal(15000), max_grant=None)
    first, second = cycle.offer(competition), cycle.offer(competition, **{"III.1": "Kulig"})
    cycle.concluded(
        competition, points={first.number or 0: [30, 20, 20, 10, 10, 10], second.number or 0: [20, 20, 20, 5, 5, 5]}
    )
    return competition


def decisions(*amounts: tuple[Any, str]) -> dict[str, tuple[Decimal, str]]:
    rows = Offer.objects.filter(opinion__isnull=False).order_by("number")
    return {offer.public_id: (Decimal(amount), reason) for offer, (amount, reason) in zip(rows, amounts, strict=True)}


def resolve(cycle: Cycle, competition: Competition, chosen: dict[str, tuple[Decimal, str]]) -> Competition:
    resolution = cycle.resolution(on=RESOLVED.date())
    return actions.resolve(competition, resolution=resolution, decisions=chosen, actor=cycle.officer, at=RESOLVED)


def test_as_the_panel_proposed(cycle: Cycle, concluded: Competition) -> None:
    resolve(cycle, concluded, decisions((GRANT, ""), (0, "brak środków")))
    assert concluded.state == "resolved"
    assert {award.offer.number: (award.granted, award.amount) for award in Award.objects.all()} == {
        1: (True, GRANT),
        2: (False, Decimal(0)),
    }
    assert {offer.number: offer.state for offer in Offer.objects.all()} == {1: "awarded", 2: "refused"}
    assert Entry.objects.get(verb="award").after["amount"] == "10000"
    assert Entry.objects.get(verb="refuse").reason == "brak środków"
    assert Notice.objects.filter(template="offer-awarded").count() == 1
    assert "brak środków" in Notice.objects.get(template="offer-refused").body


@pytest.mark.parametrize(
    ("amounts", "code"),
    [
        (((GRANT, ""), (GRANT, "oba ważne")), "award.over_pool"),
        (((GRANT, ""), (0, " ")), "award.reason_missing"),
        (((0, "inne priorytety"), (GRANT, "")), "award.reason_missing"),
        (((Decimal("10000.01"), "więcej"), (0, "x")), "award.over_request"),
        (((Decimal(9000), "mniej"), (0, "x")), "award.partial"),
    ],
)
def test_refused_as_a_whole(cycle: Cycle, concluded: Competition, amounts: Any, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        resolve(cycle, concluded, decisions(*amounts))
    assert code in [breach.code for breach in refusal.value.breaches]
    assert not Award.objects.exists()
    assert {offer.state for offer in Offer.objects.all()} == {"opinioned"}


def test_an_offer_left_out_is_undecided(cycle: Cycle, concluded: Competition) -> None:
    chosen = decisions((GRANT, ""), (0, "x"))
    chosen.popitem()
    with pytest.raises(Refused) as refusal:
        resolve(cycle, concluded, chosen)
    assert [breach.code for breach in refusal.value.breaches] == ["award.undecided"]


def test_the_board_may_choose_otherwise_with_a_reason(cycle: Cycle, concluded: Competition) -> None:
    resolve(cycle, concluded, decisions((0, "zadanie już finansowane"), (GRANT, "najważniejsze w regionie")))
    assert {offer.number: offer.state for offer in Offer.objects.all()} == {1: "refused", 2: "awarded"}


def test_not_before_the_panel(cycle: Cycle, competition: Competition) -> None:
    with pytest.raises(NotPossible):
        resolve(cycle, competition, {})


def test_the_page_keeps_every_reason_and_takes_a_second_click(
    visit: Callable[..., Client], cycle: Cycle, concluded: Competition, officer: Actor
) -> None:
    client = visit(officer, RESOLVED)
    address = f"/urzad/konkursy/{concluded.public_id}/rozstrzygniecie/"
    assert "Komisja proponuje:" in words(client.get(address))
    first, second = Offer.objects.order_by("number")
    posted = {
        "resolution": cycle.resolution(on=RESOLVED.date()).pk,
        f"amount_{first.public_id}": "10000.00",
        f"reason_{first.public_id}": "Długie uzasadnienie pierwszej.",
        f"amount_{second.public_id}": "10000.00",
        f"reason_{second.public_id}": "Długie uzasadnienie drugiej.",
    }
    refused = client.post(address, posted)
    assert refused.status_code == 409
    assert "Suma dotacji (20 000,00 zł) przekracza pulę konkursu (15 000,00 zł)" in words(refused).replace(
        "\u00a0", " "
    )
    for number in ("pierwszej", "drugiej"):
        assert f"Długie uzasadnienie {number}." in refused.content.decode()
    posted[f"amount_{second.public_id}"] = "0"
    assert [client.post(address, posted).status_code for _ in range(2)] == [302, 302]
    assert Award.objects.count() == 2
    other = client.post(address, {**posted, f"reason_{second.public_id}": "Zmienione po fakcie."})
    assert other.status_code == 409
    assert "Zmienione po fakcie." in other.content.decode()


def test_three_lists_in_public(visit: Callable[..., Client], cycle: Cycle, competition: Competition) -> None:
    for title in ("Pierwsza", "Druga", "Trzecia"):
        cycle.offer(competition, **{"III.1": title})
    rejected = cycle.offer(competition, **{"III.1": "Odrzucona"}, to="confirmed")
    left = cycle.offer(competition, **{"III.1": "Bez potwierdzenia"})
    cycle.check(rejected, signed={"answer": "no", "note": "brak podpisu"})
    Offer.objects.filter(pk=left.pk).update(state="unexamined")
    cycle.concluded(competition, points={2: [5] * 6})
    address = f"/konkursy/{competition.public_id}/wyniki/"
    for actor in (VISITOR, cycle.officer):
        assert visit(actor, CONCLUDED).get(address).status_code in (302, 404), "nothing before the decision"
    cycle.resolved(competition)
    lists = results(competition)
    assert [(row.task, row.amount, row.reason) for row in lists.awarded] == [
        ("Pierwsza", GRANT, ""),
        ("Trzecia", GRANT, ""),
    ]
    assert [row.task for row in lists.refused] == ["Druga"]
    assert "nie osiągnęła progu" in lists.refused[0].reason
    assert [(row.task, row.reason) for row in lists.rejected] == [
        ("Odrzucona", "brak podpisu"),
        ("Bez potwierdzenia", "brak potwierdzenia złożenia oferty w terminie"),
    ]
    assert lists.total == 2 * GRANT
    page = words(visit(VISITOR, RESOLVED).get(address))
    for text in ("Pierwsza", "Druga", "Odrzucona", "brak podpisu", "w ciągu 30 dni"):
        assert text in page


def test_the_document_is_published_in_three_places(cycle: Cycle, competition: Competition) -> None:
    cycle.offer(competition)
    cycle.resolved(competition)
    run(Job.objects.get(name="awards.results").pk, loud=True)
    document = Document.objects.get(kind="awards.results")
    places = Publication.objects.filter(document=document).values_list("place", "sha256")
    assert sorted(places) == [(place, document.sha256) for place in ("bip", "board", "website")]


def test_who_may(visit: Callable[..., Client], cycle: Cycle, people: Any, concluded: Competition, alice: Actor) -> None:
    address = f"/urzad/konkursy/{concluded.public_id}/rozstrzygniecie/"
    for actor, status in ((VISITOR, 302), (alice, 404), (people("auditor"), 404), (cycle.expert()[1], 404)):
        client = visit(actor, RESOLVED)
        assert (client.get(address).status_code, client.post(address, {}).status_code) == (status, status)
