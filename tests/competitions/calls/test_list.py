"""The public list of competitions: filters by state, sphere, county and words; the same as a feed and as a calendar."""

from collections.abc import Callable
from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from icalendar import Calendar

from core.accounts.actor import VISITOR, Actor
from tests.factories.cycle import DEADLINE, WRITTEN, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def three(cycle: Cycle) -> None:
    """Kultura (whole region), Sport (county 1004), Wolontariat, closed (county 1020); a draft."""
    programme = cycle.programme(spheres=("16", "17", "27"))
    task = {each.sphere: each for each in programme.tasks.all()}
    cycle.competition(title="Kultura blisko domu", task=task["16"])
    cycle.competition(title="Sport <dla> wszystkich", task=task["17"], counties=["1004"])
    cycle.close(cycle.competition(title="Wolontariat", task=task["27"], counties=["1020"]))
    cycle.competition(title="Tajny szkic", task=task["16"], to="draft")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Kultura blisko domu", "Sport <dla> wszystkich", "Wolontariat"}),
        ("sfera=17", {"Sport <dla> wszystkich"}),
        ("powiat=1004", {"Kultura blisko domu", "Sport <dla> wszystkich"}),
        ("powiat=1020&stan=nabor", {"Kultura blisko domu"}),
        ("stan=ocena", {"Wolontariat"}),
        ("stan=koniec", set()),
        ("szukaj=blisko", {"Kultura blisko domu"}),
        ("szukaj=Tajny", set()),
        ("sfera=999&powiat=x&stan=y", {"Kultura blisko domu", "Sport <dla> wszystkich", "Wolontariat"}),
    ],
)
def test_the_list_its_feed_and_its_calendar_are_narrowed_alike(
    three: None, visit: Visit, asked: str, found: set[str]
) -> None:
    client = visit(VISITOR, moment(2026, 12, 15, 0, 10) if "ocena" in asked else WRITTEN)
    page = client.get(f"/konkursy/?{asked}")
    assert {row.title for row in page.context["rows"]} == found
    feed = ElementTree.fromstring(client.get(f"/konkursy/atom.xml?{asked}").content)
    assert {entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")} == found
    calendar = Calendar.from_ical(client.get(f"/konkursy/terminy.ics?{asked}").content)
    assert {str(event["summary"]).removeprefix("Koniec naboru: ") for event in calendar.walk("VEVENT")} == found


def test_a_calendar_keeps_the_moment_to_the_second_and_one_identity(three: None, visit: Visit) -> None:
    client = visit(VISITOR, WRITTEN)
    answer = client.get("/konkursy/terminy.ics?sfera=17")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == DEADLINE
    again = Calendar.from_ical(client.get("/konkursy/terminy.ics?sfera=17").content).walk("VEVENT")[0]
    assert event["uid"] == again["uid"]
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_a_feed_leads_to_the_page_and_says_when(three: None, visit: Visit) -> None:
    client = visit(VISITOR, WRITTEN)
    feed = ElementTree.fromstring(client.get("/konkursy/atom.xml?sfera=17").content)
    (entry,) = feed.iter(f"{ATOM}entry")
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert client.get(link.attrib["href"].removeprefix("http://localhost:8000")).status_code == 200
    assert "Oferty do 14 grudnia 2026" in (entry.findtext(f"{ATOM}summary") or "").replace("\xa0", " ")
    assert feed.find(f"{ATOM}updated") is not None


def test_staff_find_drafts_in_the_list_and_nobody_does_in_the_feed(three: None, officer: Actor, visit: Visit) -> None:
    client = visit(officer, WRITTEN)
    assert "Tajny szkic" in words(client.get("/konkursy/?szukaj=Tajny"))
    for address in ("/konkursy/atom.xml", "/konkursy/terminy.ics"):
        assert "Tajny" not in client.get(address).content.decode()


def test_the_page_leads_to_a_feed_of_what_it_shows(three: None, visit: Visit) -> None:
    page = visit(VISITOR, WRITTEN).get("/konkursy/?sfera=17&strona=1").content.decode()
    assert 'href="/konkursy/atom.xml?sfera=17"' in page
    assert 'href="/konkursy/terminy.ics?sfera=17"' in page
