"""Heads decide who in a unit may do what: everyone may until the head leaves something to some."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from config.desks import POWERS
from core.accounts.actor import Actor, system
from core.api.actions import create_token
from core.audit.models import Entry as LedgerEntry
from core.signin.actions import withdraw_hat
from office.correspondence.models import Letter
from office.registers.access import may_enter
from office.registers.actions import enter as enter_entry
from office.registers.schema import registers
from office.structure import actions
from office.structure.access import may_in_unit
from office.structure.middleware import power_of, writes
from office.structure.models import Power, Unit
from office.structure.queries import capabilities
from office.structure.refusals import NotOurs

pytestmark = pytest.mark.django_db
Enter = Callable[[Actor], Client]
PAGE = "/urzad/uprawnienia/"
WRITING = "register:zapytania-prasowe"
NEW = "/urzad/rejestry/zapytania-prasowe/nowy-wpis/"
REFUSAL = "Kierownik Twojej komórki powierzył to innym osobom."


@pytest.fixture
def unit() -> Unit:
    call_command("load_reference", verbosity=0)
    return Unit.objects.get(code="KMI")


def test_a_head_leaves_a_register_to_some_and_gives_it_back_to_all(unit: Unit, at: datetime, people: Any) -> None:
    head, anna, jan = people("head", key="KMI"), people("officer", key="KMI"), people("officer", key="KMI")
    assert may_in_unit(jan, WRITING)[0]
    for _twice in range(2):
        actions.give_power(unit, capability=WRITING, hats=[anna.hat], actor=head, at=at)
    assert may_in_unit(anna, WRITING)[0]
    allowed, reason = may_in_unit(jan, WRITING)
    assert (allowed, reason.startswith(REFUSAL)) == (False, True)
    assert may_in_unit(head, WRITING)[0]
    # Others of other units, and other things, are not touched.
    assert may_in_unit(jan, "register:media")[0]
    assert may_in_unit(people("officer", key="KMIV"), WRITING)[0]
    assert LedgerEntry.objects.filter(verb="give_power").count() == 1
    # Whoever had it is gone: the head alone may, until they say otherwise.
    withdraw_hat(anna.hat, actor=system("test"), at=at)
    assert not may_in_unit(jan, WRITING)[0]
    actions.give_power(unit, capability=WRITING, hats=[], actor=head, at=at)
    assert may_in_unit(jan, WRITING)[0]
    assert not Power.objects.exists()


def test_a_power_is_for_people_of_the_unit(unit: Unit, at: datetime, people: Any) -> None:
    head, stranger = people("head", key="KMI"), people("officer", key="KMIII")
    with pytest.raises(NotOurs):
        actions.give_power(unit, capability=WRITING, hats=[stranger.hat], actor=head, at=at)


def test_a_register_refuses_those_to_whom_it_was_not_left(unit: Unit, at: datetime, people: Any, enter: Enter) -> None:
    head, anna, jan = people("head", key="KMI"), people("officer", key="KMI"), people("officer", key="KMI")
    register = registers()["zapytania-prasowe"]
    values = {"received": date(2026, 11, 20), "medium": "Kurier Próbny", "question": "Kto?"}
    entry = enter_entry(register, values, actor=anna, at=at)
    actions.give_power(unit, capability=WRITING, hats=[anna.hat], actor=head, at=at)
    assert may_enter(anna, register)[0]
    assert not may_enter(jan, register)[0]
    client = enter(jan)
    # Reading stays; every way of writing is refused with the reason.
    assert client.get(f"/rejestry/wpisy/{entry.public_id}/").status_code == 200
    for path in (NEW, f"/urzad/wpisy/{entry.public_id}/zmien/", "/urzad/rejestry/zapytania-prasowe/wczytaj/"):
        answer = client.get(path)
        assert (answer.status_code, REFUSAL in answer.content.decode()) == (403, True), path
    for path in (
        f"/urzad/wpisy/{entry.public_id}/zmien/",
        f"/urzad/wpisy/{entry.public_id}/uniewaznij/",
        f"/urzad/wpisy/{entry.public_id}/plik/",
    ):
        assert client.post(path, {"reason": "x"}).status_code == 403, path
    secret = create_token(
        name="Program", scopes=["registers:write"], days=30, actor=jan, at=datetime.now(tz=at.tzinfo)
    )[1]
    said = {"register": "zapytania-prasowe", "values": {"received": "2026-11-20", "medium": "x", "question": "y"}}
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    answer = program.post("/api/v1/entries/", said, content_type="application/json")
    assert (answer.status_code, REFUSAL in answer.json()["detail"]) == (403, True)
    assert enter(anna).get(NEW).status_code == 200


@pytest.mark.parametrize(
    ("code", "key", "page", "reading"),
    [
        ("cases", "KMII", "case-register", "cases"),
        ("correspondence", "KMII", "letter-register", "letters"),
        ("agenda-events", "KMII", "event-enter", "agenda"),
        ("agenda-events", "KMII", "agenda-import", "preparations"),
        ("agenda-places", "KMII", "room-add", "agenda"),
        ("board", "KMII", "sitting-plan", "sittings"),
        ("papers", "KMII", "paper-submit", "papers"),
        ("controls", "KMII", "control-enter", "controls"),
        ("dialogue", "KMII", "council-plan", "council-sittings"),
        ("trips", "KMIV", "trip-plan", "trips"),
        ("letters", "KMI", "letters-write", "letter-sets"),
    ],
)
def test_a_stage_left_to_some_is_written_by_them_and_read_by_all(
    unit: Unit, at: datetime, people: Any, enter: Enter, code: str, key: str, page: str, reading: str
) -> None:
    head, anna, jan = people("head", key=key), people("officer", key=key), people("officer", key=key)
    stage, path = Unit.objects.get(code=key), reverse(page)
    assert enter(jan).get(path).status_code == 200
    actions.give_power(stage, capability=code, hats=[anna.hat], actor=head, at=at)
    refused = enter(jan)
    for answer in (refused.get(path), refused.post(path, {})):
        assert (answer.status_code, REFUSAL in answer.content.decode()) == (403, True)
    assert refused.get(reverse(reading)).status_code == 200
    for actor in (anna, head, people("officer", key="KMIII")):
        assert REFUSAL not in enter(actor).get(path).content.decode()
    assert dict(capabilities(stage))[code]


def test_a_list_for_the_media_left_to_some_is_issued_by_them(
    unit: Unit, at: datetime, people: Any, enter: Enter
) -> None:
    head, anna, jan = people("head", key="KMI"), people("officer", key="KMI"), people("officer", key="KMI")
    actions.give_power(unit, capability="agenda-media", hats=[anna.hat], actor=head, at=at)
    client = enter(jan)
    assert client.get("/urzad/kalendarz/media/").status_code == 200
    assert REFUSAL in client.post("/urzad/kalendarz/media/", {"monday": "2026-11-30"}).content.decode()
    assert enter(anna).post("/urzad/kalendarz/media/", {"monday": "2026-11-30"}).status_code != 403


def test_whom_a_letter_is_decreed_to_answers_it_whoever_registers(
    handed: Callable[..., Letter], at: datetime, people: Any, enter: Enter
) -> None:
    head, anna, jan = people("head", key="KMII"), people("officer", key="KMII"), people("officer", key="KMII")
    letter, unit = handed(jan), Unit.objects.get(code="KMII")
    actions.give_power(unit, capability="correspondence", hats=[anna.hat], actor=head, at=at)
    client = enter(jan)
    assert client.post(reverse("letter-take", args=[letter.public_id])).status_code == 302
    assert client.get(reverse("letter-close", args=[letter.public_id])).status_code == 200
    assert client.post(reverse("letter-revise", args=[letter.public_id])).status_code == 403


def test_a_unit_is_shown_what_it_does(unit: Unit) -> None:
    shown = {code: set(dict(capabilities(Unit.objects.get(code=code)))) for code in ("KMI", "KMII", "KMIII")}
    assert {"agenda-media", "letters"} <= shown["KMI"]
    assert {"correspondence", "dialogue", "agenda-places"} <= shown["KMII"]
    assert not {"correspondence", "dialogue", "agenda-places", "agenda-media"} & shown["KMIII"]


# Stages of the office whose writing heads leave to nobody: one's own things, what is asked of everybody, and the registers, which ask themselves.
APART = (
    "office.structure",
    "office.terms",
    "office.feedback",
    "office.surveys",
    "office.registers",
    "office.agenda.views.feeds",
)


def views_of(resolver: Any) -> Iterator[Any]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from views_of(each)
        else:
            yield each.callback


def test_every_writing_of_the_office_may_be_left_or_stands_apart() -> None:
    views = [view for view in views_of(get_resolver()) if view.__module__.startswith("office.") and writes(view)]
    asked = [view for view in views if not view.__module__.startswith(APART)]
    known = {view.__name__ for view in asked if power_of(view)}
    apart = {name for writing in POWERS.values() for name in writing.apart}
    assert {view.__name__ for view in asked} - known <= apart
    assert apart <= {view.__name__ for view in asked}
    assert {module for module in POWERS if not any(view.__module__.startswith(module) for view in asked)} == set()


def test_the_page_of_powers_is_the_heads_to_change(unit: Unit, people: Any, enter: Enter) -> None:
    head, anna = people("head", key="KMI"), people("officer", key="KMI", name="Anna Prasowa")
    client = enter(head)
    page = client.get(PAGE).content.decode()
    assert "Rejestr: Zapytania prasowe" in page
    assert "Anna Prasowa" in page
    said = {"capability": WRITING, "hats": [anna.hat.pk]}
    assert enter(anna).post(PAGE, said).status_code == 403
    assert client.post(PAGE, said).status_code == 302
    assert Power.objects.get().hat == anna.hat
    assert "Anna Prasowa; kierownik" in " ".join(enter(anna).get(PAGE).content.decode().split())
    for wrong in (
        {"capability": "register:wizyty"},
        {"capability": "x" * 90},
        {**said, "hats": [people("officer", key="KMIII").hat.pk]},
        {**said, "hats": ["x"]},
    ):
        assert client.post(PAGE, wrong).status_code == 400, wrong
    assert Power.objects.count() == 1
    assert client.post(PAGE, {"capability": WRITING}).status_code == 302
    assert not Power.objects.exists()
    assert Client().get(PAGE).status_code == 302
    assert enter(people("organisation_editor", key="x")).get(PAGE).status_code == 403
