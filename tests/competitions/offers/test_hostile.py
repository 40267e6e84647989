"""Hostile input to offers: amounts and days that are none, forms replayed, bodies without end, ids to guess, partners who pry."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from competitions.corrections.models import Correction
from competitions.offers import actions
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.refusals import ClockBehind
from config.wsgi import application
from core.accounts.actor import Actor
from core.accounts.models import public_id
from ngo.registry.models import Organisation
from tests.factories.content import offer_content
from tests.factories.cycle import WRITTEN, Cycle, moment
from tests.factories.pages import content as posted
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
Key = Callable[..., APIClient]
ALLAUTH = "allauth.account.auth_backends.AuthenticationBackend"
AMOUNTS = (
    "-1.00",
    "-0.01",
    "99999999999999999999.99",
    "1e309",
    "NaN",
    "Infinity",
    "0x10",
    "1,5e3",
    "٣٠٠",
    "10.001",
    "  ",
    "=1+1",
)
DAYS = (("2027-09-30", "2027-05-01"), ("2027-02-30", "2027-05-01"), ("0000-00-00", "9999-99-99"), ("jutro", "pojutrze"))


def kept(offer: Offer) -> tuple[str, int]:
    """The offer's state and how many versions of it were submitted."""
    offer.refresh_from_db()
    return offer.state, OfferVersion.objects.count()


@pytest.mark.parametrize("place", ["V.B.2", "unit_cost", "units"])
def test_an_amount_that_is_none_is_never_submitted(visit: Visit, draft: Offer, alice: Actor, place: str) -> None:
    client, address = visit(alice, WRITTEN), f"/moje/oferty/{draft.public_id}/"
    offer = draft
    for amount in AMOUNTS:
        rows = [{**offer_content()["V.A.I"][0], place: amount}] if place != "V.B.2" else offer_content()["V.A.I"]
        content = offer_content(**{"V.A.I": rows} | ({"V.B.2": amount} if place == "V.B.2" else {}))
        offer = actions.save(offer, content, revision=offer.revision, actor=alice, at=WRITTEN)
        assert client.post(f"{address}zloz/").status_code == 409, amount
    assert client.get(address).status_code == 200
    for amount in AMOUNTS[:3]:
        rows = [{**offer_content()["V.A.I"][0], "unit_cost": amount}]
        values = posted("offer-2018", offer_content(**{"V.A.I": rows}), revision=offer.revision)
        assert client.post(f"{address}edycja/", values).status_code in (302, 400, 409)
        assert client.get(f"{address}edycja/").status_code == 200
    assert kept(offer) == ("draft", 0)


def test_a_clock_that_jumps_back_submits_nothing(visit: Visit, draft: Offer, alice: Actor) -> None:
    later = WRITTEN.replace(hour=15)
    offer = actions.save(draft, draft.content, revision=draft.revision, actor=alice, at=later)
    with pytest.raises(ClockBehind):
        actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
    answer = visit(alice, WRITTEN).post(f"/moje/oferty/{draft.public_id}/zloz/")
    assert (answer.status_code, "Zegar serwera cofnął się" in words(answer)) == (409, True)
    assert kept(offer) == ("draft", 0)
    # Two servers may differ by a second; when the clock is right again the offer goes in.
    assert actions.submit(offer, actor=alice, clock=lambda: later - timedelta(seconds=1)).number == 1


@pytest.mark.parametrize(("begins", "ends"), DAYS)
def test_days_out_of_order_are_never_submitted(
    visit: Visit, draft: Offer, alice: Actor, key: Key, begins: str, ends: str
) -> None:
    content = offer_content(**{"III.2.from": begins, "III.2.to": ends})
    actions.save(draft, content, revision=draft.revision, actor=alice, at=WRITTEN)
    client = visit(alice, WRITTEN)
    assert client.get(f"/moje/oferty/{draft.public_id}/edycja/").status_code == 200
    assert client.post(f"/moje/oferty/{draft.public_id}/zloz/").status_code == 409
    answer = key(alice).post(f"/api/v1/offers/{draft.public_id}/submit/")
    assert (answer.status_code, answer.json()["code"]) == (409, "refused")
    assert set(answer.json()["errors"]) & {"III.2.from", "III.2.to"}
    assert kept(draft) == ("draft", 0)


def test_ten_thousand_rows_of_costs_are_refused_by_the_api(draft: Offer, alice: Actor, key: Key) -> None:
    content = offer_content(**{"V.A.I": [{"name": "x"}] * 10_000})
    with time_machine.travel(WRITTEN, tick=False):
        body = {"revision": draft.revision, "content": content}
        answer = key(alice).put(f"/api/v1/offers/{draft.public_id}/content/", body, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["content.V.A.I"])
    assert Offer.objects.get(pk=draft.pk).content == draft.content


def test_a_token_of_another_session_opens_no_form(draft: Offer, alice: Actor, bob: Actor) -> None:
    """A form taken from one session is not taken in another, nor after signing out; and in its own only once in effect."""
    address = f"/moje/oferty/{draft.public_id}/zloz/"
    with time_machine.travel(WRITTEN, tick=False):
        browser, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
        browser.force_login(alice.person, backend=ALLAUTH)
        page = browser.get(address).content.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        token = {"csrfmiddlewaretoken": found[1]}
        other.force_login(bob.person, backend=ALLAUTH)
        other.get("/")
        assert other.post(address, token).status_code == 403
        assert kept(draft) == ("draft", 0)
        assert [browser.post(address, token).status_code for _ in range(3)] == [302] * 3
        assert kept(draft) == ("submitted", 1)
        browser.logout()
        assert browser.post(address, token).status_code in (302, 403)
        assert kept(draft) == ("submitted", 1)


