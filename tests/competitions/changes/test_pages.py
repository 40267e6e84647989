"""Pages of changes: what may change now, each step in words with its article, what everyone and the applicant see."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.changes.models import Change
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.publications.queries import publications_of
from tests.factories.cycle import ANNOUNCED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db


def base(competition: Competition) -> str:
    return f"/urzad/konkursy/{competition.public_id}/"


def test_an_extension_from_its_form_to_three_publications(
    visit: Callable[..., Client], competition: Competition, officer: Actor, alice: Actor, run_jobs: Callable[[], int]
) -> None:
    client = visit(officer, WRITTEN)
    assert 'value="2026-12-14T23:59:59"' in client.get(f"{base(competition)}przedluz/").content.decode()
    posted = {
        "offers_due": "2026-12-18T23:59:59",
        "confirmation_due": "2026-12-28T16:00:00",
        "selection_by": "2027-02-15",
        "reason": "awaria generatora w dniu 30 listopada",
    }
    for _ in range(2):
        answer = client.post(f"{base(competition)}przedluz/", posted)
        assert answer["Location"] == f"{base(competition)}zmiany/"
    assert Change.objects.count() == 1
    assert "Dokument zmiany powstaje" in words(client.get(answer["Location"]))
    run_jobs()
    page = words(client.get(answer["Location"]))
    assert "do opublikowania Biuletyn Informacji Publicznej, tablica ogłoszeń w siedzibie, strona internetowa" in page
    for place in ("bip", "board", "website"):
        published = {"place": place, "published_at": "2026-12-01T10:00:00", "note": f"{place}.example.org"}
        assert client.post(f"{base(competition)}zmiany/1/publikacja/", published).status_code == 302
    assert (
        len([row for row in publications_of(competition) if row.document and row.document.kind == "changes.change"])
        == 3
    )
    public = words(visit(VISITOR, WRITTEN).get(f"/konkursy/{competition.public_id}/"))
    assert public.index("Zmiany po ogłoszeniu") < public.index("Pula środków"), "changes stand on top"
    assert "Przedłużenie terminu składania ofert (1 grudnia 2026 r.)" in public
    assert "było: 14 grudnia 2026 r., godz. 23:59:59 jest: 18 grudnia 2026 r., godz. 23:59:59" in public
    assert "opublikowany w trzech miejscach" in public
    assert client.post(f"{base(competition)}zmiany/7/publikacja/", published).status_code == 404


def test_a_refused_step_keeps_what_was_typed(
    visit: Callable[..., Client], competition: Competition, officer: Actor
) -> None:
    client = visit(officer, WRITTEN)
    posted = {
        "offers_due": "2026-12-10T12:00:00",
        "confirmation_due": "2026-12-28T16:00:00",
        "selection_by": "2027-02-15",
        "reason": "skracamy nabór",
    }
    answer = client.post(f"{base(competition)}przedluz/", posted)
    assert answer.status_code == 409
    assert "Termin można tylko wydłużyć" in words(answer)
    assert "skracamy nabór" in answer.content.decode()
    assert client.post(f"{base(competition)}zawies/", {"reason": ""}).status_code == 400


def correction(client: Client, competition: Competition, **changes: str) -> Any:
    """The form of a correction as its page gives it, with some fields changed."""
    form: Any = client.get(f"{base(competition)}popraw/").context["form"]
    posted = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    posted |= {"offers_due": "2026-12-14T23:59:59", "confirmation_due": "2026-12-21T16:00:00"}
    return client.post(f"{base(competition)}popraw/", {**posted, **changes})


def test_a_correction_changes_only_what_differs(
    visit: Callable[..., Client], competition: Competition, officer: Actor
) -> None:
    client = visit(officer, WRITTEN)
    unchanged = correction(client, competition, reason="bez zmian")
    assert (unchanged.status_code, "Żadne pole nie różni się" in words(unchanged)) == (409, True)
    early = correction(client, competition, reason="nowe warunki", conditions="Tylko w powiecie łęczyckim.")
    assert (early.status_code, "liczy się od nowa co najmniej 21 dni" in words(early)) == (409, True)
    assert "Tylko w powiecie łęczyckim." in early.content.decode()
    slip = correction(
        client, competition, reason="literówka", conditions="Zadanie realizuje się na terenie województwa.", slip="on"
    )
    assert slip.status_code == 302
    (row,) = Change.objects.get().rows
    assert (row["name"], row["after"]) == (
        "warunki realizacji zadania",
        "Zadanie realizuje się na terenie województwa.",
    )


def test_suspended_and_resumed_on_their_pages(
    visit: Callable[..., Client], competition: Competition, draft: Offer, officer: Actor, alice: Actor
) -> None:
    client = visit(officer, WRITTEN)
    assert client.post(f"{base(competition)}zawies/", {"reason": "awaria"}).status_code == 302
    offer = words(visit(alice, WRITTEN).get(f"/moje/oferty/{draft.public_id}/"))
    assert "Nabór zawieszony" in offer
    assert "wersje robocze można zapisywać" in offer
    assert "Nabór zawieszony, wznów go albo odwołaj" in words(visit(officer, WRITTEN).get("/urzad/"))
    client = visit(officer, WRITTEN.replace(day=4))
    page = words(client.get(f"{base(competition)}wznow/"))
    assert "Gdy wznowisz nabór teraz, oferty będzie można składać do 17 grudnia 2026 r., godz. 23:59:59" in page
    assert client.post(f"{base(competition)}wznow/", {"reason": "naprawiono"}).status_code == 302
    competition.refresh_from_db()
    assert competition.state == "open"


def test_calling_off_says_why_not(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, officer: Actor
) -> None:
    client = visit(officer, WRITTEN)
    assert "niemożliwe: ogłoszenie tego nie zastrzega" in words(client.get(f"{base(competition)}zmiany/"))
    posted = {"reason": "brak środków", "resolution": cycle.resolution().pk}
    refused = client.post(f"{base(competition)}odwolaj/", posted)
    assert (refused.status_code, "Ogłoszenie nie zastrzega" in words(refused)) == (409, True)
    assert client.post(f"{base(competition)}odwolaj/", {"reason": "x"}).status_code == 400, "the Board decides"
    closed_door = client.get(f"{base(competition)}odwolaj/")
    assert "Teraz to niemożliwe" in words(closed_door)
    assert "<textarea" not in closed_door.content.decode(), "no form for what is not possible"
    reserved = cycle.competition(calling_off_reserved=True)
    assert client.post(f"{base(reserved)}odwolaj/", posted).status_code == 302
    public = words(visit(VISITOR, WRITTEN).get(f"/konkursy/{reserved.public_id}/"))
    assert "Konkurs nie będzie rozstrzygnięty." in public
    assert "Zarząd zastrzega możliwość odwołania konkursu" in public


@pytest.mark.parametrize("step", ["zmiany", "przedluz", "popraw", "zawies", "wznow", "odwolaj", "uniewaznij"])
def test_only_staff_change_a_competition(
    visit: Callable[..., Client], competition: Competition, alice: Actor, people: Any, step: str
) -> None:
    for actor in (alice, people("auditor")):
        assert visit(actor, ANNOUNCED).get(f"{base(competition)}{step}/").status_code == 404
        assert visit(actor, ANNOUNCED).post(f"{base(competition)}{step}/", {}).status_code == 404


def test_what_nobody_has_verified_is_said_to_the_officer(
    visit: Callable[..., Client], competition: Competition, officer: Actor
) -> None:
    client = visit(officer, WRITTEN)
    assert "Niezweryfikowane: ustawa nie mówi wprost" in words(client.get(f"{base(competition)}popraw/"))
    assert "Niezweryfikowane" not in words(client.get(f"{base(competition)}przedluz/"))
