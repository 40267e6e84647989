"""iCalendar: what a calendar program reads, parsed back by another library (vobject); secret links and the public one."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import vobject
from django.test import Client
from django.utils.timezone import localtime

from core.accounts.actor import VISITOR, Actor
from core.audit.models import PersonalRead
from core.signin.actions import withdraw_hat
from law.verdict import WARSAW
from office.agenda.actions import events
from office.agenda.actions import feeds as actions
from office.agenda.feeds import of_events
from office.agenda.models import Attendee, Event, Feed, Room
from office.agenda.recurrence import composed
from office.agenda.refusals import TooManyFeeds
from tests.factories.agenda import clock, planned

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
FEEDS = "/urzad/kalendarz/kanaly/"


def parsed(content: bytes) -> list[Any]:
    """The events as another library reads them."""
    return list(vobject.readOne(content.decode()).contents.get("vevent", []))


def starts(component: Any) -> list[datetime]:
    """Each time of an event as the other library works it out, in UTC."""
    rules = component.getrruleset(addRDate=True)
    return [each.replace(tzinfo=each.tzinfo or WARSAW).astimezone(UTC) for each in rules]


def feed_of(event: Event, at: Any) -> list[Any]:
    return parsed(of_events(Event.objects.filter(pk=event.pk), title="Próba", at=at))


def test_a_meeting_is_read_back_as_it_is(secretary: Actor, marshal: Attendee, hall: Room, at: Any) -> None:
    values = planned(title="Spotkanie; z wójtami, Łęczyca\\", room=hall, place="II piętro", people=[marshal])
    event = events.enter(values, actor=secretary, at=at)
    [read] = feed_of(event, at)
    assert read.summary.value == "Spotkanie; z wójtami, Łęczyca\\"
    assert (read.uid.value, read.location.value, read.status.value) == (
        event.uid,
        "Sala kolumnowa, II piętro",
        "TENTATIVE",
    )
    assert (read.dtstart.value, read.dtend.value) == (event.starts_at, event.ends_at)
    assert "Żaneta Łęcka" in read.description.value


def test_a_whole_day_has_days_and_no_hours(secretary: Actor, at: Any) -> None:
    event = events.enter(planned(all_day=True, starts_at=clock(24, 0), ends_at=clock(26, 0)), actor=secretary, at=at)
    [read] = feed_of(event, at)
    assert (read.dtstart.value, read.dtend.value) == (date(2026, 11, 24), date(2026, 11, 26))


@pytest.mark.parametrize("choice", ["daily", "workdays", "weekly", "fortnightly", "monthly", "weekday"])
def test_repeated_times_are_read_back_to_the_minute_across_both_changes_of_the_clock(
    secretary: Actor, at: Any, choice: str
) -> None:
    """From the summer of 2026 over its end and over the beginning of the next: 10:00 stays 10:00."""
    first = clock(24, 10, month=9)
    rule = composed(choice, first.date(), date(2027, 4, 20))
    event = events.enter(planned(rule=rule, starts_at=first, ends_at=clock(24, 11, month=9)), actor=secretary, at=at)
    [read] = feed_of(event, at)
    kept = [each.starts_at for each in event.occurrences.all()]
    assert starts(read) == kept
    assert {f"{localtime(each):%H:%M}" for each in kept} == {"10:00"}
    assert len({each.hour for each in kept}) == 2


def test_repeated_whole_days_are_read_back(secretary: Actor, at: Any) -> None:
    rule = composed("weekly", date(2026, 10, 20), date(2026, 11, 10))
    whole = {"all_day": True, "starts_at": clock(20, 0, month=10), "ends_at": clock(21, 0, month=10)}
    event = events.enter(planned(rule=rule, **whole), actor=secretary, at=at)
    [read] = feed_of(event, at)
    assert [each.date() if isinstance(each, datetime) else each for each in read.getrruleset(addRDate=True)] == [
        each.day for each in event.occurrences.all()
    ]


def test_cancelled_and_moved_times_are_read_back(secretary: Actor, at: Any) -> None:
    rule = composed("weekly", date(2026, 11, 24), date(2026, 12, 22))
    event = events.enter(planned(rule=rule), actor=secretary, at=at)
    second, third = event.occurrences.all()[1:3]
    events.cancel_occurrence(second, reason="x", actor=secretary, at=at)
    moved = {"starts_at": clock(9, 14, month=12), "ends_at": clock(9, 15, month=12), "room": None}
    events.move_occurrence(third, **moved, actor=secretary, at=at)
    main, exception = feed_of(event, at)
    assert [each.day for each in starts(main)] == [24, 8, 15, 22]
    assert exception.recurrence_id.value == clock(8, 10, month=12)
    assert (exception.uid.value, exception.dtstart.value) == (event.uid, clock(9, 14, month=12))


def test_a_confirmed_and_a_cancelled_event_say_so(secretary: Actor, at: Any) -> None:
    event = events.enter(planned(), actor=secretary, at=at)
    events.confirm(event, actor=secretary, at=at)
    assert feed_of(event, at)[0].status.value == "CONFIRMED"
    events.cancel(event, reason="x", actor=secretary, at=at)
    assert feed_of(event, at)[0].status.value == "CANCELLED"


# Links


def test_a_link_is_shown_once_and_only_its_hash_is_kept(
    secretary: Actor, marshal: Attendee, at: Any, enter: Enter
) -> None:
    events.enter(planned(people=[marshal]), actor=secretary, at=at)
    events.enter(planned(title="Bez marszałka"), actor=secretary, at=at)
    client = enter(secretary)
    page = client.post(FEEDS, {"attendee": marshal.public_id}).content.decode()
    [address] = [word for word in page.replace("<", " ").replace(">", " ").split() if "/kalendarz/kanal/" in word]
    secret = address.rpartition("/")[2].removesuffix(".ics")
    assert secret not in client.get(FEEDS).content.decode()
    assert secret not in str(Feed.objects.values().get())
    answer = enter(VISITOR).get(f"/kalendarz/kanal/{secret}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store"
    assert [each.summary.value for each in parsed(answer.content)] == ["Spotkanie z wójtami"]
    for _read in range(3):
        enter(VISITOR).get(f"/kalendarz/kanal/{secret}.ics")
    feed = Feed.objects.get()
    assert feed.last_read_at is not None
    assert PersonalRead.objects.filter(page="feed", subject_id=feed.public_id, user=secretary.user).count() == 1


def test_a_revoked_link_and_one_of_a_withdrawn_hat_open_nothing(
    secretary: Actor, clerk: Actor, marshal: Attendee, at: Any, enter: Enter
) -> None:
    feed, secret = actions.make(marshal, actor=secretary, at=at)
    other, second = actions.make(marshal.unit, actor=secretary, at=at)
    visitor, path = enter(VISITOR), "/kalendarz/kanal/%s.ics"
    assert visitor.get(path % secret).status_code == visitor.get(path % second).status_code == 200
    assert enter(clerk).post(f"{FEEDS}{feed.public_id}/uniewaznij/").status_code == 404
    for _click in range(2):
        enter(secretary).post(f"{FEEDS}{feed.public_id}/uniewaznij/")
    assert visitor.get(path % secret).status_code == 404
    assert visitor.get(path % second).status_code == 200
    assert secretary.hat is not None
    withdraw_hat(secretary.hat, actor=Actor(system="test"), at=at)
    assert visitor.get(path % second).status_code == 404
    for wrong in ("x", "x" * 300, "%00", other.public_id, other.secret_hash):
        assert visitor.get(path % wrong).status_code == 404


def test_a_link_sees_what_the_hat_sees(
    secretary: Actor, clerk: Actor, assistant: Actor, marshal: Attendee, at: Any, enter: Enter
) -> None:
    events.enter(planned(title="Tajna narada", visibility="unit", people=[marshal]), actor=secretary, at=at)
    seen = {}
    for actor in (clerk, assistant):
        _feed, secret = actions.make(marshal, actor=actor, at=at)
        seen[actor.key] = enter(VISITOR).get(f"/kalendarz/kanal/{secret}.ics").content.decode()
    assert "Tajna" not in seen["KMIII"]
    assert "Tajna" in seen["KMV"]


def test_reads_of_a_link_and_guesses_are_limited(
    secretary: Actor, marshal: Attendee, at: Any, enter: Enter, settings: Any
) -> None:
    settings.CALENDAR_READS, settings.CALENDAR_GUESSES = 3, 2
    _feed, secret = actions.make(marshal, actor=secretary, at=at)
    visitor = enter(VISITOR)
    assert [visitor.get(f"/kalendarz/kanal/{secret}.ics").status_code for _each in range(4)] == [200, 200, 200, 429]
    assert [visitor.get(f"/kalendarz/kanal/zgadywanka{each}.ics").status_code for each in range(3)] == [404, 404, 429]


def test_a_hat_has_a_bounded_number_of_links(secretary: Actor, marshal: Attendee, at: Any, enter: Enter) -> None:
    for _each in range(actions.FEEDS_MAX):
        actions.make(marshal, actor=secretary, at=at)
    with pytest.raises(TooManyFeeds, match="Masz już 20 kanałów"):
        actions.make(marshal, actor=secretary, at=at)
    assert enter(secretary).post(FEEDS, {"attendee": marshal.public_id}).status_code == 409
    assert enter(secretary).post(FEEDS, {}).status_code == 400
    assert enter(secretary).post(FEEDS, {"attendee": marshal.public_id, "unit": "KMI"}).status_code == 400
