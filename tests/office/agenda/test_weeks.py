"""The weekly list for the media: draft, approval, issue, letters, document; changes after it was sent; nothing non-public, ever."""

import json
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from core.accounts.actor import VISITOR, Actor
from core.audit import ledger
from core.documents.models import Document
from core.notices.models import Notice
from core.workflow.refusal import Conflict, NotPossible
from office.agenda.actions import events
from office.agenda.actions import weeks as actions
from office.agenda.models import Attendee, Event, Room, Week
from office.agenda.presentation import changes, digest, items
from office.agenda.queries import media_addresses, of_week
from office.agenda.refusals import EmptyWeek, PastWeek, WeekChanged
from office.registers.actions import cancel as cancel_entry
from office.registers.actions import enter as enter_entry
from office.registers.schema import registers
from tests.factories.agenda import attendee, clock, planned, units
from tests.races import real_file, together

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 30)
Enter = Callable[..., Client]


def seen() -> str:
    return digest(items(of_week(MONDAY)))


@pytest.fixture
def opening(secretary: Actor, marshal: Attendee, hall: Room, at: Any) -> Event:
    """A public event of next week."""
    values = planned(
        kind="occasion",
        title="Otwarcie drogi",
        visibility="public",
        press=True,
        people=[marshal],
        room=hall,
        matter="Wewnętrzna sprawa drogi",
        note="Notatka o gościach",
        starts_at=clock(1, 10, month=12),
        ends_at=clock(1, 11, month=12),
    )
    return events.enter(values, actor=secretary, at=at)


@pytest.fixture
def newsrooms(press: Actor, at: Any) -> list[str]:
    """Two newsrooms of the register of media, one twice; one without an address; one cancelled."""
    made = []
    for name, email in (
        ("Radio Próba", "radio@media.example"),
        ("Gazeta Próbna", "gazeta@media.example"),
        ("Radio", "RADIO@media.example"),
        ("Portal", ""),
    ):
        values = {"newsroom": name, "kind": "radio", "email": email or None, "confirmed": at.date().isoformat()}
        made.append(enter_entry(registers()["media"], values, actor=press, at=at))
    gone = enter_entry(
        registers()["media"],
        {"newsroom": "Dawna", "kind": "daily", "email": "dawna@media.example", "confirmed": at.date().isoformat()},
        actor=press,
        at=at,
    )
    cancel_entry(gone, reason="nie wychodzi", actor=press, at=at)
    return ["radio@media.example", "gazeta@media.example"]


@pytest.fixture
def issued(opening: Event, newsrooms: list[str], secretary: Actor, press: Actor, at: Any, run_jobs: Any) -> Week:
    week = actions.draft(date(2026, 12, 3), actor=secretary, at=at)
    actions.approve(week, seen=seen(), actor=press, at=at)
    actions.issue(week, actor=press, at=at)
    run_jobs()
    return week


def text_of(document: Document, folder: Path) -> str:
    path = folder / "list.pdf"
    with default_storage.open(document.file) as file:
        path.write_bytes(file.read())
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_from_the_draft_to_the_media(issued: Week, tmp_path: Path, enter: Enter) -> None:
    assert (issued.state, issued.edition, issued.letters) == ("issued", 1, 2)
    letters = Notice.objects.filter(template="media-week").order_by("pk")
    assert [each.email for each in letters] == ["radio@media.example", "gazeta@media.example"]
    assert letters[0].subject == "Kalendarz marszałka i członków zarządu: 30 listopada – 6 grudnia 2026 r."
    assert (
        "- 10:00–11:00: Otwarcie drogi (wydarzenie), Sala kolumnowa; Marszałek Żaneta Łęcka; zapraszamy media"
        in letters[0].body
    )
    assert letters[0].link == f"/kalendarz/tydzien/{issued.public_id}/"
    document = Document.objects.get()
    text = text_of(document, tmp_path)
    for words in ("30 listopada – 6 grudnia 2026 r.", "wtorek, 1 grudnia", "Otwarcie drogi", "Sala kolumnowa"):
        assert words in text
    visitor = enter(VISITOR)
    page = visitor.get(f"/kalendarz/tydzien/{issued.public_id}/").content.decode()
    assert "Otwarcie drogi" in page
    assert document.url in page
    assert visitor.get(document.url).status_code == 200
    assert "30 listopada – 6 grudnia 2026 r." in visitor.get("/kalendarz/").content.decode()
    assert [each.verb for each in ledger.history(issued)] == ["draft_week", "approve", "issue", "issue_document"]


