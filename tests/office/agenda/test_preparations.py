"""What is prepared for an event: the usual things, owners and terms, doing and undoing, desks."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from core.accounts.actor import Actor
from core.audit import ledger
from core.notices.models import Notice
from office.agenda import access
from office.agenda.actions import events
from office.agenda.actions import preparations as actions
from office.agenda.models import Attendee, Event, Kind, Preparation
from office.agenda.practice import needs
from office.agenda.refusals import LateTerm, PreparedAlready
from office.terms.queries import rows, terms
from office.terms.sources import Asked
from tests.factories.agenda import clock, planned

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]


@pytest.fixture
def event(secretary: Actor, at: Any) -> Event:
    """A press conference on Thursday 3 December 2026."""
    values = planned(
        kind="conference", title="Konferencja", starts_at=clock(3, month=12), ends_at=clock(3, 11, month=12)
    )
    return events.enter(values, actor=secretary, at=at)


def own(actor: Actor, at: Any) -> list[str]:
    """What the actor is to prepare, on the page of terms."""
    return [each.sign for each in terms(rows(Asked(actor, at), only="preparation") or [])]


def test_every_kind_of_event_has_something_that_is_usual() -> None:
    assert all(needs(kind) for kind in Kind.values)


def test_the_usual_things_come_once_with_working_days_before(event: Event, secretary: Actor, at: Any) -> None:
    for _click in range(2):
        actions.add_usual(event, actor=secretary, at=at)
    assert [(each.what, each.due_on) for each in event.preparations.all()] == [
        ("Tezy wystąpienia", date(2026, 12, 1)),
        ("Catering", date(2026, 12, 1)),
        ("Materiały dla mediów", date(2026, 12, 2)),
    ]
    assert actions.days_before(date(2026, 11, 12), 1) == date(2026, 11, 10)


def test_a_term_that_has_passed_already_is_today(secretary: Actor, at: Any) -> None:
    tomorrow = events.enter(planned(kind="trip"), actor=secretary, at=at)
    actions.add_usual(tomorrow, actor=secretary, at=at)
    assert {each.due_on for each in tomorrow.preparations.all()} == {date(2026, 11, 23)}


def test_an_owner_is_told_and_says_that_it_is_done(event: Event, secretary: Actor, press: Actor, at: Any) -> None:
    row = actions.add(event, what="Tezy", owner=press.user, due_on=date(2026, 12, 1), actor=secretary, at=at)
    letter = Notice.objects.get(user=press.user, template="preparation-given")
    assert letter.subject == "Do przygotowania do 1 grudnia 2026 r.: Tezy"
    assert access.may_prepare(press, row, at)[0]
    for _click in range(2):
        actions.do(row, actor=press, at=at)
    assert row.done_at == at
    actions.undo(row, actor=press, at=at)
    assert row.done_at is None
    verbs = [each.verb for each in ledger.history(event)]
    assert verbs == ["enter_event", "add_preparation", "do_preparation", "undo_preparation"]


def test_a_term_after_the_event_and_a_thing_twice_are_refused(event: Event, secretary: Actor, at: Any) -> None:
    said = {"what": "Tezy", "owner": None, "due_on": date(2026, 12, 3), "actor": secretary, "at": at}
    row = actions.add(event, **said)
    with pytest.raises(PreparedAlready, match="„Tezy” jest już na liście"):
        actions.add(event, **said)
    with pytest.raises(LateTerm, match="Termin wypada po wydarzeniu"):
        actions.revise(row, what="Tezy", owner=None, due_on=date(2026, 12, 4), actor=secretary, at=at)
    assert Preparation.objects.get().due_on == date(2026, 12, 3)


def test_pages_and_who_may_use_them(event: Event, secretary: Actor, clerk: Actor, enter: Enter, at: Any) -> None:
    client, base = enter(secretary), f"/urzad/kalendarz/wydarzenia/{event.public_id}/przygotowania/"
    assert client.post(f"{base}zwykle/").status_code == 302
    assert (
        client.post(base, {"what": "Kwiaty", "owner": clerk.person.public_id, "due_on": "2026-12-01"}).status_code
        == 302
    )
    late = client.post(base, {"what": "Mikrofon", "due_on": "2027-01-01"})
    assert late.status_code == 409
    assert "Mikrofon" in late.content.decode()
    row = Preparation.objects.get(what="Kwiaty")
    own = f"/urzad/kalendarz/przygotowania/{row.public_id}/"
    assert client.post(own, {"what": "Kwiaty i bilet", "due_on": "2026-11-30"}).status_code == 302
    assert enter(clerk).post(f"{own}gotowe/").status_code == 403
    assert (
        client.post(own, {"what": "Kwiaty", "owner": clerk.person.public_id, "due_on": "2026-11-30"}).status_code == 302
    )
    assert enter(clerk).post(f"{own}gotowe/").status_code == 302
    assert enter(clerk).post(own, {"what": "x", "due_on": "2026-11-30"}).status_code == 403
    page = client.get(f"/urzad/kalendarz/wydarzenia/{event.public_id}/").content.decode()
    assert "gotowe" in page
    assert "Tezy wystąpienia" in client.get("/urzad/kalendarz/przygotowania/").content.decode()


def test_the_owner_of_a_thing_for_a_confidential_event_sees_the_thing_alone(
    secretary: Actor, clerk: Actor, marshal: Attendee, at: Any, enter: Enter
) -> None:
    event = events.enter(planned(visibility="unit", people=[marshal]), actor=secretary, at=at)
    row = actions.add(event, what="Tłumaczenie", owner=clerk.user, due_on=date(2026, 11, 24), actor=secretary, at=at)
    assert list(access.preparations(clerk, at)) == [row]
    assert not access.visible(clerk, at).exists()
    answer = enter(clerk).post(f"/urzad/kalendarz/przygotowania/{row.public_id}/gotowe/")
    assert answer["Location"] == "/urzad/kalendarz/przygotowania/"


def test_what_is_to_be_prepared_is_among_ones_terms(
    event: Event, secretary: Actor, press: Actor, clerk: Actor, at: Any, enter: Enter
) -> None:
    actions.add(event, what="Tezy", owner=press.user, due_on=date(2026, 12, 1), actor=secretary, at=at)
    assert own(press, at) == ["Tezy"]
    assert own(clerk, at) == []
    address = f"/urzad/kalendarz/przygotowania/{Preparation.objects.get().public_id}/"
    assert enter(press).get(address)["Location"] == f"/urzad/kalendarz/wydarzenia/{event.public_id}/"
    assert enter(secretary).get(address).status_code == 200
    events.cancel(event, reason="x", actor=secretary, at=at)
    assert own(press, at) == []


def test_the_list_costs_the_same_at_one_and_thirty(
    event: Event, secretary: Actor, enter: Enter, at: Any, django_assert_num_queries: Any
) -> None:
    client = enter(secretary)
    for count in (1, 24):
        for number in range(event.preparations.count(), count):
            actions.add(
                event, what=f"Rzecz {number}", owner=secretary.user, due_on=date(2026, 12, 1), actor=secretary, at=at
            )
        with django_assert_num_queries(6):
            client.get("/urzad/kalendarz/przygotowania/")
