"""Calendars from files: tried first, then all or nothing, known by UID; and every file that is refused."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localtime
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounts.actor import Actor
from core.files.refusals import RefusedFile
from office.agenda.actions import events
from office.agenda.feeds import of_events
from office.agenda.models import Attendee, Event, Occurrence
from office.agenda.readers import read
from office.agenda.recurrence import composed
from tests.factories.agenda import clock, planned

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
PATH = "/urzad/kalendarz/wczytaj/"
MEETING = """\
BEGIN:VEVENT
UID:1@kalendarz.example
SUMMARY:Konwent
LOCATION:Zgierz
DTSTART;TZID=Europe/Warsaw:20261124T100000
DTEND;TZID=Europe/Warsaw:20261124T110000
END:VEVENT
"""


def calendar(*parts: str) -> bytes:
    body = "".join(parts)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//PL\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def meeting(uid: str = "1", **lines: str) -> str:
    """An event with other lines: `meeting("2", RRULE="FREQ=DAILY")`."""
    found = MEETING.replace("UID:1@", f"UID:{uid}@")
    for name, value in lines.items():
        kept = [line for line in found.splitlines() if not line.startswith(name)]
        if value:
            kept.insert(-1, f"{name}{value if value[0] in ':;' else ':' + value}")
        found = "\n".join(kept) + "\n"
    return found


def send(client: Client, content: bytes, how: str = "take", **more: Any) -> Any:
    file = SimpleUploadedFile("kalendarz.ics", content, content_type="text/calendar")
    said = {"file": file, "how": how, "kind": "meeting", "unit": "KMII", "visibility": "office", **more}
    return client.post(PATH, said)


def test_a_file_is_tried_then_taken_and_a_second_time_changes_nothing(secretary: Actor, enter: Enter) -> None:
    client = enter(secretary)
    content = calendar(MEETING, meeting("2", RRULE="FREQ=WEEKLY;COUNT=3", EXDATE=";TZID=Europe/Warsaw:20261201T100000"))
    tried = send(client, content, how="try")
    assert tried.status_code == 200
    assert "Plik jest poprawny, niczego jeszcze nie zapisano" in tried.content.decode()
    assert not Event.objects.exists()
    for _twice in range(2):
        assert send(client, content).status_code == 302
    assert (Event.objects.count(), Occurrence.objects.count()) == (2, 4)
    assert Occurrence.objects.get(day=date(2026, 12, 1)).cancelled_at
    one = Event.objects.get(uid="1@kalendarz.example")
    assert (one.title, one.place, f"{localtime(one.starts_at):%d.%m %H:%M}") == ("Konwent", "Zgierz", "24.11 10:00")
    assert "wczytane wcześniej" in send(client, content, how="try").content.decode()


def test_what_we_write_we_read(secretary: Actor, at: Any) -> None:
    rule = composed("weekly", date(2026, 10, 20), date(2026, 11, 10))
    values = planned(
        rule=rule, starts_at=clock(20, 10, month=10), ends_at=clock(20, 12, month=10), place="Łęczyca, „Zamek”; sala"
    )
    event = events.enter(values, actor=secretary, at=at)
    events.cancel_occurrence(event.occurrences.all()[1], reason="x", actor=secretary, at=at)
    moved = {"starts_at": clock(4, 14), "ends_at": clock(4, 15), "room": None}
    events.move_occurrence(event.occurrences.all()[2], **moved, actor=secretary, at=at)
    [found], wrong = read(of_events([event], title="Próba", at=at))
    assert wrong == []
    assert (found.uid, found.place, found.starts_at) == (event.uid, "Łęczyca, „Zamek”; sala", event.starts_at)
    assert found.out == {date(2026, 10, 27)}
    assert found.moved == {date(2026, 11, 3): (clock(4, 14), clock(4, 15))}


@pytest.mark.parametrize(
    ("lines", "begins", "ends"),
    [
        ({"DTSTART": "20261124T090000Z", "DTEND": "20261124T100000Z"}, "24.11 10:00", "24.11 11:00"),
        (
            {"DTSTART": ";TZID=America/New_York:20261124T100000", "DTEND": "", "DURATION": "PT2H"},
            "24.11 16:00",
            "24.11 18:00",
        ),
        (
            {"DTSTART": ";TZID=Central European Standard Time:20261124T100000", "DTEND": "", "DURATION": "PT30M"},
            "24.11 10:00",
            "24.11 10:30",
        ),
        ({"DTSTART": "20261124T100000", "DTEND": ""}, "24.11 10:00", "24.11 11:00"),
        ({"DTSTART": ";VALUE=DATE:20261124", "DTEND": ""}, "24.11 00:00", "25.11 00:00"),
        ({"DTSTART": ";VALUE=DATE:20270328", "DTEND": ";VALUE=DATE:20270329"}, "28.03 00:00", "29.03 00:00"),
    ],
)
def test_every_way_to_say_when(lines: dict[str, str], begins: str, ends: str) -> None:
    [found], wrong = read(calendar(meeting(**lines)))
    assert wrong == []
    assert (f"{localtime(found.starts_at):%d.%m %H:%M}", f"{localtime(found.ends_at):%d.%m %H:%M}") == (begins, ends)


def test_zones_with_rules_of_their_own_alarms_and_tasks_are_left_aside() -> None:
    bomb = "BEGIN:VTIMEZONE\nTZID:Zegar\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    alarm = "BEGIN:VALARM\nACTION:EMAIL\nTRIGGER:-PT10M\nREPEAT:999999999\nEND:VALARM\nEND:VEVENT\n"
    journal = "BEGIN:VJOURNAL\nUID:zadanie\nRRULE:FREQ=SECONDLY\nEND:VJOURNAL\n"
    began = time.monotonic()
    [found], wrong = read(calendar(bomb, MEETING.replace("END:VEVENT\n", alarm), journal))
    assert (found.title, wrong) == ("Konwent", [])
    _events, wrong = read(calendar(bomb, meeting(DTSTART=";TZID=Zegar:20261124T100000")))
    assert [each.reason for each in wrong] == ["Nie znamy strefy czasowej „Zegar”."]
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ({"RRULE": "FREQ=WEEKLY"}, "Powtarza się bez końca"),
        ({"RRULE": "FREQ=DAILY;COUNT=999999999"}, "Powtarza się za długo"),
        ({"RRULE": "FREQ=DAILY;UNTIL=99991231"}, "Powtarza się za długo"),
        ({"RRULE": "FREQ=SECONDLY;COUNT=10"}, "Reguły powtarzania nie da się odczytać"),
        ({"RDATE": "20261201T100000"}, "Dodatkowych terminów (RDATE) nie wczytujemy"),
        ({"UID": ""}, "Wydarzenie nie ma UID"),
        ({"DTSTART": ""}, "Wydarzenie nie ma początku"),
        ({"DTEND": "20261123T100000"}, "kończy się, zanim się zacznie"),
        ({"DTEND": "20361123T100000"}, "trwa za długo"),
        ({"DTSTART": "18001124T100000"}, "poza latami 2000–2100"),
        ({"DTSTART": ";TZID=Mars/Olympus:20261124T100000"}, "Nie znamy strefy czasowej „Mars/Olympus”"),
        ({"DTSTART": ";TZID=../../etc/passwd:20261124T100000"}, "Nie znamy strefy czasowej"),
    ],
)
def test_an_event_that_is_not_taken_is_named_and_nothing_is_stored(
    secretary: Actor, enter: Enter, lines: dict[str, str], words: str
) -> None:
    answer = send(enter(secretary), calendar(meeting("0"), meeting("9", **lines)))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert "Niczego nie zapisano" in page
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "pusty"),
        (b"to nie kalendarz", "To nie jest plik iCalendar"),
        (b"PK\x03\x04\x00\x00", "znaki, których kalendarz nie może mieć"),
        (
            calendar(MEETING.replace("Konwent", "Łęczyca")).decode().encode("cp1250"),
            "nie jest tekstem w kodowaniu UTF-8",
        ),
        (calendar(MEETING).decode().encode("utf-16"), "nie jest tekstem w kodowaniu UTF-8"),
        (b"BEGIN:VCALENDAR\r\n" + b"X" * 1_100_000, "Plik jest za duży"),
        (b"BEGIN:VCALENDAR\r\n" + b"A:1\r\n" * 30_000, "Plik jest za długi"),
        (calendar(*(meeting(str(each)) for each in range(501))), "za dużo wydarzeń"),
        (calendar(*("BEGIN:VEVENT\n" for _each in range(9_000))), "za dużo wydarzeń albo jest źle zbudowany"),
        (calendar(MEETING.replace("END:VEVENT\n", "")), "uszkodzony"),
        (calendar(MEETING)[:-15], "ucięty"),
        (calendar(meeting(SUMMARY="A" * 20_000)), "zbyt długi wiersz"),
        (
            calendar(*(meeting(str(each), RRULE="FREQ=DAILY;COUNT=366") for each in range(20))),
            "więcej niż 5\u00a0000 terminów",
        ),
        (calendar(meeting(DTSTART="jutro")), "kalendarz"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value[:20],
)
def test_a_hostile_file_is_refused_in_words_and_at_once(
    secretary: Actor, enter: Enter, content: bytes, words: str
) -> None:
    client = enter(secretary)
    began = time.monotonic()
    answer = send(client, content)
    assert time.monotonic() - began < 3
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Event.objects.exists()


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "BEGIN:VEVENT",
                "END:VEVENT",
                "BEGIN:VALARM",
                "UID:1",
                "DTSTART:20261124T100000",
                "DTSTART;VALUE=DATE:20261124",
                "RRULE:FREQ=DAILY",
                "RRULE:x",
                "DTEND",
                ":",
                ";=:",
                " folded",
                "EXDATE:x",
                "RECURRENCE-ID:20261124T100000",
                "\x07",
                "SUMMARY;LANGUAGE=pl:Ż",
            ]
        ),
        max_size=14,
    )
)
def test_no_garbage_is_more_than_refused(lines: list[str]) -> None:
    with suppress(RefusedFile):
        read(calendar("\n".join(lines) + "\n"))


def test_clashes_are_shown_and_overruled_with_a_reason(
    secretary: Actor, marshal: Attendee, at: Any, enter: Enter
) -> None:
    events.enter(planned(title="Narada", people=[marshal]), actor=secretary, at=at)
    client, who = enter(secretary), {"people": [marshal.public_id]}
    assert "Narada" in send(client, calendar(MEETING), how="try", **who).content.decode()
    refused = send(client, calendar(MEETING), **who)
    assert refused.status_code == 409
    assert "Zajęty termin. Marszałek Żaneta Łęcka: „Narada”" in refused.content.decode()
    assert Event.objects.count() == 1
    assert send(client, calendar(MEETING), override="Marszałek wybierze", **who).status_code == 302
    assert Event.objects.count() == 2


def test_nothing_from_a_file_is_public_by_itself(secretary: Actor, enter: Enter) -> None:
    assert send(enter(secretary), calendar(MEETING), visibility="public").status_code == 400
    assert not Event.objects.exists()