def test_a_list_that_is_not_issued_does_not_exist_for_a_visitor(
    opening: Event, secretary: Actor, press: Actor, at: Any, enter: Enter
) -> None:
    week = actions.draft(MONDAY, actor=secretary, at=at)
    visitor = enter(VISITOR)
    for _state in range(2):
        assert visitor.get(f"/kalendarz/tydzien/{week.public_id}/").status_code in (302, 404)
        assert "grudnia" not in visitor.get("/kalendarz/").content.decode()
        assert b"Otwarcie" not in visitor.get("/kalendarz/kalendarz.ics").content
        if week.state == "draft":
            actions.approve(week, seen=seen(), actor=press, at=at)


def test_nothing_non_public_is_anywhere_a_visitor_or_a_newsroom_looks(
    issued: Week, secretary: Actor, press: Actor, at: Any, run_jobs: Any, enter: Enter, tmp_path: Path
) -> None:
    """Titles, places, people, notes of what is seen in the office or confidential: not in the page, the feed, the letters, the document."""
    secret = attendee("Sekretarz", full_name="Tajemniczy Gość")
    for number, visibility in enumerate(("office", "unit")):
        values = planned(
            title=f"Niejawna narada {number}",
            place="Ukryta Willa",
            organiser="Skryty Organizator",
            matter="Poufna sprawa",
            note="Cicha notatka",
            people=[secret],
            visibility=visibility,
            starts_at=clock(2, 10 + number, month=12),
            ends_at=clock(2, 11 + number, month=12),
        )
        events.enter(values, actor=secretary, at=at)
    planned_public = planned(
        title="Drugie publiczne", visibility="public", starts_at=clock(3, month=12), ends_at=clock(3, 12, month=12)
    )
    events.enter(planned_public, actor=secretary, at=at)
    actions.reissue(issued, seen=seen(), actor=press, at=at)
    run_jobs()
    visitor = enter(VISITOR)
    told = [
        visitor.get(path).content.decode()
        for path in ("/kalendarz/", f"/kalendarz/tydzien/{issued.public_id}/", "/kalendarz/kalendarz.ics", "/")
    ]
    told += [each.body + each.subject for each in Notice.objects.filter(template="media-week")]
    told += [text_of(each, tmp_path) + json.dumps(each.data, ensure_ascii=False) for each in Document.objects.all()]
    told.append(json.dumps(issued.items, ensure_ascii=False) + str(issued.changes))
    everything = "\n".join(told)
    assert everything.count("Drugie publiczne") >= 5
    for word in (
        "Niejawna",
        "Ukryta",
        "Skryty",
        "Poufna",
        "Cicha",
        "Tajemniczy",
        "Wewnętrzna sprawa",
        "Notatka o gościach",
    ):
        assert word not in everything, word


def test_what_stops_being_public_leaves_the_page_and_the_feed_at_once(
    issued: Week, opening: Event, enter: Enter
) -> None:
    Event.objects.filter(pk=opening.pk).update(visibility="office")
    visitor = enter(VISITOR)
    for path in (f"/kalendarz/tydzien/{issued.public_id}/", "/kalendarz/kalendarz.ics"):
        answer = visitor.get(path)
        assert answer.status_code == 200
        assert "Otwarcie" not in answer.content.decode()


def test_changes_after_sending_are_shown_and_go_out_with_a_new_edition(
    issued: Week, opening: Event, secretary: Actor, press: Actor, at: Any, run_jobs: Any, enter: Enter, tmp_path: Path
) -> None:
    values = planned(
        kind="occasion", title="Otwarcie drogi", visibility="public",
        starts_at=clock(2, 12, month=12), ends_at=clock(2, 13, month=12),
    )  # fmt: skip
    events.revise(opening, values, revision=1, actor=secretary, at=at)
    told = "Zmieniono termin: „Otwarcie drogi”, wtorek, 1 grudnia, 10:00–11:00 – teraz środa, 2 grudnia, 12:00–13:00."
    office = enter(press)
    page = office.get(f"/urzad/kalendarz/media/{issued.public_id}/").content.decode()
    assert "Od wydania zmienił się kalendarz" in page
    assert told in page
    visitor = enter(VISITOR)
    assert "12:00" not in visitor.get(f"/kalendarz/tydzien/{issued.public_id}/").content.decode()
    before = Notice.objects.filter(template="media-week").count()
    for _click in range(2):
        answer = office.post(f"/urzad/kalendarz/media/{issued.public_id}/wydaj-zmiany/", {"seen": seen()})
        assert answer.status_code == 302
    run_jobs()
    issued.refresh_from_db()
    assert (issued.edition, issued.changes) == (2, [told])
    assert Notice.objects.filter(template="media-week").count() == before + 2
    assert told in Notice.objects.filter(template="media-week").latest("pk").body
    assert told in visitor.get(f"/kalendarz/tydzien/{issued.public_id}/").content.decode()
    assert "Wydanie 2" in text_of(Document.objects.latest("pk"), tmp_path)
    assert Document.objects.count() == 2


