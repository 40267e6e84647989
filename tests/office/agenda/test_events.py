"""Events: who sees and keeps them, their life cycle, double clicks, repetition, one time cancelled or moved, clashes and races."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import localtime

from core.accounts.actor import VISITOR, Actor, system
from core.audit import ledger
from core.audit.models import Entry
from core.workflow.refusal import NotPossible
from office.agenda import access
from office.agenda.actions import events as actions
from office.agenda.actions.places import revise_room
from office.agenda.models import Attendee, Event, Occurrence, Room
from office.agenda.recurrence import composed
from office.agenda.refusals import EventOver, StaleEvent, Taken, WrongRule, WrongTime
from office.structure.models import Unit
from tests.factories.agenda import attendee, clock, planned, room, units
from tests.races import real_file, together

pytestmark = pytest.mark.django_db
WEEKLY = composed("weekly", date(2026, 11, 24), date(2026, 12, 22))


def entered(actor: Actor, at: Any, *, override: str = "", once: str = "", **more: Any) -> Event:
    return actions.enter(planned(**more), override=override, once=once, actor=actor, at=at)


def starts(event: Event) -> list[str]:
    return [f"{localtime(each.starts_at):%d.%m %H:%M}" for each in event.occurrences.filter(cancelled_at=None)]


# Who sees and keeps


def test_staff_see_all_but_what_is_confidential_elsewhere(
    secretary: Actor, assistant: Actor, clerk: Actor, people: Any, marshal: Attendee, at: Any
) -> None:
    open_to_office = entered(secretary, at)
    public = entered(secretary, at, visibility="public")
    hidden = entered(secretary, at, visibility="unit", people=[marshal], starts_at=clock(25), ends_at=clock(25, 11))
    everyone = {open_to_office, public, hidden}
    for actor in (secretary, assistant, people("auditor"), people("director"), system("zegar")):
        assert set(access.visible(actor, at)) == everyone
    assert set(access.visible(clerk, at)) == {open_to_office, public}
    for stranger in (VISITOR, people(), people("organisation_editor", key="x")):
        assert not access.visible(stranger, at).exists()
        assert not access.occurrences(stranger, at).exists()


def test_the_unit_those_who_serve_and_the_planners_keep_an_event(
    secretary: Actor, assistant: Actor, clerk: Actor, press: Actor, people: Any, marshal: Attendee, at: Any
) -> None:
    event = entered(press, at, unit=Unit.objects.get(code="KMI"))
    assert access.may_keep(press, event, at)[0]
    assert access.may_keep(secretary, event, at)[0]
    assert access.may_keep(clerk, event, at) == (
        False,
        "To wydarzenie prowadzi inna komórka. Poproś ją albo sekretariat o zmianę.",
    )
    assert not access.may_keep(people("auditor"), event, at)[0]
    event.people.add(attendee("Przewodnicząca rady", unit="KMIII"))
    assert access.may_keep(clerk, event, at)[0]


# Life cycle


def test_an_event_is_planned_confirmed_and_cancelled_with_its_reason(secretary: Actor, at: Any) -> None:
    event = entered(secretary, at)
    assert event.state == "planned"
    for _click in range(2):
        actions.confirm(event, actor=secretary, at=at)
    for _click in range(2):
        actions.cancel(event, reason="Choroba gościa", actor=secretary, at=at)
    event.refresh_from_db()
    assert (event.state, event.reason) == ("cancelled", "Choroba gościa")
    assert [each.verb for each in ledger.history(event)] == ["enter_event", "confirm", "cancel"]
    with pytest.raises(NotPossible):
        actions.confirm(event, actor=secretary, at=at)
    with pytest.raises(EventOver):
        actions.revise(event, planned(), revision=1, actor=secretary, at=at)


def test_the_ledger_keeps_no_words_of_an_event(secretary: Actor, marshal: Attendee, at: Any) -> None:
    entered(
        secretary,
        at,
        title="Rozmowa z Janem Próbnym",
        matter="Sprawa Próbnego",
        note="tel. 600 100 200",
        people=[marshal],
    )
    said = str(Entry.objects.get(verb="enter_event").after)
    assert not [word for word in ("Próbn", "600 100 200", "Łęcka") if word in said]
    assert marshal.public_id in said
    assert list(ledger.faults()) == []


def test_a_form_sent_twice_is_one_event(secretary: Actor, hall: Room, at: Any) -> None:
    first = entered(secretary, at, once="abc", room=hall)
    assert entered(secretary, at, once="abc", room=hall) == first
    assert Event.objects.count() == Occurrence.objects.count() == 1


def test_an_event_ends_after_it_begins(secretary: Actor, at: Any) -> None:
    for end in (clock(24, 10), clock(24, 9)):
        with pytest.raises(WrongTime, match="Koniec musi być później niż początek"):
            entered(secretary, at, ends_at=end)


def test_two_who_change_an_event_do_not_overwrite_each_other(secretary: Actor, assistant: Actor, at: Any) -> None:
    event = entered(secretary, at)
    actions.revise(event, planned(title="Z wójtami i burmistrzami"), revision=1, actor=secretary, at=at)
    with pytest.raises(StaleEvent, match="Ktoś inny zmienił to wydarzenie"):
        actions.revise(event, planned(title="Inny"), revision=1, actor=assistant, at=at)
    assert Event.objects.get().title == "Z wójtami i burmistrzami"


# Repetition


def test_a_repeated_event_happens_on_each_of_its_days(secretary: Actor, at: Any) -> None:
    event = entered(secretary, at, rule=WEEKLY)
    assert starts(event) == ["24.11 10:00", "01.12 10:00", "08.12 10:00", "15.12 10:00", "22.12 10:00"]
    assert localtime(event.last_ends_at).date() == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "Powtarzanie nie ma końca. Podaj ostatni dzień, najwyżej 3 lata od pierwszego."),
        ("FREQ=DAILY;COUNT=9999", "Powtarzanie jest za długie: najwyżej 366 terminów i 3 lata od pierwszego."),
        ("FREQ=HOURLY;COUNT=2", "Tej reguły powtarzania nie da się odczytać."),
    ],
)
def test_a_rule_without_an_end_or_too_long_is_refused_in_words(
    secretary: Actor, at: Any, rule: str, words: str
) -> None:
    with pytest.raises(WrongRule) as refusal:
        entered(secretary, at, rule=rule)
    assert words in refusal.value.sentence
    assert not Event.objects.exists()


def test_one_time_is_cancelled_or_moved_and_stays_so_when_the_event_changes(
    secretary: Actor, hall: Room, at: Any
) -> None:
    event = entered(secretary, at, rule=WEEKLY)
    second, third = event.occurrences.all()[1:3]
    for _click in range(2):
        actions.cancel_occurrence(second, reason="Święto", actor=secretary, at=at)
    moved = {"starts_at": clock(9, 14, month=12), "ends_at": clock(9, 15, month=12), "room": hall}
    actions.move_occurrence(third, **moved, actor=secretary, at=at)
    assert starts(event) == ["24.11 10:00", "09.12 14:00", "15.12 10:00", "22.12 10:00"]
    later = {"starts_at": clock(24, 12), "ends_at": clock(24, 13), "rule": WEEKLY}
    actions.revise(event, planned(**later), revision=1, actor=secretary, at=at)
    assert starts(event) == ["24.11 12:00", "09.12 14:00", "15.12 12:00", "22.12 12:00"]
    assert [each.verb for each in ledger.history(event)].count("cancel_occurrence") == 1


def test_an_event_moved_to_another_day_is_the_same_one(secretary: Actor, at: Any) -> None:
    event = entered(secretary, at)
    known = event.occurrences.get()
    actions.revise(event, planned(starts_at=clock(26), ends_at=clock(26, 12)), revision=1, actor=secretary, at=at)
    known.refresh_from_db()
    assert (known.day, starts(event)) == (date(2026, 11, 26), ["26.11 10:00"])


# Clashes


def test_people_and_rooms_that_are_taken_are_told_before_anything_is_kept(
    secretary: Actor, marshal: Attendee, hall: Room, at: Any
) -> None:
    entered(secretary, at, title="Konferencja", people=[marshal], room=hall)
    with pytest.raises(Taken) as refusal:
        entered(
            secretary,
            at,
            title="Drugie",
            starts_at=clock(24, 10, 30),
            ends_at=clock(24, 12),
            people=[marshal],
            room=hall,
        )
    assert refusal.value.sentences[:2] == [
        "Zajęty termin. Marszałek Żaneta Łęcka: „Konferencja”, 24 listopada 2026 r., godz. 10:00.",
        "Zajęty termin. Sala kolumnowa: „Konferencja”, 24 listopada 2026 r., godz. 10:00.",
    ]
    assert "podaj powód" in refusal.value.sentences[-1]
    assert Event.objects.count() == 1


def test_what_only_touches_or_is_cancelled_does_not_clash(
    secretary: Actor, marshal: Attendee, hall: Room, at: Any
) -> None:
    first = entered(secretary, at, people=[marshal], room=hall)
    entered(secretary, at, starts_at=clock(24, 11), ends_at=clock(24, 12), people=[marshal], room=hall)
    entered(secretary, at, starts_at=clock(24, 9), ends_at=clock(24, 10), people=[marshal], room=hall)
    actions.cancel(first, reason="x", actor=secretary, at=at)
    assert entered(secretary, at, people=[marshal], room=hall)


def test_a_clash_is_overruled_with_a_reason_that_is_kept(secretary: Actor, marshal: Attendee, at: Any) -> None:
    entered(secretary, at, people=[marshal])
    with pytest.raises(Taken):
        entered(secretary, at, people=[marshal], override="   ")
    entered(secretary, at, people=[marshal], override="Marszałek otworzy i wyjdzie")
    entry = Entry.objects.filter(verb="enter_event").latest("pk")
    assert (entry.reason, entry.after["clashes"]) == ("Marszałek otworzy i wyjdzie", 1)


def test_clashes_are_found_in_every_time_of_a_repeated_event(secretary: Actor, hall: Room, at: Any) -> None:
    entered(secretary, at, title="Odprawa", rule=WEEKLY, room=hall)
    late = {"starts_at": clock(15, 9, month=12), "ends_at": clock(15, 16, month=12)}
    with pytest.raises(Taken, match=r"Odprawa”, 15 grudnia 2026 r\., godz\. 10:00"):
        entered(secretary, at, room=hall, **late)
    daily = composed("daily", date(2026, 11, 25), date(2026, 12, 31))
    with pytest.raises(Taken) as refusal:
        entered(secretary, at, room=hall, rule=daily, starts_at=clock(25, 10), ends_at=clock(25, 11))
    assert len(refusal.value.clashes) == 4


def test_a_whole_day_takes_each_hour_of_it(secretary: Actor, marshal: Attendee, at: Any) -> None:
    entered(secretary, at, title="Wyjazd", all_day=True, starts_at=clock(24, 0), ends_at=clock(26, 0), people=[marshal])
    with pytest.raises(Taken, match=r"Wyjazd”, 24 listopada 2026 r\.$"):
        entered(secretary, at, starts_at=clock(25, 8), ends_at=clock(25, 9), people=[marshal])
    assert entered(secretary, at, starts_at=clock(26, 8), ends_at=clock(26, 9), people=[marshal])


def test_a_clash_with_a_confidential_event_tells_nothing_of_it(
    secretary: Actor, clerk: Actor, marshal: Attendee, at: Any
) -> None:
    entered(secretary, at, title="Tajna narada", visibility="unit", people=[marshal])
    with pytest.raises(Taken) as refusal:
        entered(clerk, at, people=[marshal])
    assert "Tajna" not in str(refusal.value.sentences)
    assert "wydarzenie poufne" in refusal.value.sentences[0]


def test_moving_one_time_into_another_event_is_refused(secretary: Actor, hall: Room, at: Any) -> None:
    entered(secretary, at, starts_at=clock(25), ends_at=clock(25, 11), room=hall)
    event = entered(secretary, at, rule=WEEKLY)
    occurrence = event.occurrences.first()
    assert occurrence is not None
    with pytest.raises(Taken):
        actions.move_occurrence(
            occurrence, starts_at=clock(25), ends_at=clock(25, 11), room=hall, actor=secretary, at=at
        )
    occurrence.refresh_from_db()
    assert localtime(occurrence.starts_at).day == 24


def test_a_closed_room_is_offered_no_more(secretary: Actor, hall: Room, at: Any) -> None:
    assert list(access.rooms(secretary, at)) == [hall]
    revise_room(hall, {"closed_on": at.date()}, actor=secretary, at=at)
    assert list(access.rooms(secretary, at)) == []
    assert not access.rooms(VISITOR, at).exists()


@pytest.fixture
def _own_connections(transactional_db: None, tmp_path: Path) -> Any:
    yield from real_file(tmp_path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_own_connections")
def test_of_eight_who_book_one_room_at_the_same_moment_one_gets_it(people: Any, at: Any) -> None:
    """Overlapping by half an hour, each from a connection of their own: the row of the room decides."""
    units()
    hall, actor = room(), people("officer", key="KMII")
    values = [
        planned(
            title=f"Spotkanie {number}",
            room=hall,
            starts_at=clock(24, 10, 5 * number),
            ends_at=clock(24, 10, 5 * number) + timedelta(hours=1),
        )
        for number in range(8)
    ]
    outcomes = together(
        *(lambda each=each: actions.enter(each, once=each["title"], actor=actor, at=at) for each in values)
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["Event"] + ["Taken"] * 7
    assert Occurrence.objects.count() == 1
    assert list(ledger.faults()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_own_connections")
def test_of_a_double_click_one_event_comes(people: Any, at: Any) -> None:
    units()
    actor, values = people("officer", key="KMII"), planned()
    same = together(*(lambda: actions.enter(values, once="raz", actor=actor, at=at) for _click in range(4)))
    assert {each.pk for each in same} == {Event.objects.get().pk}
