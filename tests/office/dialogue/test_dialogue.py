"""The council of social dialogue: members with their days, sittings with attendance, what is adopted, sent and answered."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client

from core.accounts.actor import Actor
from core.audit.ledger import faults
from core.audit.models import Entry, PersonalRead
from core.workflow.refusal import NotPossible
from office.dialogue import access, actions, privacy
from office.dialogue.models import CouncilSitting, Position, Seat
from office.dialogue.queries import seats_on
from office.dialogue.refusals import NotInCouncil
from office.dialogue.states import PositionState, State
from tests.factories.council import Council
from tests.factories.files import pdf
from tests.factories.terms import waiting

Enter = Callable[[Actor], Client]


def test_a_position_is_adopted_sent_and_answered(council: Council, at: datetime) -> None:
    position = council.position()
    assert (position.sign, position.adopted_on) == ("1/2026", at.date() - timedelta(days=1))
    assert list(access.visible(Actor(), at)) == [position]
    who: dict[str, Any] = {"actor": council.clerk, "at": at}
    sent = {"addressee": "minister", "sent_on": at.date(), "answer_due": at.date() + timedelta(days=30)}
    for _click in range(2):
        actions.send_position(position, **sent, **who)
    after = at + timedelta(days=31)
    assert waiting(council.clerk, after) == ["odpowiedź na stanowisko rady"]
    actions.answer_position(position, answered_on=at.date(), answer="Przyjęto do prac.", **who)
    assert Position.objects.get().state == PositionState.ANSWERED
    assert waiting(council.clerk, after) == []
    assert "Tkacz" not in str(list(Entry.objects.values("after", "before")))
    assert list(faults()) == []


def test_sittings_are_numbered_by_kind_and_once(council: Council, at: datetime) -> None:
    signs = [council.planned(kind=kind).sign for kind in ("plenary", "presidium", "plenary")]
    assert signs == ["1/2026", "1/2026", "2/2026"]
    assert council.planned(once="raz") == council.planned(once="raz")
    sitting = CouncilSitting.objects.get(once="raz")
    assert sitting.points == ["Otwarcie", "Stanowisko", "Wolne wnioski"]
    actions.cancel_council(sitting, "choroba", actor=council.clerk, at=at)
    with pytest.raises(NotPossible):
        actions.hold_council(sitting, present=[], actor=council.clerk, at=at + timedelta(days=1))


def wrong(council: Council, at: datetime) -> list[tuple[Callable[..., Any], str]]:
    day, week = at.date(), timedelta(days=7)
    who: dict[str, Any] = {"actor": council.clerk, "at": at}
    planned, position = council.planned(), council.position()
    sent = partial(actions.send_position, position, addressee="x", **who)
    new = {"side": "workers", "represents": "Związek Zawodowy Przykład", "presidium": False, **who}
    gone = actions.seat_member("Były Członek", valid_from=day - 9 * week, valid_to=day - 8 * week, **new)
    held = council.planned(earlier=week)
    return [
        (partial(council.planned, starts_at=at - week), "już minął"),
        (partial(actions.hold_council, planned, present=council.seats, **who), "jeszcze się nie zaczęło"),
        (partial(actions.hold_council, held, present=[gone], **who), "nie było w radzie"),
        (partial(actions.adopt_position, planned, kind="opinion", title="x", content="y", **who), "które się odbyło"),
        (partial(actions.revise_council, position.sitting, starts_at=at, place="x", agenda="y", **who), "przed posied"),
        (partial(sent, sent_on=day + week, answer_due=None), "jeszcze nie nadszedł"),
        (partial(sent, sent_on=day - week, answer_due=None), "wcześniejszy niż to"),
        (partial(sent, sent_on=day, answer_due=day - week), "wcześniejszy niż to"),
        (partial(actions.end_seat, council.seats[0], valid_to=date(2020, 1, 1), **who), "wcześniejszy niż pierwszy"),
        (partial(actions.seat_member, "Zdzisława Tkacz", valid_from=day, **new), "już w radzie"),
        (partial(actions.seat_member, "Ktoś", valid_from=day, valid_to=day - week, **new), "wcześniejszy niż pierwszy"),
    ]


def test_what_cannot_be_right_is_refused_in_words(council: Council, at: datetime) -> None:
    for verb, sentence in wrong(council, at):
        with pytest.raises(NotInCouncil, match=sentence):
            verb()


def test_a_member_who_left_is_forgotten_and_still_counted(council: Council, at: datetime) -> None:
    sitting = council.held()
    actions.end_seat(council.seats[0], valid_to=at.date(), actor=council.clerk, at=at)
    assert council.seats[0] not in seats_on(council.clerk, at.date() + timedelta(days=1), at)
    rows = list(privacy.ended(at + timedelta(days=1)))
    privacy.forget(rows, at=at)
    assert rows == [council.seats[0]]
    assert str(Seat.objects.get(pk=rows[0].pk)).startswith("osoba usunięta")
    assert sitting.present.count() == 4


def test_only_what_was_adopted_is_for_everyone(council: Council, at: datetime, people: Any) -> None:
    council.position()
    for actor in (Actor(), people(), people("expert", key="x")):
        assert access.visible(actor, at).exists()
        assert not access.sittings(actor, at).exists()
        assert not access.seats(actor, at).exists()
    assert access.sittings(people("officer", key="KMI"), at).exists()
    assert access.seats(people("auditor"), at).exists()


def test_the_council_is_served_on_its_pages(council: Council, at: datetime, enter: Enter, people: Any) -> None:
    with time_machine.travel(at, tick=False) as clock:
        client, other = enter(council.clerk), enter(people("officer", key="KMI"))
        typed = {"kind": "plenary", "starts_at": "2026-11-23T12:00", "place": "sala", "agenda": "Otwarcie", "once": "a"}
        for _click in range(2):
            assert client.post("/urzad/rada-dialogu/nowe-posiedzenie/", typed).status_code == 302
        assert other.get("/urzad/rada-dialogu/nowe-posiedzenie/").status_code == 403
        sitting = CouncilSitting.objects.get()
        page = f"/urzad/rada-dialogu/posiedzenia/{sitting.public_id}/"
        there = {"present": [str(seat.pk) for seat in council.seats[:3]]}
        assert client.post(f"{page}obecnosc/", there).status_code == 409
        assert other.post(f"{page}obecnosc/", there).status_code == 403
        clock.shift(timedelta(hours=4))
        assert client.post(f"{page}obecnosc/", there).status_code == 302
        text = {"kind": "opinion", "title": "budżetu", "content": "Rada opiniuje pozytywnie.", "once": "b"}
        for _click in range(2):
            assert client.post(f"{page}stanowisko/", text).status_code == 302
        position = Position.objects.get()
        verbs = f"/urzad/rada-dialogu/stanowiska/{position.public_id}/"
        assert client.post(f"{verbs}plik/", {"title": "podpisana opinia", "file": pdf()}).status_code == 302
        send = {"addressee": "Sejmik", "sent_on": "2026-11-23", "answer_due": "2026-12-23"}
        assert other.post(f"{verbs}wyslanie/", send).status_code == 403
        assert client.post(f"{verbs}wyslanie/", send).status_code == 302
        assert (
            client.post(f"{verbs}odpowiedz/", {"answered_on": "2026-11-23", "answer": "Uwzględniono."}).status_code
            == 302
        )
        visitor = Client()
        public = visitor.get(f"/rada-dialogu/{position.public_id}/").content.decode()
        for words in ("Opinia nr 1/2026", "Rada opiniuje pozytywnie.", "Uwzględniono.", "Sejmik"):
            assert words in public
        assert "Tkacz" not in public
        assert visitor.get(f"/rada-dialogu/pliki/{position.files.get().public_id}/").status_code == 200
        assert "budżetu" in visitor.get("/rada-dialogu/?szukaj=budzetu").content.decode()
        assert "budżetu" not in visitor.get("/rada-dialogu/?szukaj=most").content.decode()
        assert visitor.get(page).status_code == 302
        assert "Stanowiska i opinie Rady Dialogu Społecznego" in visitor.get("/rejestry/").content.decode()
        assert client.get(page).status_code == 200
        assert client.get("/urzad/rada-dialogu/sklad/").status_code == 200
        assert set(PersonalRead.objects.values_list("page", flat=True)) >= {"council_sitting", "seats"}
        assert sitting.present.count() == 3
        assert CouncilSitting.objects.get().state == State.HELD


@pytest.mark.parametrize("count", [1, 20])
def test_lists_cost_the_same_at_one_and_twenty(
    council: Council, at: datetime, enter: Enter, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        council.position()
    with time_machine.travel(at, tick=False):
        client = enter(council.clerk)
        client.get("/urzad/")
        for address, price in (("/rada-dialogu/", 7), ("/urzad/rada-dialogu/", 6)):
            with django_assert_num_queries(price):
                assert client.get(address).status_code == 200
