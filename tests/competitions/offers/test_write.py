"""Writing an offer: saved as typed, never overwritten, never lost; nobody else sees a draft."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.offers import actions
from competitions.offers.models import Offer
from competitions.offers.refusals import NotOpen, StaleDraft
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.workflow.refusal import Conflict, Refused
from ngo.registry.models import Organisation
from tests.factories.content import offer_content
from tests.factories.cycle import ANNOUNCED, DEADLINE, WRITTEN, Cycle
from tests.factories.pages import content, words

pytestmark = pytest.mark.django_db
LATE = DEADLINE + timedelta(seconds=1)


def typed(offer: Offer, revision: int | None = None, **changes: Any) -> dict[str, str]:
    values = offer_content(**changes)
    return content("offer-2018", values, revision=offer.revision if revision is None else revision)


def test_begun_by_one_click(visit: Callable[..., Client], competition: Competition, alice: Actor) -> None:
    client = visit(alice, WRITTEN)
    address = f"/moje/konkursy/{competition.public_id}/nowa-oferta/"
    assert client.get(address).status_code == 200
    answer = client.post(address)
    offer = Offer.objects.get()
    assert answer["Location"] == f"/moje/oferty/{offer.public_id}/edycja/"
    assert client.get(answer["Location"]).status_code == 200


def test_saved_as_typed(visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
    client = visit(alice, WRITTEN)
    address = f"/moje/oferty/{draft.public_id}/edycja/"
    changes = {"III.3": "  Warsztaty <b>„Żółć”</b>\r\nw Łęczycy  ", "V.B.2": "9 999,5"}
    assert client.post(address, typed(draft, **changes)).status_code == 302
    saved = Offer.objects.get()
    assert saved.content["III.3"] == "Warsztaty <b>„Żółć”</b>\nw Łęczycy"
    assert saved.content["V.B.2"] == "9999.50"
    assert saved.content["III.4"] == offer_content()["III.4"]
    assert saved.revision == draft.revision + 1
    page = client.get(address).content.decode()
    assert "&lt;b&gt;„Żółć”" in page
    assert "<b>„Żółć”" not in page
    assert not Entry.objects.filter(verb="save").exists()


@pytest.mark.parametrize("revision", ["", "-1", "x", "99999999999", "٣"])
def test_a_forged_revision_saves_nothing(
    visit: Callable[..., Client], draft: Offer, alice: Actor, revision: str
) -> None:
    posted = {**typed(draft, **{"III.5": "nowe"}), "revision": revision}
    answer = visit(alice, WRITTEN).post(f"/moje/oferty/{draft.public_id}/edycja/", posted)
    assert answer.status_code == 409
    assert "zapisał tę ofertę w międzyczasie" in words(answer)
    assert "nowe" in answer.content.decode()
    assert Offer.objects.get().content == draft.content


def test_after_the_deadline_text_is_still_kept(visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
    client = visit(alice, LATE)
    address = f"/moje/oferty/{draft.public_id}/edycja/"
    assert "Termin składania ofert minął" in words(client.get(address))
    assert client.post(address, typed(draft, **{"III.5": "dopisane po terminie"})).status_code == 302
    kept = Offer.objects.get()
    assert (kept.content["III.5"], kept.late_at, kept.state) == ("dopisane po terminie", LATE, "draft")
    page = words(client.get(address))
    assert "Ostatni zapis po terminie: 15 grudnia 2026 r., godz. 00:00" in page
    assert client.post(f"/moje/oferty/{draft.public_id}/zloz/").status_code == 409
    # A deadline that was moved takes the mark away with the next saving.
    Competition.objects.update(offers_due=LATE + timedelta(days=7))
    client.post(address, typed(kept, **{"III.5": "jednak na czas"}))
    assert Offer.objects.get().late_at is None


def test_a_submitted_offer_is_frozen_but_the_text_stays_on_the_page(
    visit: Callable[..., Client], submitted: Offer, alice: Actor
) -> None:
    client = visit(alice, WRITTEN)
    address = f"/moje/oferty/{submitted.public_id}/edycja/"
    assert client.get(address).status_code == 302
    answer = client.post(address, typed(submitted, **{"III.5": "dopisek po złożeniu"}))
    assert answer.status_code == 409
    assert "dopisek po złożeniu" in answer.content.decode()
    submitted.refresh_from_db()
    assert submitted.content == submitted.versions.get().content == offer_content()


def test_too_long_text_comes_back_whole(visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
    answer = visit(alice, WRITTEN).post(f"/moje/oferty/{draft.public_id}/edycja/", typed(draft, **{"III.1": "ż" * 251}))
    assert answer.status_code == 400
    assert "ż" * 251 in answer.content.decode()


def test_an_added_row_saves_nothing(visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
    posted = {**typed(draft, **{"III.5": "niezapisane"}), "add_row": "III.6"}
    answer = visit(alice, WRITTEN).post(f"/moje/oferty/{draft.public_id}/edycja/", posted)
    assert answer.status_code == 200
    assert 'name="III.6-TOTAL_FORMS" value="2"' in answer.content.decode()
    assert "niezapisane" in answer.content.decode()
    assert Offer.objects.get().revision == draft.revision


def test_the_value_of_a_cost_is_money(visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
    """A row of costs has a field "unit"; it is no unit in which the value of the row is counted."""
    page = visit(alice, WRITTEN).get(f"/moje/oferty/{draft.public_id}/edycja/").content.decode()
    row = page[page.index('name="V.A.I-0-units"') :]
    value = row[row.index("<output") : row.index("</output>")]
    assert value == (
        '<output data-product="unit_cost units" data-amount="actions costs difference unsplit">8\u00a0000,00\u00a0zł'
    )


def test_who_sees_a_draft(
    visit: Callable[..., Client], cycle: Cycle, people: Any, draft: Offer, alice: Actor, bob: Actor, officer: Actor
) -> None:
    expert = cycle.expert()[1]
    for actor, status in (
        (VISITOR, 302),
        (bob, 404),
        (officer, 404),
        (expert, 404),
        (people("auditor"), 404),
        (people(), 404),
        (alice, 200),
        (cycle.editor(draft.organisation), 200),
    ):
        client = visit(actor, WRITTEN)
        assert client.get(f"/moje/oferty/{draft.public_id}/").status_code == status, actor
        assert client.get(f"/moje/oferty/{draft.public_id}/edycja/").status_code == status, actor
        saved = client.post(f"/moje/oferty/{draft.public_id}/edycja/", typed(draft, revision=77)).status_code
        assert saved == (409 if status == 200 else status), actor


def test_a_draft_says_what_is_not_filled_yet(visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
    address = f"/moje/oferty/{draft.public_id}/"
    assert "jeszcze nie wypełniono" not in visit(alice, WRITTEN).get(address).content.decode()
    Offer.objects.filter(pk=draft.pk).update(content={"III.1": "Tytuł"}, title="Tytuł")
    page = visit(alice, WRITTEN).get(address).content.decode()
    assert "<title>Oferta: Tytuł" in page
    # Tables and texts that the form asks for wait; only what it leaves to choice is "nie dotyczy".
    assert page.count("jeszcze nie wypełniono") > page.count("nie dotyczy") > 0


@pytest.mark.parametrize("at", [ANNOUNCED, DEADLINE, DEADLINE + timedelta(microseconds=999_999)])
def test_an_offer_may_begin_until_the_deadline(
    competition: Competition, ours: Organisation, alice: Actor, at: datetime
) -> None:
    assert actions.start(competition, ours, actor=alice, at=at).state == "draft"


def test_no_offer_begins_late_or_before_the_announcement(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, ours: Organisation, alice: Actor
) -> None:
    with pytest.raises(Refused):
        actions.start(competition, ours, actor=alice, at=LATE)
    with pytest.raises(NotOpen):
        actions.start(cycle.competition(to="approved"), ours, actor=alice, at=WRITTEN)
    answer = visit(alice, LATE).post(f"/moje/konkursy/{competition.public_id}/nowa-oferta/")
    assert answer.status_code == 409
    assert "Termin składania ofert minął: 14 grudnia 2026 r., godz. 23:59:59" in words(answer)


def test_saving_names_the_reason(draft: Offer, submitted: Offer, alice: Actor) -> None:
    with pytest.raises(StaleDraft):
        actions.save(draft, {}, revision=draft.revision - 1, actor=alice, at=WRITTEN)
    with pytest.raises(Conflict):
        actions.save(submitted, {}, revision=submitted.revision, actor=alice, at=WRITTEN)


def test_amounts_beyond_any_column_are_kept_as_text(draft: Offer, alice: Actor) -> None:
    row = {**offer_content()["V.A.I"][0], "unit_cost": "9999999999.99", "units": "9999999999.99"}
    saved = actions.save(
        draft, offer_content(**{"V.A.I": [row] * 200, "V.B.2": "1e99"}), revision=1, actor=alice, at=WRITTEN
    )
    assert saved.content["V.B.2"] == "1e99"
    assert str(saved.total_cost) == "9999999999.99"
