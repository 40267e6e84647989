"""Offers in the API: an organisation writes and submits its own, the same twice gives the same receipt, others see nothing."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from competitions.offers.models import Offer
from core.accounts.actor import Actor
from core.audit.models import PersonalRead
from tests.factories.content import offer_content
from tests.factories.cycle import DEADLINE, WRITTEN, Cycle, moment

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
OFFERS = "/api/v1/offers/"


@pytest.fixture(autouse=True)
def _written() -> Any:
    with time_machine.travel(WRITTEN, tick=False):
        yield


@pytest.fixture
def alice(cycle: Cycle) -> Actor:
    return cycle.signatory(cycle.organisation("Fundacja Alicji"))


@pytest.fixture
def bob(cycle: Cycle) -> Actor:
    return cycle.signatory(cycle.organisation("Stowarzyszenie Boba"))


def test_from_a_draft_to_the_receipt(cycle: Cycle, alice: Actor, key: Key) -> None:
    competition = cycle.competition()
    client = key(alice)
    begun = client.post(OFFERS, {"competition": competition.public_id}, format="json")
    assert begun.status_code == 201
    offer = f"{OFFERS}{begun.json()['id']}/"
    assert client.get(f"{offer}check/").json() != []
    saved = client.put(f"{offer}content/", {"revision": 0, "content": offer_content()}, format="json")
    assert saved.status_code == 200
    assert saved.json()["requested"] == "10000.00"
    assert [row for row in client.get(f"{offer}check/").json() if row["blocking"]] == []
    receipt = client.post(f"{offer}submit/")
    assert receipt.status_code == 200
    assert receipt.json()["receipt"] == Offer.objects.get().receipt
    assert receipt.json()["checksum"] == Offer.objects.get().checksum
    assert client.post(f"{offer}submit/").json() == receipt.json()
    assert client.get(offer).json()["state"] == "submitted"


def test_beginning_again_gives_the_draft_in_which_nothing_is_written(cycle: Cycle, alice: Actor, key: Key) -> None:
    client, body = key(alice), {"competition": cycle.competition().public_id}
    first = client.post(OFFERS, body, format="json")
    again = client.post(OFFERS, body, format="json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    client.put(f"{OFFERS}{first.json()['id']}/content/", {"revision": 0, "content": {}}, format="json")
    assert client.post(OFFERS, body, format="json").status_code == 201


def test_a_stale_revision_overwrites_nothing(cycle: Cycle, alice: Actor, key: Key) -> None:
    offer = cycle.offer(cycle.competition(), cycle.organisation(), to="draft")
    client = key(cycle.signatory(offer.organisation))
    answer = client.put(
        f"{OFFERS}{offer.public_id}/content/", {"revision": 0, "content": {"III.1": "Inny"}}, format="json"
    )
    assert answer.status_code == 409
    assert answer.json()["code"] == "stale-draft"
    offer.refresh_from_db()
    assert offer.title == "Święto żniw w powiecie łęczyckim"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ({"IX.1": "x"}, "content.IX.1"),
        ({"III.1": 5}, "content.III.1"),
        ({"III.1": "x" * 3000}, "content.III.1"),
        ({"III.4": "nie tabela"}, "content.III.4"),
        ({"III.4": [{"wymyślona": "x"}]}, "content.III.4"),
        ({"V.A.I": [{"unit_cost": 100}]}, "content.V.A.I"),
        ({"III.4": [{}] * 201}, "content.III.4"),
        ("tekst", "content"),
    ],
)
def test_what_the_form_has_no_place_for_is_refused_by_name(cycle: Cycle, key: Key, content: Any, place: str) -> None:
    offer = cycle.offer(cycle.competition(), cycle.organisation(), to="draft")
    client = key(cycle.signatory(offer.organisation))
    body = {"revision": offer.revision, "content": content}
    answer = client.put(f"{OFFERS}{offer.public_id}/content/", body, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [place]
    offer.refresh_from_db()
    assert offer.content == offer_content()


def test_the_law_refuses_in_sentences_with_articles_and_fields(cycle: Cycle, key: Key) -> None:
    offer = cycle.offer(cycle.competition(), cycle.organisation(), to="draft", **{"III.1": ""})
    client = key(cycle.signatory(offer.organisation))
    answer = client.post(f"{OFFERS}{offer.public_id}/submit/")
    assert answer.status_code == 409
    document = answer.json()
    assert document["code"] == "refused"
    assert list(document["errors"]) == ["III.1"]
    assert document["errors"]["III.1"] == document["sentences"]
    checked = client.get(f"{OFFERS}{offer.public_id}/check/").json()
    hard = [(row["field"], row["sentence"]) for row in checked if row["blocking"]]
    assert hard == [("III.1", document["sentences"][0])]


def test_the_check_says_what_the_page_says_and_what_may_harm_apart(cycle: Cycle, key: Key, visit: Any) -> None:
    changed = {"III.5": "", "VII.3": "yes", "VI.1": "paid"}
    offer = cycle.offer(cycle.competition(), cycle.organisation(), to="draft", **changed)
    alice = cycle.signatory(offer.organisation)
    rows = key(alice).get(f"{OFFERS}{offer.public_id}/check/").json()
    said = {(row["code"], row["field"], row["blocking"]) for row in rows}
    assert said >= {
        ("offer.debts", "VII.3", False),
        ("offer.paid_without_payments", "V.B.4", False),
    }
    assert [row["field"] for row in rows if row["blocking"]] == ["III.5"]
    page = visit(alice, WRITTEN).get(f"/moje/oferty/{offer.public_id}/edycja/").content.decode()
    for row in rows:
        assert f'href="#pole-{row["field"]}"' in page, "the list on the page leads to the field"
        assert f'id="pole-{row["field"]}"' in page
    # What only may harm does not keep the offer back.
    whole = {**offer_content(), **changed, "III.5": "Wzrost liczby zespołów."}
    body = {"revision": offer.revision, "content": whole}
    assert key(alice).put(f"{OFFERS}{offer.public_id}/content/", body, format="json").status_code == 200
    assert key(alice).post(f"{OFFERS}{offer.public_id}/submit/").status_code == 200


def test_after_the_deadline_nothing_is_begun_or_submitted(cycle: Cycle, key: Key) -> None:
    competition = cycle.competition()
    offer = cycle.offer(competition, cycle.organisation(), to="draft")
    with time_machine.travel(moment(2026, 12, 15), tick=False):
        assert moment(2026, 12, 15) > DEADLINE
        client = key(cycle.signatory(offer.organisation))
        assert client.post(OFFERS, {"competition": competition.public_id}, format="json").status_code == 409
        body = {"revision": offer.revision, "content": offer_content(**{"III.1": "Po terminie"})}
        # The text is kept all the same: nothing typed is lost.
        assert client.put(f"{OFFERS}{offer.public_id}/content/", body, format="json").status_code == 200
        assert client.post(f"{OFFERS}{offer.public_id}/submit/").status_code == 409
    offer.refresh_from_db()
    assert (offer.state, offer.title) == ("draft", "Po terminie")


def test_a_signatory_withdraws_once_and_an_editor_never(cycle: Cycle, key: Key) -> None:
    offer = cycle.offer(cycle.competition(), cycle.organisation())
    address, body = f"{OFFERS}{offer.public_id}/withdraw/", {"reason": "Zmiana planów."}
    assert key(cycle.editor(offer.organisation)).post(address, body, format="json").status_code == 403
    client = key(cycle.signatory(offer.organisation))
    assert client.post(address, {}, format="json").json()["errors"].keys() == {"reason"}
    for _ in range(2):
        answer = client.post(address, body, format="json")
        assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")


@pytest.mark.parametrize("to", ["draft", "submitted"])
def test_a_foreign_offer_does_not_exist_for_any_verb(cycle: Cycle, bob: Actor, key: Key, to: str) -> None:
    offer = cycle.offer(cycle.competition(), cycle.organisation(), to=to)
    before = Offer.objects.values().get(pk=offer.pk)
    client, address = key(bob), f"{OFFERS}{offer.public_id}/"
    answers = [
        client.get(address),
        client.get(f"{address}check/"),
        client.put(f"{address}content/", {"revision": offer.revision, "content": {}}, format="json"),
        client.post(f"{address}submit/"),
        client.post(f"{address}withdraw/", {"reason": "x"}, format="json"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert client.get(OFFERS).json()["count"] == 0
    assert client.get(f"{OFFERS}?organisation={offer.organisation.public_id}").json()["count"] == 0
    assert Offer.objects.values().get(pk=offer.pk) == before


def test_a_competition_that_is_not_announced_takes_no_offer(cycle: Cycle, alice: Actor, key: Key) -> None:
    competition = cycle.competition(to="draft")
    answer = key(alice).post(OFFERS, {"competition": competition.public_id}, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["competition"]


def test_staff_read_what_was_submitted_and_change_nothing(cycle: Cycle, key: Key) -> None:
    competition = cycle.competition()
    draft = cycle.offer(competition, to="draft")
    sent = cycle.offer(competition)
    client = key(cycle.officer)
    assert [row["id"] for row in client.get(OFFERS).json()["results"]] == [sent.public_id]
    assert client.get(f"{OFFERS}{draft.public_id}/").status_code == 404
    shown = client.get(f"{OFFERS}{sent.public_id}/").json()
    assert shown["content"]["III.1"] == sent.title
    assert PersonalRead.objects.filter(page="api:api-offer", subject_id=sent.public_id).count() == 1
    # A key of the office has no scope for writing; a browser's session meets the gate.
    assert client.post(f"{OFFERS}{sent.public_id}/submit/").status_code == 403
    session = APIClient()
    session.force_login(cycle.officer.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert session.post(f"{OFFERS}{sent.public_id}/withdraw/", {"reason": "x"}, format="json").status_code == 404
    assert session.post(OFFERS, {"competition": competition.public_id}, format="json").status_code == 403


def test_reading_takes_the_reading_scope_and_writing_the_writing_one(cycle: Cycle, key: Key) -> None:
    offer = cycle.offer(cycle.competition(), cycle.organisation(), to="draft")
    alice = cycle.signatory(offer.organisation)
    reader, writer = key(alice, "offers:read"), key(alice, "offers:write")
    assert reader.get(OFFERS).status_code == 200
    assert reader.post(f"{OFFERS}{offer.public_id}/submit/").status_code == 403
    assert writer.get(OFFERS).status_code == 403
    assert APIClient().get(OFFERS).status_code == 401


def test_a_browser_needs_the_csrf_token(cycle: Cycle) -> None:
    offer = cycle.offer(cycle.competition(), cycle.organisation(), to="draft")
    browser = APIClient(enforce_csrf_checks=True)
    browser.force_login(
        cycle.signatory(offer.organisation).person, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert browser.get(f"{OFFERS}{offer.public_id}/").status_code == 200
    assert browser.post(f"{OFFERS}{offer.public_id}/submit/").status_code == 403


def test_filters_narrow_and_order(cycle: Cycle, key: Key) -> None:
    one, two = cycle.competition(), cycle.competition(title="Drugi konkurs")
    holder = cycle.organisation()
    first, second = cycle.offer(one, holder), cycle.offer(two, holder, to="draft")
    client = key(cycle.signatory(holder))

    def found(query: str) -> list[str]:
        return [row["id"] for row in client.get(f"{OFFERS}?{query}").json()["results"]]

    assert found("state=submitted") == [first.public_id]
    assert found(f"competition={two.public_id}") == [second.public_id]
    assert found("ordering=submitted_at&submitted_from=2026-12-01T00:00:00Z") == [first.public_id]
    # An offset that the standard knows and PostgreSQL does not; a moment before our calendar is refused, not a fault.
    assert found("submitted_from=0624-02-12T10:14:12%2B23:19") == [first.public_id]
    assert client.get("/api/v1/offers/?submitted_from=0001-01-01T00:00:00%2B10:00").status_code == 400
    assert found("page_size=1") != found("page_size=1&page=2")
    assert client.get(f"{OFFERS}?state=zmyślony").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_at_any_size(cycle: Cycle, key: Key, count: int, django_assert_num_queries: Any) -> None:
    competition = cycle.competition()
    for _ in range(count):
        cycle.offer(competition)
    client = key(cycle.officer)
    client.get(OFFERS)
    with django_assert_num_queries(3):
        assert client.get(OFFERS).json()["count"] == count


def test_no_primary_key_leaves(cycle: Cycle, key: Key) -> None:
    offer = cycle.offer(cycle.competition(), cycle.organisation())
    shown = key(cycle.signatory(offer.organisation)).get(f"{OFFERS}{offer.public_id}/").json()
    assert shown["id"] == offer.public_id
    assert not {"pk", "created_by", "submitted_by"} & shown.keys()
