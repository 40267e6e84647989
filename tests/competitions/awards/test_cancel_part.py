"""Cancelling one sub-task under art. 18a: on its own offers alone, its pool kept apart, the others chosen as ever."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.awards import actions
from competitions.awards.documents import ResultsSheet
from competitions.awards.queries import results
from competitions.calls.models import Competition, SubTask
from competitions.changes import actions as changes
from competitions.changes.documents import ChangeSheet
from competitions.changes.models import Change
from competitions.changes.queries import announced
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.jobs.runner import drain
from core.notices.models import Notice
from core.publications.models import Place
from core.workflow.refusal import NotPossible, Refused
from tests.factories.cycle import CHECKED, CLOSED, CONCLUDED, RESOLVED, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
PARTS = [{"title": "Śpiew", "pool": Decimal(60000)}, {"title": "Rękodzieło", "pool": Decimal(40000)}]
WEAK = (1, 1, 1, 1, 1, 1)


@pytest.fixture
def divided(cycle: Cycle) -> Competition:
    return cycle.competition(subtasks=PARTS)


def cancel(cycle: Cycle, part: SubTask, **values: Any) -> Change:
    given = {"resolution": cycle.resolution(on=CHECKED.date()), "reason": "brak ofert", "at": CHECKED, **values}
    return actions.cancel_part(part, actor=cycle.officer, **given)


def test_a_part_without_offers_ends_and_the_other_goes_on(cycle: Cycle, divided: Competition) -> None:
    first, second = divided.subtasks.all()
    cycle.offer(divided, subtask=first)
    cycle.close(divided)
    who = {"resolution": cycle.resolution(on=CHECKED.date()), "reason": "brak ofert"}
    change = cancel(cycle, second, **who)
    assert (change.subtask, change.basis, change.kind) == (second, "art. 18a ust. 1 pkt 1", "part_cancellation")
    (row,) = change.rows
    assert (row["name"], row["after"]) == ("podzadanie 2. Rękodzieło", "unieważnione; pula jest wolna")
    assert row["before"].split() == ["pula", "40", "000,00", "zł"]
    assert cancel(cycle, SubTask.objects.get(pk=second.pk), **who) == change, "a second click"
    assert Entry.objects.get(verb="cancel_part").after["subtask"] == 2
    divided.refresh_from_db()
    assert (divided.state, divided.changed, divided.living_pool) == ("closed", 1, 60000)
    with pytest.raises(Refused) as refusal:
        cancel(cycle, first)
    assert [breach.code for breach in refusal.value.breaches] == ["competition.part_unchecked"]


def test_another_resolution_does_not_cancel_it_again(
    visit: Callable[..., Client], cycle: Cycle, divided: Competition, officer: Actor
) -> None:
    cycle.close(divided)
    cancel(cycle, divided.subtasks.get(number=2))
    posted = {"reason": "jeszcze raz", "resolution": cycle.resolution().pk}
    answer = visit(officer, CHECKED).post(f"/urzad/konkursy/{divided.public_id}/podzadania/2/uniewaznij/", posted)
    assert answer.status_code == 409
    assert "Unieważnienia się nie powtarza" in words(answer)
    assert Change.objects.count() == 1


def test_the_last_part_is_cancelled_with_the_whole(cycle: Cycle, divided: Competition) -> None:
    first, second = divided.subtasks.all()
    cycle.close(divided)
    cancel(cycle, first)
    with pytest.raises(Refused) as refusal:
        cancel(cycle, second)
    assert "Unieważnij cały konkurs" in refusal.value.sentences[0]
    change = actions.cancel(
        divided, resolution=cycle.resolution(), reason="brak ofert", actor=cycle.officer, at=CHECKED
    )
    assert (divided.state, change.number) == ("cancelled", 2)


def test_an_open_call_and_a_good_offer_keep_it(cycle: Cycle, divided: Competition) -> None:
    first = divided.subtasks.get(number=1)
    offer = cycle.offer(divided, subtask=first, to="confirmed")
    with pytest.raises(NotPossible):
        cancel(cycle, first)
    cycle.close(divided)
    cycle.check(offer)
    with pytest.raises(Refused) as refusal:
        cancel(cycle, first)
    assert [breach.code for breach in refusal.value.breaches] == ["competition.part_meeting"]
    assert not Change.objects.exists()


@pytest.fixture
def half_void(cycle: Cycle, divided: Competition) -> Competition:
    """The panel spoke of both parts; the only offer in the second is below the threshold, and that part is cancelled."""
    first, second = divided.subtasks.all()
    cycle.offer(divided, subtask=first)
    cycle.offer(divided, subtask=second)
    cycle.concluded(divided, {2: WEAK})
    cancel(cycle, second, at=CONCLUDED)
    return divided


def resolve(cycle: Cycle, competition: Competition, amount: int) -> None:
    decisions = {offer.public_id: (Decimal(amount), "") for offer in competition.offers.filter(state="opinioned")}
    actions.resolve(competition, resolution=cycle.resolution(), decisions=decisions, actor=cycle.officer, at=RESOLVED)


def test_its_offers_end_with_it_and_the_board_decides_on_the_others(cycle: Cycle, half_void: Competition) -> None:
    assert list(half_void.offers.order_by("number").values_list("state", flat=True)) == ["opinioned", "voided"]
    resolve(cycle, half_void, 10000)
    lists = results(half_void)
    assert [(part.number, part.total, part.cancelled_on) for part in lists.parts] == [
        (1, 10000, None),
        (2, 0, CONCLUDED.date()),
    ]
    assert [row.subtask for row in lists.awarded] == [1]
    (moot,) = lists.parts[1].lists.refused
    assert "podzadanie unieważniono" in moot.reason
    sheet = ResultsSheet.of(half_void, justification_days=30)
    assert (sheet.pool, sheet.total) == (60000, 10000)


def test_money_of_a_cancelled_part_is_not_spent(cycle: Cycle, half_void: Competition) -> None:
    """What the second part had does not make the first one richer."""
    SubTask.objects.filter(competition=half_void, number=1).update(pool=Decimal(9000))
    Competition.objects.filter(pk=half_void.pk).update(pool=Decimal(49000))
    half_void.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        resolve(cycle, half_void, 10000)
    assert {breach.code for breach in refusal.value.breaches} == {"award.over_pool", "award.over_subtask"}


def test_those_with_offers_in_it_are_told_and_no_others(cycle: Cycle, half_void: Competition) -> None:
    drain()
    change = Change.objects.get()
    told = Notice.objects.filter(template="competition-changed")
    moot = Offer.objects.get(subtask__number=2)
    assert [notice.user for notice in told] == [cycle.signatory(moot.organisation).user]
    assert "Unieważnienie podzadania" in told.get().subject
    assert "2. Rękodzieło" in ChangeSheet.of(change).rows[0].name


def test_it_is_published_like_every_change(cycle: Cycle, half_void: Competition) -> None:
    drain()
    change = Change.objects.get()
    for place in Place.values:
        changes.record_publication(
            change, place=place, published_at=CONCLUDED, note="", actor=cycle.officer, at=CONCLUDED
        )
    (row,) = announced(half_void)
    assert row.missing == []


def test_pages_of_the_officer_lead_to_it(
    visit: Callable[..., Client], cycle: Cycle, divided: Competition, officer: Actor
) -> None:
    cycle.close(divided)
    client = visit(officer, CLOSED)
    whole = client.get(f"/urzad/konkursy/{divided.public_id}/uniewaznij/")
    address = f"/urzad/konkursy/{divided.public_id}/podzadania/2/uniewaznij/"
    assert address in whole.content.decode()
    page = words(client.get(address))
    assert "2. Rękodzieło Pula podzadania 40 000,00 zł" in page
    assert "Podstawa: art. 18a ust. 1 pkt 1." in page
    posted = {"reason": "Nie złożono żadnej oferty.", "resolution": cycle.resolution().pk}
    assert client.post(address, posted).status_code == 302
    again = client.get(address)
    assert "To podzadanie jest już unieważnione." in words(again)
    assert "</textarea>" not in again.content.decode()
    assert client.get(f"/urzad/konkursy/{divided.public_id}/podzadania/9/uniewaznij/").status_code == 404


def test_everyone_reads_it_on_the_page_the_results_and_in_the_api(
    visit: Callable[..., Client], cycle: Cycle, half_void: Competition, client: Client
) -> None:
    resolve(cycle, half_void, 10000)
    public = visit(VISITOR, RESOLVED)
    page = words(public.get(f"/konkursy/{half_void.public_id}/"))
    assert "Rękodzieło unieważnione" in page
    assert "Pozostałe podzadania toczą się bez zmian." in page
    shown = words(public.get(f"/konkursy/{half_void.public_id}/wyniki/"))
    assert "Podzadanie 1. Śpiew Przyznano 10 000,00 zł z puli 60 000,00 zł." in shown
    assert "Unieważniono je 25 stycznia 2027 r. (art. 18a); pula 40 000,00 zł nie została wykorzystana." in shown
    told = client.get(f"/api/v1/results/{half_void.public_id}/").json()
    assert [(row["number"], row["total"], row["cancelled_on"]) for row in told["subtasks"]] == [
        (1, "10000.00", None),
        (2, "0.00", "2027-01-25"),
    ]
    assert (told["awarded"][0]["subtask"], told["refused"][0]["subtask"]) == (1, 2)
    (change,) = client.get(f"/api/v1/changes/?competition={half_void.public_id}").json()["results"]
    assert (change["kind"], change["subtask"]) == ("part_cancellation", 2)
    parts = client.get(f"/api/v1/competitions/{half_void.public_id}/").json()["subtasks"]
    assert [row["cancelled_at"] is None for row in parts] == [True, False]


def test_the_organisation_reads_it_on_its_offer(
    visit: Callable[..., Client], cycle: Cycle, half_void: Competition
) -> None:
    moot = Offer.objects.get(subtask__number=2)
    page = words(visit(cycle.signatory(moot.organisation), CONCLUDED).get(f"/moje/oferty/{moot.public_id}/"))
    assert "w unieważnionym podzadaniu" in page
    assert "Podzadanie unieważnione" in page


def test_the_officers_list_is_narrowed_to_a_part(
    visit: Callable[..., Client], half_void: Competition, officer: Actor, cycle: Cycle
) -> None:
    client = visit(officer, CONCLUDED)
    address = f"/urzad/konkursy/{half_void.public_id}/oferty"
    assert "(podzadanie 1)" in words(client.get(f"{address}/"))
    narrowed = words(client.get(f"{address}/?podzadanie=2"))
    assert "(podzadanie 2)" in narrowed
    assert "(podzadanie 1)" not in narrowed
    table = b"".join(client.get(f"{address}.csv?podzadanie=2").streaming_content).decode()  # type: ignore[attr-defined]
    assert table.count("2. Rękodzieło") == 1
    assert "1. Śpiew" not in table
    plain = cycle.competition()
    assert "podzadanie" not in client.get(f"/urzad/konkursy/{plain.public_id}/oferty/").content.decode()
