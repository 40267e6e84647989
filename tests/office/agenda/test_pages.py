"""Pages of the calendar: the four views show the same, filters, who may open what, a form that keeps everything typed, what it costs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from core.accounts.actor import VISITOR, Actor
from core.audit.models import PersonalRead
from office.agenda.actions import events as actions
from office.agenda.models import Attendee, Event, Room
from office.agenda.recurrence import composed
from tests.factories.agenda import clock, planned

pytestmark = pytest.mark.django_db
Enter = Callable[..., Client]
AGENDA = "/urzad/kalendarz/"
NEW = "/urzad/kalendarz/wydarzenia/nowe/"


def read(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def typed(**more: Any) -> dict[str, Any]:
    return {
        "token": "t1",
        "kind": "meeting",
        "title": "Spotkanie z wójtami",
        "day": "2026-11-24",
        "begins": "10:00",
        "ends": "11:00",
        "unit": "KMII",
        "visibility": "office",
        **more,
    }


@pytest.mark.parametrize("view", ["dzien", "tydzien", "miesiac", "lista"])
def test_every_view_shows_the_same_event(secretary: Actor, marshal: Attendee, at: Any, enter: Enter, view: str) -> None:
    actions.enter(planned(people=[marshal]), actor=secretary, at=at)
    page = read(enter(secretary), f"{AGENDA}?widok={view}&dzien=2026-11-24")
    for words in ("Spotkanie z wójtami", "10:00–11:00", "spotkanie", "Marszałek", "planowane"):
        assert words in page


def test_a_week_a_month_and_a_day_begin_and_end_where_they_should(secretary: Actor, enter: Enter) -> None:
    client = enter(secretary)
    week = read(client, f"{AGENDA}?dzien=2026-11-29")
    assert "23–29 listopada 2026 r." in week
    assert "poniedziałek, 23 listopada" in week
    assert "dzien=2026-11-16" in week
    month = read(client, f"{AGENDA}?widok=miesiac&dzien=2026-11-15")
    assert "Listopad 2026".lower() in month.lower()
    assert "poniedziałek, 26 października" in month
    assert "niedziela, 6 grudnia" in month
    assert "28 grudnia 2026 r. – 3 stycznia 2027 r." in read(client, f"{AGENDA}?dzien=2027-01-01")
    assert "wtorek, 24 listopada" in read(client, f"{AGENDA}?widok=dzien&dzien=2026-11-24")


def test_what_lasts_for_days_stands_on_each_of_them(secretary: Actor, at: Any, enter: Enter) -> None:
    whole = {"all_day": True, "starts_at": clock(24, 0), "ends_at": clock(27, 0), "title": "Targi"}
    actions.enter(planned(**whole), actor=secretary, at=at)
    page = read(enter(secretary), f"{AGENDA}?dzien=2026-11-24")
    assert page.count("Targi") == 3
    assert "do 26 listopada" in page


def test_filters_by_person_unit_and_kind(
    secretary: Actor, marshal: Attendee, member: Attendee, at: Any, enter: Enter
) -> None:
    actions.enter(planned(title="Marszałka", people=[marshal], kind="visit"), actor=secretary, at=at)
    actions.enter(planned(title="Członka", people=[member]), actor=secretary, at=at)
    client = enter(secretary)
    for asked, shown, hidden in (
        (f"czyj={marshal.public_id}", "Marszałka</a>", "Członka</a>"),
        ("rodzaj=meeting", "Członka</a>", "Marszałka</a>"),
    ):
        page = read(client, f"{AGENDA}?dzien=2026-11-24&{asked}")
        assert shown in page
        assert hidden not in page
    assert "Członka</a>" not in read(client, f"{AGENDA}?dzien=2026-11-24&komorka=KMI")
    for wrong in ("dzien=32", "czyj=nikt", "komorka=XX", "widok=rok", "dzien=9999-12-31", "dzien=%00", "rodzaj=<b>"):
        read(client, f"{AGENDA}?{wrong}")


def test_who_may_open_the_calendar(secretary: Actor, people: Any, at: Any, enter: Enter) -> None:
    event = actions.enter(planned(), actor=secretary, at=at)
    inside = [AGENDA, f"{AGENDA}miejsca/", f"{AGENDA}media/", f"{AGENDA}przygotowania/"]
    for path in (*inside, NEW, f"/urzad/kalendarz/wydarzenia/{event.public_id}/"):
        assert enter(VISITOR).get(path).status_code == 302
        assert enter(people("organisation_editor", key="x")).get(path).status_code in (403, 404)
    auditor = enter(people("auditor"))
    for path in (*inside, f"/urzad/kalendarz/wydarzenia/{event.public_id}/"):
        assert auditor.get(path).status_code == 200
    assert auditor.get(NEW).status_code == 403


def test_a_confidential_event_does_not_exist_for_others(
    secretary: Actor, clerk: Actor, marshal: Attendee, at: Any, enter: Enter
) -> None:
    event = actions.enter(planned(title="Tajna narada", visibility="unit", people=[marshal]), actor=secretary, at=at)
    client, own = enter(clerk), enter(secretary)
    for view in ("dzien", "tydzien", "miesiac", "lista"):
        assert "Tajna" not in read(client, f"{AGENDA}?widok={view}&dzien=2026-11-24")
        assert "Tajna" in read(own, f"{AGENDA}?widok={view}&dzien=2026-11-24")
    for end in ("", "zmien/", "odwolaj/"):
        assert client.get(f"/urzad/kalendarz/wydarzenia/{event.public_id}/{end}").status_code == 404
    occurrence = event.occurrences.get()
    assert client.get(f"/urzad/kalendarz/terminy/{occurrence.public_id}/odwolaj/").status_code == 404
    assert client.get(f"/api/v1/events/{event.public_id}/").status_code == 404


def test_an_event_is_entered_once_by_two_clicks_and_its_page_says_all(
    secretary: Actor, marshal: Attendee, hall: Room, enter: Enter
) -> None:
    client = enter(secretary)
    said = typed(people=[marshal.public_id], room=hall.public_id, matter="Drogi", note="Herbata", press="on")
    for _click in range(2):
        response = client.post(NEW, said)
        assert response.status_code == 302
    event = Event.objects.get()
    page = read(client, response["Location"])
    for words in (
        "Spotkanie z wójtami",
        "wtorek, 24 listopada 2026, 10:00–11:00",
        "Sala kolumnowa",
        "Żaneta Łęcka",
        "Drogi",
        "Herbata",
    ):
        assert words in page
    assert PersonalRead.objects.filter(subject_id=event.public_id, page="event_page").exists()


def test_a_clash_keeps_everything_typed_and_is_overruled_on_the_same_form(
    secretary: Actor, marshal: Attendee, at: Any, enter: Enter
) -> None:
    actions.enter(planned(title="Konwent", people=[marshal]), actor=secretary, at=at)
    client = enter(secretary)
    said = typed(people=[marshal.public_id], title="Drugie spotkanie", note="Notatka o herbacie")
    response = client.post(NEW, said)
    page = " ".join(response.content.decode().split())
    assert response.status_code == 409
    for words in ("Zajęty termin. Marszałek Żaneta Łęcka: „Konwent”", "Drugie spotkanie", "Notatka o herbacie"):
        assert words in page
    assert Event.objects.count() == 1
    assert client.post(NEW, {**said, "override": "Tylko otwarcie"}).status_code == 302
    assert "Tylko otwarcie" in read(client, f"/urzad/kalendarz/wydarzenia/{Event.objects.latest('pk').public_id}/")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"repeats": "weekly"}, "Powtarzanie nie ma końca. Podaj ostatni dzień"),
        ({"repeats": "weekly", "until": "2026-11-01"}, "Powtarzanie kończy się przed pierwszym terminem"),
        ({"repeats": "daily", "until": "2090-01-01"}, "Powtarzanie jest za długie"),
        ({"begins": ""}, "Podaj godzinę początku"),
        ({"ends": "09:00"}, "Koniec musi być później niż początek"),
        ({"last_day": "2026-11-20"}, "Ostatni dzień jest wcześniejszy niż pierwszy"),
        ({"day": "1500-01-01"}, "Podaj dzień między rokiem 2000 a 2100"),
        ({"day": "wczoraj"}, "title"),
        ({"title": "a\x00b"}, "Usuń znaki sterujące"),
        ({"kind": "party"}, "party"),
        ({"people": ["nikt"]}, "nikt"),
        ({"unit": "XX"}, "unit"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    secretary: Actor, enter: Enter, more: dict[str, Any], words: str
) -> None:
    response = enter(secretary).post(NEW, typed(note="Nie zgub mnie", **more))
    page = response.content.decode()
    assert response.status_code in (400, 409)
    assert words in page
    assert "Nie zgub mnie" in page
    assert not Event.objects.exists()


def test_an_event_is_changed_confirmed_and_cancelled_on_its_pages(
    secretary: Actor, clerk: Actor, at: Any, enter: Enter
) -> None:
    rule = composed("weekly", date(2026, 11, 24), date(2026, 12, 31))
    event = actions.enter(planned(rule=rule), actor=secretary, at=at)
    client, base = enter(secretary), f"/urzad/kalendarz/wydarzenia/{event.public_id}/"
    form = client.get(f"{base}zmien/").context["form"]
    assert (form["repeats"].value(), str(form["until"].value())) == ("weekly", "2026-12-31")
    said = typed(title="Po zmianie", revision=1, repeats="weekly", until="2026-12-31")
    assert client.post(f"{base}zmien/", said).status_code == 302
    assert client.post(f"{base}zmien/", said).status_code == 409
    assert client.post(f"{base}potwierdz/").status_code == 302
    one = event.occurrences.all()[1]
    for end, button in (("odwolaj", "button button-danger"), ("przenies", "button")):
        asked = read(client, f"/urzad/kalendarz/terminy/{one.public_id}/{end}/")
        assert "Po zmianie: 1 grudnia 2026 r., godz. 10:00. Pozostałe terminy zostają." in asked
        assert f'<button class="{button}" type="submit">' in asked
        assert f'<a href="{base}">Wróć bez zmian</a>' in asked
    assert client.post(f"/urzad/kalendarz/terminy/{one.public_id}/odwolaj/", {"reason": "Święto"}).status_code == 302
    two = event.occurrences.all()[2]
    moved = {"day": "2026-12-09", "begins": "14:00", "ends": "15:00"}
    assert client.post(f"/urzad/kalendarz/terminy/{two.public_id}/przenies/", moved).status_code == 302
    page = read(client, base)
    for words in (
        "Po zmianie",
        "potwierdzone",
        "odwołany",
        "Święto",
        "przeniesiony",
        "środa, 9 grudnia 2026, 14:00–15:00",
    ):
        assert words in page
    stranger = enter(clerk)
    assert stranger.post(f"{base}potwierdz/").status_code == 403
    assert stranger.post(f"{base}odwolaj/", {"reason": "x"}).status_code == 403
    assert client.post(f"{base}odwolaj/", {"reason": ""}).status_code == 400
    assert client.post(f"{base}odwolaj/", {"reason": "Koniec projektu"}).status_code == 302
    assert "Koniec projektu" in read(client, base)


def test_people_and_rooms_are_kept_by_planners(secretary: Actor, clerk: Actor, enter: Enter) -> None:
    client = enter(secretary)
    person = {"post": "Wicemarszałek", "full_name": "Łucja Ćma", "unit": _unit("KMII"), "order": 5}
    assert client.post("/urzad/kalendarz/osoby/nowa/", person).status_code == 302
    assert client.post("/urzad/kalendarz/sale/nowa/", {"name": "Sala 12", "seats": 20}).status_code == 302
    made, room = Attendee.objects.get(), Room.objects.get()
    assert (
        client.post(f"/urzad/kalendarz/osoby/{made.public_id}/", {**person, "full_name": "Łucja Ćma-Nowa"}).status_code
        == 302
    )
    assert client.post(f"/urzad/kalendarz/sale/{room.public_id}/", {"name": "Sala 13"}).status_code == 302
    page = read(client, "/urzad/kalendarz/miejsca/")
    assert "Wicemarszałek Łucja Ćma-Nowa" in page
    assert "Sala 13" in page
    assert client.post("/urzad/kalendarz/sale/nowa/", {"name": "Sala 13"}).status_code == 400
    assert enter(clerk).get("/urzad/kalendarz/osoby/nowa/").status_code == 403
    assert enter(clerk).post(f"/urzad/kalendarz/sale/{room.public_id}/", {"name": "x"}).status_code == 403


def _unit(code: str) -> int:
    return Attendee._meta.get_field("unit").related_model.objects.get(code=code).pk


@pytest.mark.parametrize("view", ["tydzien", "miesiac", "lista", "dzien"])
def test_a_view_costs_the_same_at_one_and_at_thirty_events(
    secretary: Actor, marshal: Attendee, hall: Room, at: Any, enter: Enter, django_assert_num_queries: Any, view: str
) -> None:
    client = enter(secretary)
    made = 0
    for count in (1, 30):
        while made < count:
            hour = clock(24, made % 24, 30 * (made // 24))
            values = planned(
                title=f"Nr {made}",
                people=[marshal],
                room=hall,
                starts_at=hour,
                ends_at=hour.replace(minute=hour.minute + 10),
            )
            actions.enter(values, actor=secretary, at=at)
            made += 1
        with django_assert_num_queries(QUERIES[view]):
            read(client, f"{AGENDA}?widok={view}&dzien=2026-11-24")


QUERIES = {"tydzien": 8, "miesiac": 8, "dzien": 8, "lista": 9}


def test_the_api_gives_events_as_the_pages_do(
    secretary: Actor, clerk: Actor, marshal: Attendee, at: Any, enter: Enter
) -> None:
    event = actions.enter(planned(people=[marshal], note="Herbata"), actor=secretary, at=at)
    actions.enter(
        planned(title="Tajna", visibility="unit", starts_at=clock(25), ends_at=clock(25, 11)), actor=secretary, at=at
    )
    answer = enter(clerk).get("/api/v1/events/").json()
    assert [each["title"] for each in answer["results"]] == ["Spotkanie z wójtami"]
    detail = enter(clerk).get(f"/api/v1/events/{event.public_id}/").json()
    assert detail["people"] == ["Marszałek Żaneta Łęcka"]
    assert [each["day"] for each in detail["occurrences"]] == ["2026-11-24"]
    assert "Herbata" not in str(detail)
    assert Client().get("/api/v1/events/").status_code == 401
    assert len(enter(clerk).get("/api/v1/events/?kind=visit").json()["results"]) == 0
