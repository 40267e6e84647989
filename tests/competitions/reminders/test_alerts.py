"""Letters about new calls: of the spheres and counties one chose, of each call once, ended by one click."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from competitions.calls.models import Competition
from competitions.reminders import actions
from competitions.reminders.models import CallAlert
from competitions.reminders.privacy import REMINDERS
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.jobs.actions import enqueue
from core.jobs.runner import run
from core.notices.delivery import deliver_due
from core.notices.models import Notice
from tests.factories.cycle import CLOSED, PUBLISHED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]


@pytest.fixture
def three(cycle: Cycle) -> list[Competition]:
    """Open calls: culture (whole region), sport (county 1004), volunteering (county 1020)."""
    tasks = cycle.programme(spheres=("16", "17", "27")).tasks.order_by("pk")
    where: dict[str, list[str]] = {"16": [], "17": ["1004"], "27": ["1020"]}
    return [cycle.competition(title=f"Konkurs {each.sphere}", task=each, counties=where[each.sphere]) for each in tasks]


def wants(
    people: Any, *, spheres: tuple[str, ...] = (), counties: tuple[str, ...] = (), at: datetime = PUBLISHED
) -> Actor:
    actor: Actor = people()
    actions.set_alert(actor.person, spheres=spheres, counties=counties, actor=actor, at=at)
    return actor


def alert(at: datetime = WRITTEN) -> int:
    """One run of the clock's job; how many letters it wrote."""
    job = enqueue("reminders.alert")
    run(job.pk, clock=lambda: at, loud=True)
    job.refresh_from_db()
    return int(job.result["letters"])


@pytest.mark.parametrize(
    ("spheres", "counties", "told"),
    [
        ((), (), {"16", "17", "27"}),
        (("17",), (), {"17"}),
        ((), ("1004",), {"16", "17"}),
        (("17", "27"), ("1004",), {"17"}),
        (("1",), (), set()),
    ],
)
def test_one_letter_tells_of_all_calls_that_fit(
    three: list[Competition], people: Any, spheres: tuple[str, ...], counties: tuple[str, ...], told: set[str]
) -> None:
    actor = wants(people, spheres=spheres, counties=counties)
    assert alert() == bool(told)
    assert alert() == 0
    letters = list(Notice.objects.filter(template="call-alert"))
    assert len(letters) == bool(told)
    for letter in letters:
        assert letter.email == actor.person.email
        assert set(re.findall(r"^Konkurs (\d+)$", letter.body, re.M)) == told
        assert "http://localhost:8000/konkursy/" in letter.body


def test_calls_announced_before_and_those_over_are_no_news(three: list[Competition], people: Any) -> None:
    wants(people, at=WRITTEN)
    wants(people)
    assert alert(CLOSED) == 0
    assert alert(WRITTEN) == 1


def test_a_call_that_opens_later_comes_alone(cycle: Cycle, three: list[Competition], people: Any) -> None:
    wants(people, spheres=("16",))
    assert alert() == 1
    cycle.competition(title="Konkurs 16 drugi", task=three[0].task)
    assert alert() == 1
    last = Notice.objects.filter(template="call-alert").latest("pk")
    assert last.subject == "Nowy konkurs: Konkurs 16 drugi"
    assert "Konkurs 16\n" not in last.body


def test_a_person_sets_changes_and_ends_it_on_a_page(three: list[Competition], people: Any, visit: Visit) -> None:
    actor = people()
    client = visit(actor, PUBLISHED)
    assert visit(VISITOR, PUBLISHED).get("/alerty/").status_code == 302
    assert client.post("/alerty/", {"spheres": ["16", "17"], "counties": ["1004"]}).status_code == 302
    assert client.post("/alerty/", {"spheres": ["17"], "counties": ["1004"]}).status_code == 302
    kept = CallAlert.objects.get()
    assert (kept.user, kept.spheres, kept.counties) == (actor.user, ["17"], ["1004"])
    assert "Zapisz zmiany" in words(client.get("/alerty/"))
    assert client.post("/alerty/", {"spheres": ["999"]}).status_code == 400
    assert client.post("/alerty/", {"end": "1"}).status_code == 302
    assert not CallAlert.objects.exists()
    assert list(Entry.objects.filter(chain=kept.chain).values_list("verb", flat=True)) == [
        "set_alert",
        "set_alert",
        "end_alert",
    ]


def test_one_click_of_the_letter_ends_it_and_no_guess_does(
    three: list[Competition], people: Any, client: Client
) -> None:
    actor = wants(people)
    alert()
    # The queue of letters to many lives by the real clock, the story by its own.
    Notice.objects.update(not_before=None)
    assert Notice.objects.count() == deliver_due()
    header = mail.outbox[-1].message()["List-Unsubscribe"]
    link = header.strip("<>").removeprefix("http://localhost:8000")
    known = CallAlert.objects.get()
    for token in (known.public_id, f"{known.public_id}.abc"):
        assert client.post(f"/alerty/rezygnacja/{token}/").status_code == 404
    assert client.get(link).status_code == 200
    assert CallAlert.objects.exists(), "looking at the link ends nothing"
    assert Client(enforce_csrf_checks=True).post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not CallAlert.objects.exists()
    assert client.get(link).status_code == 404
    assert actor.person.email not in {each.email for each in Notice.objects.filter(state="waiting")}


def test_it_is_in_the_copy_of_ones_data_and_is_forgotten(people: Any) -> None:
    actor = wants(people, spheres=("16",))
    assert {"listy o nowych konkursach": True, "sfery": ["16"], "powiaty": []} in REMINDERS.rows(actor.person)
    REMINDERS.forget(actor.person, at=WRITTEN)
    assert not CallAlert.objects.exists()