class Endless(io.RawIOBase):
    """A body that never ends; it counts what is read of it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.taken += size if size > 0 else 1 << 62
        return b"x" * min(max(size, 0), 65536)


@pytest.fixture
def within_the_test() -> Iterator[None]:
    """A request outside the test client keeps the connection of the test's own transaction, as the client sees to."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("within_the_test")
@pytest.mark.parametrize("size", [None, "2147483648", "-1", "abc", "99999999999999999999999"])
@pytest.mark.parametrize("path", ["/api/v1/attachments/", "/moje/oferty/"])
def test_a_body_without_end_or_with_a_false_length_is_not_read(
    alice: Actor, key: Key, path: str, size: str | None, settings: Any
) -> None:
    """Chunked (no length at all), two gigabytes, or a length that is none: an answer comes, and hardly a byte is read."""
    body, statuses = Endless(), []
    with time_machine.travel(WRITTEN, tick=False):
        header = key(alice).defaults
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "wsgi.input": body,
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
            "HTTP_TRANSFER_ENCODING": "chunked",
            **header,
            **({"CONTENT_LENGTH": size} if size is not None else {}),
        }
        answer = application(environ, lambda status, _headers: statuses.append(int(status.split()[0])))
        b"".join(answer)
    assert 300 <= statuses[0] < 500
    assert body.taken <= 65536


def test_ids_tell_nothing_of_how_many_there_are(
    visit: Visit, cycle: Cycle, draft: Offer, alice: Actor, key: Key
) -> None:
    """Rivals cannot be counted: ids are random, receipts too, and the number in the competition is kept back."""
    ids = [public_id() for _ in range(2000)]
    assert len(set(ids)) == 2000
    assert min(map(len, ids)) >= 10
    assert not any(each.startswith("-") for each in ids), "a command would take it for an option"
    assert sorted(ids) != ids
    for _ in range(3):
        cycle.offer(draft.competition)
    actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    mine = Offer.objects.get(pk=draft.pk)
    assert mine.number == 4
    with time_machine.travel(WRITTEN, tick=False):
        shown = key(alice).get(f"/api/v1/offers/{draft.public_id}/").json()
        assert shown["number"] is None
        for guess in range(1, 30):
            assert key_get(key, alice, guess) == 404
    page = words(visit(alice, WRITTEN).get(f"/moje/oferty/{draft.public_id}/"))
    assert mine.receipt in page
    assert "nr 4" not in page


def key_get(key: Key, actor: Actor, guess: int) -> int:
    """The status of an offer asked for by a counter, in a browser's session: keys are counted."""
    client = APIClient()
    client.force_login(actor.person, backend=ALLAUTH)
    return int(client.get(f"/api/v1/offers/{guess}/").status_code)


def test_an_invitation_tells_nothing_of_the_offer(
    visit: Visit, draft: Offer, alice: Actor, bob: Actor, key: Key
) -> None:
    other = Organisation.objects.get(public_id=bob.key)
    partner = actions.invite_partner(draft, other, actor=alice, at=WRITTEN)
    page = visit(bob, WRITTEN).get(reverse("partnership", args=[partner.public_id])).content.decode()
    with time_machine.travel(WRITTEN, tick=False):
        said = key(bob).get(f"/api/v1/partners/{partner.public_id}/").content.decode()
    for secret in (draft.content["III.3"], draft.content["II.2.phone"], "10 000,00", "10000.00"):
        assert secret not in page
        assert secret not in said


def test_a_partner_writes_the_correction_and_the_one_who_began_submits_it(
    visit: Visit, cycle: Cycle, draft: Offer, alice: Actor, bob: Actor, key: Key
) -> None:
    other = Organisation.objects.get(public_id=bob.key)
    partner = actions.invite_partner(draft, other, actor=alice, at=WRITTEN)
    actions.join(partner, actor=bob, at=WRITTEN)
    ours, theirs = draft.organisation.public_id, other.public_id
    split = [{"offerer": ours, "value": "9000.00"}, {"offerer": theirs, "value": "3500.00"}]
    content = offer_content(**{"V.C": split, "VI.2": "Lider prowadzi warsztaty, partner przegląd."})
    offer = actions.save(Offer.objects.get(), content, revision=draft.revision, actor=alice, at=WRITTEN)
    actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
    cycle.close(offer.competition)
    cycle.confirm(offer)
    cycle.check(offer, proposal="correct", fields=["III.3"], accessibility={"answer": "no", "note": "brak opisu"})
    back = moment(2027, 1, 4)
    correction = Correction.objects.get()
    address = f"/api/v1/corrections/{correction.public_id}/"
    with time_machine.travel(back, tick=False):
        body = {"revision": 0, "content": {"III.3": "Dojazd i sanitariaty są dostępne."}}
        assert key(bob).put(f"{address}content/", body, format="json").status_code == 200
        assert key(bob).post(f"{address}submit/").status_code == 403
        assert visit(bob, back).post(f"/moje/oferty/{offer.public_id}/uzupelnienie/zloz/").status_code == 403
        assert key(alice).post(f"{address}submit/").status_code == 200
