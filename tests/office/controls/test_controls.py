"""A control in the book: its number, protocol, reservations, recommendations with units and terms, the answer, the end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from core.accounts.actor import Actor
from core.audit.ledger import faults
from core.audit.models import Entry
from core.workflow.refusal import NotPossible
from office.controls import access, actions
from office.controls.models import Control
from office.controls.refusals import NotInBook
from office.controls.states import Progress, State
from tests.factories.controls import Book
from tests.factories.files import pdf
from tests.factories.terms import waiting


def test_a_control_goes_to_its_executed_recommendations(book: Book, at: datetime) -> None:
    control = book.control("followed")
    assert control.sign == "1/2026"
    told = book.recommendation(control)
    who: dict[str, Any] = {"actor": book.clerk, "at": at}
    with pytest.raises(NotInBook, match="Niewykonane zalecenia: 1"):
        actions.close_control(control, **who)
    actions.execute(told, executed_on=book.today, how="Ewidencja jest.", actor=book.officer, at=at)
    with pytest.raises(NotInBook, match="czeka na odpowiedź"):
        actions.close_control(control, **who)
    actions.answer(control, answered_on=book.today, **who)
    for _click in range(2):
        assert actions.close_control(control, **who).state == State.CLOSED
    assert told.state == Progress.EXECUTED
    assert "Prowadzić ewidencję" not in str(list(Entry.objects.values("after")))
    assert list(faults()) == []


def test_a_control_without_recommendations_ends_with_its_protocol(book: Book, at: datetime) -> None:
    control = book.control("reported", scope="Bezpieczeństwo pożarowe")
    assert actions.close_control(control, actor=book.clerk, at=at).state == State.CLOSED


def test_a_double_click_takes_one_number_and_a_cancelled_one_stays_taken(book: Book, at: datetime) -> None:
    values = {"body": "A", "authorisation": "1", "scope": "B", "unit": None, "begins_on": book.today, "ends_on": None}
    first, second = (actions.enter_control(values, once="raz", actor=book.clerk, at=at) for _click in range(2))
    assert first == second
    actions.cancel_control(first, "wpisano dwa razy", actor=book.clerk, at=at)
    assert book.control().sign == "2/2026"
    with pytest.raises(NotPossible):
        actions.cancel_control(book.control("reported"), "x", actor=book.clerk, at=at)


def wrong_days(book: Book, at: datetime) -> list[tuple[Callable[..., Any], str]]:
    day, week = book.today, timedelta(days=7)
    who: dict[str, Any] = {"actor": book.clerk, "at": at}
    fresh, reported, followed = (book.control(to) for to in ("open", "reported", "followed"))
    told = book.recommendation(followed)
    protocol = partial(actions.receive_protocol, fresh, **who)
    came = partial(actions.receive_recommendations, reported, **who)
    return [
        (partial(actions.revise_control, fresh, {"ends_on": day - 5 * week}, **who), "Koniec kontroli"),
        (partial(protocol, protocol_on=day - 5 * week, ends_on=day, reservations_due=None), "początek kontroli"),
        (partial(protocol, protocol_on=day + week, ends_on=day, reservations_due=None), "jeszcze nie nadszedł"),
        (partial(protocol, protocol_on=day, ends_on=day - 5 * week, reservations_due=None), "Koniec kontroli"),
        (partial(protocol, protocol_on=day, ends_on=day, reservations_due=day - week), "Termin jest wcześniejszy"),
        (partial(actions.send_reservations, fresh, reservations_on=day, **who), "zanim przyjdzie wystąpienie"),
        (partial(actions.send_reservations, reported, reservations_on=day - week, **who), "otrzymanie protokołu"),
        (partial(came, recommended_on=day - week, answer_due=None), "otrzymanie protokołu"),
        (partial(came, recommended_on=day, answer_due=day - week), "Termin jest wcześniejszy"),
        (partial(actions.recommend, reported, text="x", owner=book.unit, due_on=day, **who), "po otrzymaniu"),
        (partial(actions.recommend, followed, text="x", owner=book.unit, due_on=day - week, **who), "wcześniejszy"),
        (partial(actions.answer, fresh, answered_on=day, **who), "po otrzymaniu"),
        (partial(actions.answer, followed, answered_on=day - week, **who), "Termin jest wcześniejszy"),
        (partial(actions.answer, followed, answered_on=day + week, **who), "jeszcze nie nadszedł"),
        (partial(actions.execute, told, executed_on=day + week, how="x", **who), "późniejsze niż dziś"),
        (partial(actions.put_off, told, due_on=day - week, reason="x", **who), "Termin jest wcześniejszy"),
    ]


def test_days_that_cannot_be_right_are_refused_in_words(book: Book, at: datetime) -> None:
    for verb, sentence in wrong_days(book, at):
        with pytest.raises(NotInBook, match=sentence):
            verb()


def test_what_was_not_done_after_all_is_taken_up_again(book: Book, at: datetime) -> None:
    told = book.recommendation(book.control("followed"))
    actions.execute(told, executed_on=book.today, how="Wysłano pismo.", actor=book.officer, at=at)
    actions.take_up_again(told, "organ nie uznał", actor=book.clerk, at=at)
    assert (told.state, told.executed_on) == (Progress.OPEN, None)
    actions.put_off(told, due_on=book.today + timedelta(days=60), reason="przetarg", actor=book.clerk, at=at)
    assert Entry.objects.get(verb="put_off").reason == "przetarg"


def test_what_changes_nothing_is_not_told_as_done(book: Book, at: datetime) -> None:
    told = book.recommendation(book.control("followed"))
    with pytest.raises(NotPossible):
        actions.take_up_again(told, "nie uznano", actor=book.clerk, at=at)
    with pytest.raises(NotInBook, match="przypada już na ten dzień"):
        actions.put_off(told, due_on=told.due_on, reason="przetarg", actor=book.clerk, at=at)
    for _twice in range(2):
        actions.put_off(told, due_on=book.today + timedelta(days=60), reason="przetarg", actor=book.clerk, at=at)
    actions.execute(told, executed_on=book.today, how="Wysłano pismo.", actor=book.officer, at=at)
    for _twice in range(2):
        actions.take_up_again(told, "nie uznano", actor=book.clerk, at=at)
    assert [Entry.objects.filter(verb=verb).count() for verb in ("put_off", "take_up_again")] == [1, 1]


def test_the_terms_of_a_unit_and_of_the_keeper(book: Book, at: datetime, people: Any) -> None:
    control = book.control("followed")
    book.recommendation(control)
    book.control("reported")
    assert waiting(book.officer, at) == ["zalecenie po kontroli"]
    assert waiting(book.clerk, at) == ["zastrzeżenia do protokołu kontroli", "odpowiedź organowi kontroli"]
    after = at + timedelta(days=40)
    assert set(Control.objects.overdue(after.date())) == set(Control.objects.all())
    assert not Control.objects.overdue(book.today).exists()
    assert waiting(people("officer", key="KMI"), at) == []


def test_who_sees_which_control(book: Book, at: datetime, people: Any) -> None:
    control, other = book.control("followed", unit=None), book.control(unit=None)
    actions.attach_paper(control, title="protokół", file=pdf(), actor=book.clerk, at=at)
    assert not access.visible(book.officer, at).exists()
    book.recommendation(control)
    assert list(access.visible(book.officer, at)) == [control]
    assert access.files(book.officer, at).exists()
    for actor in (book.clerk, people("auditor")):
        assert set(access.visible(actor, at)) == {control, other}
    for actor in (people("officer", key="KMI"), people("expert", key="x"), people(), Actor()):
        assert not access.visible(actor, at).exists()
        assert not access.files(actor, at).exists()
        assert not access.recommendations(actor, at).exists()


def test_the_same_paper_is_kept_once(book: Book, at: datetime) -> None:
    control = book.control()
    for _click in range(2):
        actions.attach_paper(control, title="upoważnienie", file=pdf(), actor=book.clerk, at=at)
    assert control.files.count() == 1
