"""The mandate as a living map: what carries each task, who answers for it, how much is at work, and who sees that."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.accounts.actor import VISITOR, Actor, system
from core.web.panels import panels
from office.cases.actions import register as register_case
from office.registers.actions import cancel, enter, revise
from office.registers.schema import registers
from office.structure import access, actions
from office.structure.models import MandateTask, Unit
from office.structure.queries import mandate_at_work, tallies
from office.structure.tally import Tally

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]
MAP = "/urzad/zadania/"


@pytest.fixture(autouse=True)
def office(db: None) -> None:
    call_command("load_reference", verbosity=0)


def inquiry(at: datetime, received: date, **more: Any) -> Any:
    register = registers()["zapytania-prasowe"]
    values = {"received": received, "medium": "Kurier Próbny", "question": "Ile kosztował remont?", **more}
    return enter(register, values, actor=system("test"), at=at)


def test_a_task_counts_what_waits_for_a_term_and_what_is_past_it(at: datetime) -> None:
    inquiry(at, date(2026, 11, 20))
    late = inquiry(at, date(2026, 11, 1))
    inquiry(at, date(2026, 11, 1), result="answered", answer="200 zł", answered=date(2026, 11, 2))
    wrong = inquiry(at, date(2026, 10, 1))
    cancel(wrong, reason="pomyłka", actor=system("test"), at=at)
    assert tallies(at)["I.2"] == tallies(at)["I.12"] == Tally(2, 1)
    done = {"result": "refused", "refusal_basis": "art. 5", "refusal_reason": "tajne", "answered": date(2026, 11, 23)}
    revise(late, {**late.particulars, **done}, revision=1, actor=system("test"), at=at)
    assert tallies(at)["I.2"] == Tally(1, 0)


def test_a_unit_counts_its_open_cases_by_sign(at: datetime) -> None:
    unit = Unit.objects.get(code="KMI")
    before = datetime(2026, 11, 2, 9, tzinfo=UTC)
    register_case("Pierwsza", unit=unit, symbol="614", actor=system("test"), at=before, due_on=date(2026, 11, 22))
    register_case("Druga", unit=unit, symbol="614", actor=system("test"), at=at)
    assert tallies(at)["KMI"] == Tally(2, 1)
    assert "KMII" not in tallies(at)


def test_heads_see_their_unit_the_director_all_and_visitors_no_counts(at: datetime, people: Any, enter: Enter) -> None:
    inquiry(at, date(2026, 11, 1))

    def codes(actor: Actor) -> list[str]:
        return list(access.overseen(actor, at).values_list("code", flat=True))

    assert codes(people("head", key="KMI")) == codes(people("officer", key="KMI")) == ["KMI"]
    assert len(codes(people("director"))) == len(codes(people("auditor"))) == 7
    assert codes(VISITOR) == codes(people("organisation_editor", key="x")) == []
    head = enter(people("head", key="KMI")).get(MAP).content.decode()
    assert "po terminie: 1" in head
    assert "/rejestry/zapytania-prasowe/" in head
    assert "Wydział Administracji" not in head
    director = enter(people("director")).get(MAP).content.decode()
    assert "po terminie: 1" in director
    assert "Wydział Administracji" in director
    # The director counts entries of a register of one unit and does not read them.
    assert "/rejestry/#zapytania-prasowe" in director
    assert enter(people("director")).get("/rejestry/zapytania-prasowe/").status_code == 404
    public = Client().get("/urzad-marszalkowski/").content.decode()
    assert "/rejestry/#zapytania-prasowe" in public
    assert "po terminie" not in public
    assert Client().get(MAP).status_code == 302
    assert enter(people("organisation_editor", key="x")).get(MAP).status_code == 403
    assert enter(people("director")).post(MAP).status_code == 405


def test_who_answers_for_a_task_is_named_or_else_the_head(at: datetime, people: Any) -> None:
    unit, head = Unit.objects.get(code="KMI"), people("head", key="KMI")
    first, second = MandateTask.objects.filter(unit=unit)[:2]
    post = {"title": "kierownik", "valid_from": date(2026, 1, 1)}
    actions.appoint({**post, "name": "Ewa Kierowska", "leads": True}, unit=unit, actor=head, at=at)
    one = actions.appoint({**post, "name": "Jan Prasowy", "tasks": [first]}, unit=unit, actor=head, at=at)
    actions.appoint(
        {**post, "name": "Jan Dawny", "tasks": [second], "valid_to": date(2026, 6, 1)}, unit=unit, actor=head, at=at
    )
    [row] = mandate_at_work(access.overseen(head, at), head, at, at.date())
    named = {each.task: [person.name for person in each.people] for each in row.tasks}
    assert named[first] == ["Jan Prasowy"]
    assert named[second] == ["Ewa Kierowska"]
    assert "Odpowiada: Jan Prasowy" in " ".join(Client().get("/urzad-marszalkowski/").content.decode().split())
    actions.revise_appointment(one, {"tasks": [second]}, actor=head, at=at)
    assert list(one.tasks.all()) == [second]


def test_units_without_tasks_say_what_they_keep() -> None:
    page = " ".join(Client().get("/urzad-marszalkowski/").content.decode().split())
    assert "Strona źródłowa nie wymienia zadań tych stanowisk. Prowadzą:" in page
    assert "Interesanci i goście" in page


def test_the_directors_desk_says_which_tasks_are_late(at: datetime, people: Any, enter: Enter) -> None:
    director = people("director")
    [empty] = [each for each in panels("desk:director", director, None, at) if each.title == "Zadania po terminie"]
    assert empty.context["empty"] == "Żadne zadanie nie ma spraw po terminie."
    inquiry(at, date(2026, 11, 1))
    [panel] = [each for each in panels("desk:director", director, None, at) if each.title == "Zadania po terminie"]
    assert panel.context["items"][0].label.startswith("I.2 ")
    assert panel.context["items"][0].tag == "po terminie: 1"
    assert enter(director).get("/urzad/").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_map_costs_the_same_at_any_size(at: datetime, people: Any, enter: Enter, rows: int) -> None:
    director, head = people("director"), people("head", key="KMI")
    for number in range(rows):
        inquiry(at, date(2026, 11, 1))
        actions.appoint(
            {"name": f"Osoba {number}", "title": "inspektor", "valid_from": date(2026, 1, 1)},
            unit=Unit.objects.get(code="KMI"),
            actor=head,
            at=at,
        )
    costs = {}
    for path, client in ((MAP, enter(director)), ("/urzad-marszalkowski/", Client())):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        costs[path] = len(queries)
    assert costs == {MAP: 9, "/urzad-marszalkowski/": 6}