def test_added_changed_and_cancelled_items_in_words(opening: Event, secretary: Actor, at: Any) -> None:
    before = items(of_week(MONDAY))
    values = planned(
        title="Wizyta", visibility="public", starts_at=clock(4, 9, month=12), ends_at=clock(4, 10, month=12)
    )
    other = events.enter(values, actor=secretary, at=at)
    now = items(of_week(MONDAY))
    assert changes(before, now) == ["Dodano: „Wizyta”, piątek, 4 grudnia, 9:00–10:00.".replace(" 9:00", " 09:00")]
    events.revise(other, {**values, "place": "Zgierz"}, revision=1, actor=secretary, at=at)
    assert changes(now, items(of_week(MONDAY))) == ["Zmieniono (miejsce): „Wizyta”, piątek, 4 grudnia, 09:00–10:00."]
    events.cancel(opening, reason="x", actor=secretary, at=at)
    assert "Odwołano: „Otwarcie drogi”, wtorek, 1 grudnia, 10:00–11:00." in changes(now, items(of_week(MONDAY)))


def test_what_changed_since_it_was_seen_or_approved_is_not_sent(
    opening: Event, secretary: Actor, press: Actor, at: Any
) -> None:
    week = actions.draft(MONDAY, actor=secretary, at=at)
    old = seen()
    values = planned(title="Nowe", visibility="public", starts_at=clock(3, month=12), ends_at=clock(3, 12, month=12))
    event = events.enter(values, actor=secretary, at=at)
    with pytest.raises(WeekChanged, match="Kalendarz zmienił się"):
        actions.approve(week, seen=old, actor=press, at=at)
    actions.approve(week, seen=seen(), actor=press, at=at)
    events.cancel(event, reason="x", actor=secretary, at=at)
    with pytest.raises(WeekChanged):
        actions.issue(week, actor=press, at=at)
    assert not Notice.objects.filter(template="media-week").exists()
    actions.send_back(week, actor=press, at=at)
    assert (week.state, week.items) == ("draft", [])


def test_an_empty_or_past_week_is_refused(secretary: Actor, press: Actor, at: Any) -> None:
    week = actions.draft(MONDAY, actor=secretary, at=at)
    with pytest.raises(EmptyWeek, match="nie ma żadnego wydarzenia publicznego"):
        actions.approve(week, seen=seen(), actor=press, at=at)
    with pytest.raises(PastWeek, match="już minął"):
        actions.draft(at.date() - timedelta(days=7), actor=secretary, at=at)
    with pytest.raises(NotPossible):
        actions.issue(week, actor=press, at=at)
    assert actions.draft(MONDAY + timedelta(days=6), actor=secretary, at=at) == week


def test_the_press_office_alone_approves_and_issues(
    opening: Event, secretary: Actor, press: Actor, clerk: Actor, at: Any, enter: Enter
) -> None:
    assert enter(clerk).post("/urzad/kalendarz/media/", {"day": "2026-12-01"}).status_code == 403
    answer = enter(secretary).post("/urzad/kalendarz/media/", {"day": "2099-12-01"})
    assert answer.status_code == 302
    week = Week.objects.get()
    for verb in ("zatwierdz", "cofnij", "wydaj", "wydaj-zmiany"):
        assert enter(secretary).post(f"/urzad/kalendarz/media/{week.public_id}/{verb}/").status_code == 403
    assert enter(press).post(f"/urzad/kalendarz/media/{week.public_id}/spal/").status_code == 404
    assert enter(VISITOR).post(f"/urzad/kalendarz/media/{week.public_id}/wydaj/").status_code == 302
    assert enter(press).post(f"/urzad/kalendarz/media/{week.public_id}/zatwierdz/", {"seen": "x"}).status_code == 409


def test_addresses_of_the_media_each_once(newsrooms: list[str]) -> None:
    assert media_addresses() == newsrooms


@pytest.fixture
def _own_connections(transactional_db: None, tmp_path: Path) -> Any:
    yield from real_file(tmp_path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_own_connections")
def test_of_five_who_issue_at_once_the_media_get_one_letter(people: Any, at: Any) -> None:
    units()
    actor = people("officer", key="KMI")
    values = planned(visibility="public", starts_at=clock(1, month=12), ends_at=clock(1, 12, month=12))
    events.enter(values, actor=actor, at=at)
    contact = {"newsroom": "Radio", "kind": "radio", "email": "radio@media.example", "confirmed": at.date().isoformat()}
    enter_entry(registers()["media"], contact, actor=actor, at=at)
    week = actions.draft(MONDAY, actor=actor, at=at)
    actions.approve(week, seen=seen(), actor=actor, at=at)
    rows = [Week.objects.get(pk=week.pk) for _click in range(5)]
    outcomes = together(*(lambda row=row: actions.issue(row, actor=actor, at=at) for row in rows))
    assert not [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Conflict)]
    assert Notice.objects.filter(template="media-week").count() == 1
    assert Week.objects.get().edition == 1
    assert settings.OFFICE["name"]
