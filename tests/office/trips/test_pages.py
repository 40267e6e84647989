"""Pages of trips: the form with its rows, moves, lists and tables, panels, the API, what ends."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from core.accounts.actor import Actor
from core.audit.models import PersonalRead
from core.privacy.actions import anonymise
from office.trips import actions
from office.trips.models import Trip, TripFile
from office.trips.privacy import ENDED_TRIPS
from tests.factories.files import pdf
from tests.office.trips.conftest import EURO

pytestmark = pytest.mark.django_db
Planned = Callable[..., Trip]
LIST = "/urzad/wyjazdy/"
NEW = "/urzad/wyjazdy/nowy/"


def posted(**more: Any) -> dict[str, Any]:
    """A filled form with one row of each kind."""
    rows = {
        "people": {"appointment": "", "name": "Jan Tłumacz", "role": "tłumacz"},
        "points": {"day": "2027-01-12", "time": "09:30", "text": "Rozmowa"},
        "costs": {
            "kind": "lodging",
            "amount": "1 200,50",
            "currency": "EUR",
            "rate": "4,2513",
            "rate_on": "2026-11-20",
        },
    }
    fields = {
        "token": "t0",
        "kind": "foreign",
        "purpose": "Targi",
        "country": "Czechy",
        "place": "Brno",
        "starts_on": "2027-01-12",
        "ends_on": "2027-01-13",
    }
    for prefix, row in rows.items():
        fields |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
        fields |= {f"{prefix}-0-{name}": value for name, value in row.items()}
    return {**fields, **more}


# Planning


def test_a_trip_is_planned_on_one_page_and_a_double_click_makes_one(assistant: Actor, enter: Any) -> None:
    client: Client = enter(assistant)
    assert client.get(NEW).context["form"]["token"].value()
    answers = [client.post(NEW, posted()) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    trip = Trip.objects.get()
    assert answers[1]["Location"] == f"{LIST}{trip.public_id}/"
    assert trip.planned_pln == Decimal("5103.69")
    page = client.get(answers[0]["Location"]).content.decode().replace("\xa0", " ")
    for words in ("Jan Tłumacz, tłumacz", "09:30", "12 stycznia 2027 r.", "5 103,69 zł", "1 200,50 EUR × 4,2513"):
        assert words in page


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(assistant: Actor, enter: Any) -> None:
    client: Client = enter(assistant)
    wrong = posted(**{"costs-0-rate": "", "points-0-day": "2027-02-01", "country": ""})
    page = client.post(NEW, wrong)
    text = page.content.decode()
    assert page.status_code == 400
    for words in ("Podaj kraj wyjazdu", "poza wyjazdem", "podaj kurs jednej jednostki", "Jan Tłumacz", "1 200,50"):
        assert words in text
    both = client.post(NEW, posted(**{"people-0-name": ""}, **{"people-0-role": "gość"}))
    assert "Wybierz osobę z urzędu albo wpisz osobę spoza urzędu" in both.content.decode()
    assert client.post(NEW, posted(**{"costs-0-amount": "-5"})).status_code == 400
    assert not Trip.objects.exists()


def test_a_row_is_added_without_scripts_and_an_empty_row_is_no_row(assistant: Actor, enter: Any) -> None:
    client: Client = enter(assistant)
    page = client.post(NEW, posted(add_row="points"))
    assert page.status_code == 200
    assert page.content.decode().count('name="points-1-text"') == 1
    empty = {f"costs-0-{name}": "" for name in ("kind", "amount", "rate", "rate_on")}
    assert client.post(NEW, posted(**empty, **{"costs-0-currency": "PLN"})).status_code == 302
    assert Trip.objects.get().costs.count() == 0


def test_a_plan_is_changed_on_its_page(assistant: Actor, enter: Any) -> None:
    client: Client = enter(assistant)
    client.post(NEW, posted())
    trip = Trip.objects.get()
    page = client.get(f"{LIST}{trip.public_id}/zmien/")
    assert page.context["people"].initial == [{"appointment": "", "name": "Jan Tłumacz", "role": "tłumacz"}]
    said = posted(place="Ołomuniec", revision=page.context["form"]["revision"].value())
    assert client.post(f"{LIST}{trip.public_id}/zmien/", said).status_code == 302
    trip.refresh_from_db()
    assert (trip.place, len(trip.people), len(trip.points), trip.costs.count()) == ("Ołomuniec", 1, 1, 1)
    assert client.post(f"{LIST}{trip.public_id}/zmien/", said).status_code == 409


# Moves


def test_each_move_is_made_by_whoever_may(
    planned: Planned, assistant: Actor, head: Actor, enter: Any, at: datetime
) -> None:
    trip = planned(starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 4))
    address = f"{LIST}{trip.public_id}/"
    own, decides = enter(assistant), enter(head)
    assert "Zatwierdź wyjazd" not in own.get(address).content.decode()
    assert "Zatwierdź wyjazd" in decides.get(address).content.decode()
    assert own.post(f"{address}zgoda/", {}).status_code == 403
    late = decides.post(f"{address}zgoda/", {})
    if late.status_code == 409:
        assert "Podaj powód późniejszej zgody" in late.content.decode()
    answer = decides.post(f"{address}zgoda/", {"reason": "Zgoda była ustna."})
    assert answer.status_code == 302
    actions.hold_trip(trip, actor=assistant, at=at + timedelta(days=60))
    assert own.post(f"{address}relacja/", {"report": ""}).status_code == 400
    assert own.post(f"{address}relacja/", {"report": "Ustalono."}).status_code == 302
    assert own.post(f"{address}rozliczenie/", {}).status_code == 403
    assert decides.post(f"{address}rozliczenie/", {}).status_code == 409
    costs = own.get(f"{address}koszty/")
    assert "przepisane z planu" in costs.content.decode()
    row = {"kind": "lodging", "amount": "100", "currency": "PLN", "rate": "", "rate_on": ""}
    rows = {"costs-TOTAL_FORMS": "1", "costs-INITIAL_FORMS": "0", **{f"costs-0-{key}": row[key] for key in row}}
    assert own.post(f"{address}koszty/", {"revision": trip.revision, **rows}).status_code == 302
    assert decides.post(f"{address}rozliczenie/", {}).status_code == 302
    trip.refresh_from_db()
    assert (trip.state, trip.actual_pln) == ("settled", Decimal("100.00"))
    page = own.get(address).content.decode()
    assert "Rozliczono wyjazd" in page
    assert "Dodaj plik" not in page


def test_what_the_gate_does_not_give_does_not_exist(planned: Planned, people: Any, enter: Any) -> None:
    trip = planned()
    stranger = enter(people("officer", key="KMIII"))
    for path in ("", "karta.pdf", "zmien/", "zgoda/", "koszty/", "plik/", "odwolanie/"):
        assert stranger.get(f"{LIST}{trip.public_id}/{path}").status_code == 404, path
        assert Client().get(f"{LIST}{trip.public_id}/{path}").status_code == 302, path
    assert enter(people("auditor")).get(f"{LIST}{trip.public_id}/").status_code == 200
    assert enter(people("auditor")).get(f"{LIST}{trip.public_id}/zmien/").status_code == 404
    assert enter(people("organisation_editor", key="x")).get(LIST).status_code == 403
    assert stranger.get(f"{LIST}nie-ma/").status_code == 404


def test_files_are_added_read_and_removed(
    planned: Planned, assistant: Actor, enter: Any, people: Any, django_capture_on_commit_callbacks: Any
) -> None:
    trip, client = planned(), enter(assistant)
    address = f"{LIST}{trip.public_id}/"
    said = {"kind": "material", "title": "Prezentacja rady"}
    assert client.post(f"{address}plik/", {**said, "file": pdf()}).status_code == 302
    file = TripFile.objects.get()
    answer = client.get(f"{LIST}pliki/{file.public_id}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert enter(people("officer", key="KMI")).get(f"{LIST}pliki/{file.public_id}/").status_code == 404
    wrong = io.BytesIO(b"<script>")
    wrong.name = "a.pdf"
    assert client.post(f"{address}plik/", {**said, "file": wrong}).status_code in (400, 409)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{LIST}pliki/{file.public_id}/usun/").status_code == 302
    assert client.get(f"{LIST}pliki/{file.public_id}/").status_code == 404


def test_the_draft_of_the_sheet_is_a_pdf(planned: Planned, assistant: Actor, enter: Any) -> None:
    answer = enter(assistant).get(f"{LIST}{planned().public_id}/karta.pdf")
    assert answer.content.startswith(b"%PDF")
    assert PersonalRead.objects.get().page == "trip_draft"


# Lists


def test_the_list_is_narrowed(planned: Planned, assistant: Actor, enter: Any) -> None:
    planned(), planned(place="Sieradz", kind="domestic", purpose="Dożynki")
    client: Client = enter(assistant)

    def listed(asked: str) -> list[str]:
        return [row["cells"][0]["text"] for row in client.get(f"{LIST}?{asked}").context["rows"]]

    assert listed("") == ["W/2/2026", "W/1/2026"]
    assert listed("szukaj=dozynki+sieradz") == ["W/2/2026"]
    assert listed("szukaj=W/1/2026") == ["W/1/2026"]
    assert listed("rodzaj=foreign") == ["W/1/2026"]
    assert listed("stan=settled") == []
    assert listed("rok=2025") == []
    assert listed("od=2026-12-04") == []
    assert listed("od=nie-data&rodzaj=%00&rok=9999999") == ["W/2/2026", "W/1/2026"]


def test_the_list_costs_the_same_at_one_and_at_thirty_rows(
    planned: Planned, assistant: Actor, enter: Any, django_assert_num_queries: Any
) -> None:
    client: Client = enter(assistant)
    for count in (1, 29):
        for _each in range(count):
            planned()
        with django_assert_num_queries(6):
            client.get(LIST)


def test_the_page_of_a_trip_costs_the_same_whatever_it_holds(
    planned: Planned, assistant: Actor, enter: Any, django_assert_num_queries: Any
) -> None:
    client: Client = enter(assistant)
    point = {"day": date(2026, 12, 2), "text": "Rozmowa"}
    for count in (1, 30):
        people = [{"name": f"Osoba {number}"} for number in range(count)]
        trip = planned(people=people, points=[point] * count, costs=[EURO] * count)
        with django_assert_num_queries(10):
            client.get(f"{LIST}{trip.public_id}/")


def test_the_table_taken_away_has_no_formula_and_its_read_is_noted(
    planned: Planned, assistant: Actor, enter: Any
) -> None:
    planned(purpose="=HYPERLINK(1)", people=[{"name": "+Jan"}, {"name": "Ewa", "role": "lekarka"}])
    client: Client = enter(assistant)
    text = client.get(f"{LIST}tabela.csv").getvalue().decode()
    assert "'=HYPERLINK(1)" in text
    assert "'+Jan; Ewa, lekarka" in text
    book = load_workbook(io.BytesIO(client.get(f"{LIST}tabela.xlsx?stan=planned").getvalue()))
    assert book.active is not None
    assert [cell.value for cell in book.active[2]][:2] == ["W/1/2026", "zagraniczny"]
    assert {each.page for each in PersonalRead.objects.all()} == {"trips_table"}
    assert client.get(f"{LIST}tabela.exe").status_code == 404


# Panels, the API, what ends


def test_terms_of_trips_stand_with_all_others(
    planned: Planned, assistant: Actor, head: Actor, people: Any, enter: Any, at: datetime
) -> None:
    trip = actions.approve(planned(), actor=head, at=at)
    later = at + timedelta(days=30)
    with time_machine.travel(later, tick=True):
        page = enter(assistant).get("/urzad/terminy/").content.decode()
        assert trip.sign in page
        assert "17 grudnia 2026 r." in page
        assert trip.sign not in enter(people("officer", key="KMI")).get("/urzad/terminy/").content.decode()


def test_the_api_reads_trips_of_the_unit(planned: Planned, assistant: Actor, people: Any, key: Any) -> None:
    trip = planned()
    client = key(assistant, "trips:read")
    [row] = client.get("/api/v1/trips/?state=planned&starts_from=2026-12-01").json()["results"]
    assert (row["number"], row["planned_pln"], row["due_on"]) == ("W/1/2026", "510.16", None)
    assert "participants" not in row
    detail = client.get(f"/api/v1/trips/{trip.public_id}/").json()
    assert detail["participants"] == [{"name": "Jan Tłumacz", "role": "tłumacz"}]
    assert detail["costs"][0]["rate"] == "4.251300"
    assert key(people("officer", key="KMI"), "trips:read").get("/api/v1/trips/").json()["count"] == 0
    assert Client().get("/api/v1/trips/").status_code == 401


def test_people_and_files_of_a_trip_end_in_their_time(
    planned: Planned, assistant: Actor, at: datetime, clock: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    trip, stays = planned(), planned()
    actions.attach(trip, kind="material", title="Lista gości", file=pdf(), actor=assistant, at=at)
    actions.cancel(trip, reason="choroba", actor=assistant, at=at)
    soon, late = at + timedelta(days=365), at + timedelta(days=366 * 7)
    assert not ENDED_TRIPS.ended(soon).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert anonymise(ENDED_TRIPS, 0, actor=clock, at=late)[:2] == (1, 0)
    assert not ENDED_TRIPS.ended(late).exists()
    trip.refresh_from_db()
    assert (trip.purpose, trip.place, trip.planned_pln) == ("", "Brno", Decimal("510.16"))
    assert (trip.people, trip.points, trip.report_text) == ([], [], "")
    stays.refresh_from_db()
    assert stays.people[0]["name"] == "Jan Tłumacz"
