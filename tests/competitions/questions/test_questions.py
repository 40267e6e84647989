"""Questions about a competition: anyone asks until the day, staff answer, everyone reads answers and nobody the askers."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from competitions.awards.panels import at_work
from competitions.calls.models import Competition
from competitions.questions import access, actions
from competitions.questions.models import Question
from competitions.questions.privacy import ENDED_QUESTIONS, QUESTIONS
from competitions.questions.refusals import DayTooLate, QuestionsClosed
from competitions.questions.states import State
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry, PersonalRead
from core.notices.models import Notice
from core.workflow.refusal import NotPossible
from tests.factories.cycle import CLOSED, WRITTEN, Cycle, moment
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]
# Offers are due on 14 December, so questions end on the 9th unless staff say otherwise.
LAST = moment(2026, 12, 9, 23, 59, 59)


@pytest.fixture(autouse=True)
def _counters(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def page_of(competition: Competition) -> str:
    return f"/konkursy/{competition.public_id}/pytania/"


def asked(competition: Competition, actor: Actor = VISITOR, text: str = "Czy Fundacja Alicji może?") -> Question:
    return actions.ask(competition, text, email="anna@example.org", actor=actor, at=WRITTEN)


def test_a_visitor_asks_and_the_office_learns_of_it_without_the_words(competition: Competition, visit: Visit) -> None:
    client = visit(VISITOR, WRITTEN)
    page = client.get(page_of(competition))
    assert "Pytania przyjmujemy do 9 grudnia 2026 r. włącznie." in words(page)
    assert "Co stanie się z Twoimi danymi" in words(page)
    posted = {"text": "Czy koszty od stycznia?", "email": "anna@example.org"}
    assert client.post(page_of(competition), posted)["Location"] == page_of(competition)
    question = Question.objects.get()
    assert (question.email, question.user, question.state) == ("anna@example.org", None, State.ASKED)
    letter = Notice.objects.get(template="question-asked")
    assert letter.email == "kancelaria.marszalek@lodzkie.pl"
    assert "stycznia" not in letter.body
    entry = Entry.objects.get(chain=competition.chain, verb="ask")
    assert (entry.user, entry.after) == (None, {})


def test_who_is_signed_in_gives_no_address_and_gets_the_answer_on_the_desk(
    competition: Competition, alice: Actor, officer: Actor, visit: Visit
) -> None:
    client = visit(alice, WRITTEN)
    assert "E-mail do odpowiedzi" not in words(client.get(page_of(competition)))
    client.post(page_of(competition), {"text": "Czy wolno?", "email": "cudzy@example.org"})
    question = Question.objects.get()
    assert (question.user, question.email) == (alice.user, "")
    actions.answer(question, "Wolno.", actor=officer, at=WRITTEN)
    letter = Notice.objects.get(user=alice.user, template="question-answered")
    assert "Wolno." in letter.body


def test_the_published_answer_tells_nothing_of_the_asker(
    competition: Competition, alice: Actor, officer: Actor, visit: Visit
) -> None:
    question = asked(competition, alice)
    address = f"/urzad/pytania/{question.public_id}/"
    client = visit(officer, WRITTEN)
    assert "Czy Fundacja Alicji może?" in words(client.get(address))
    assert PersonalRead.objects.filter(user=officer.user, page="question", subject_id=question.public_id).exists()
    said = {"public_text": "Czy fundacja może?", "text": "Może <b>zawsze</b>.", "publish": "on"}
    assert client.post(address, said).status_code == 302
    for page in (page_of(competition), f"/konkursy/{competition.public_id}/"):
        answer = visit(VISITOR, WRITTEN).get(page)
        text = words(answer)
        assert "Czy fundacja może?" in text
        assert "Może <b>zawsze</b>." in text
        for secret in ("Alicji", alice.person.email, alice.person.name, question.public_id):
            assert secret not in answer.content.decode()


def test_an_answer_for_the_asker_alone_is_not_public_until_published(
    competition: Competition, officer: Actor, visit: Visit
) -> None:
    question = actions.answer(asked(competition), "Tak.", public_text="Czy?", actor=officer, at=WRITTEN)
    assert "Tak." not in words(visit(VISITOR, WRITTEN).get(page_of(competition)))
    assert visit(officer, WRITTEN).post(f"/urzad/pytania/{question.public_id}/publikacja/").status_code == 302
    assert "Tak." in words(visit(VISITOR, WRITTEN).get(page_of(competition)))
    with pytest.raises(NotPossible):
        actions.answer(question, "Jednak nie.", actor=officer, at=WRITTEN)
    assert Notice.objects.filter(email="anna@example.org").count() == 1


def test_a_declined_question_tells_its_asker_why_and_is_not_public(
    competition: Competition, officer: Actor, visit: Visit
) -> None:
    question = asked(competition)
    address = f"/urzad/pytania/{question.public_id}/bez-odpowiedzi/"
    assert visit(officer, WRITTEN).post(address, {"reason": ""}).status_code == 400
    assert visit(officer, WRITTEN).post(address, {"reason": "To nie o konkursie."}).status_code == 302
    assert "To nie o konkursie." in Notice.objects.get(template="question-declined").body
    assert not access.published(VISITOR, WRITTEN).exists()


@pytest.mark.parametrize(("at", "status"), [(LAST, 302), (moment(2026, 12, 10, 0, 0, 0), 403)])
def test_questions_end_with_their_last_day(competition: Competition, visit: Visit, at: datetime, status: int) -> None:
    posted = {"text": "Zdążę?", "email": "anna@example.org"}
    client = visit(VISITOR, at)
    assert ("Wyślij pytanie" in words(client.get(page_of(competition)))) == (status == 302)
    assert client.post(page_of(competition), posted).status_code == status
    assert Question.objects.count() == (status == 302)


def test_staff_set_another_day_not_past_the_deadline(competition: Competition, officer: Actor, visit: Visit) -> None:
    page = f"/urzad/konkursy/{competition.public_id}/pytania/"
    client = visit(officer, WRITTEN)
    assert client.post(page, {"last_day": "2026-12-04"}).status_code == 302
    assert access.last_day(competition) == date(2026, 12, 4)
    with pytest.raises(QuestionsClosed):
        actions.ask(competition, "Zdążę?", email="a@example.org", actor=VISITOR, at=moment(2026, 12, 5))
    refused = client.post(page, {"last_day": "2026-12-15"})
    assert refused.status_code == 409
    assert "Nabór kończy się 14 grudnia 2026" in words(refused)
    with pytest.raises(DayTooLate):
        actions.set_last_day(competition, date(2026, 12, 15), actor=officer, at=WRITTEN)
    assert Entry.objects.filter(verb="set_last_day").count() == 1


def test_a_closed_call_takes_no_questions(cycle: Cycle, competition: Competition, officer: Actor) -> None:
    actions.set_last_day(competition, date(2026, 12, 14), actor=officer, at=WRITTEN)
    cycle.close(competition)
    with pytest.raises(QuestionsClosed):
        actions.ask(competition, "Zdążę?", email="a@example.org", actor=VISITOR, at=CLOSED)


def test_many_questions_from_one_place_are_held_back(competition: Competition, visit: Visit) -> None:
    client = visit(VISITOR, WRITTEN)
    posted = {"text": "Spam", "email": "anna@example.org"}
    answers = [client.post(page_of(competition), posted).status_code for _ in range(12)]
    assert answers == [302] * 10 + [429] * 2
    assert Question.objects.count() == 10


def test_only_the_office_reads_what_was_asked(
    competition: Competition, alice: Actor, people: Any, visit: Visit
) -> None:
    question = asked(competition)
    for page in (f"/urzad/pytania/{question.public_id}/", f"/urzad/konkursy/{competition.public_id}/pytania/"):
        assert visit(alice, WRITTEN).get(page).status_code == 404
        assert visit(VISITOR, WRITTEN).get(page).status_code == 302
        assert visit(people("auditor"), WRITTEN).get(page).status_code == 200
    auditor = visit(people("auditor"), WRITTEN)
    assert auditor.post(f"/urzad/pytania/{question.public_id}/", {"text": "x"}).status_code == 403


def test_the_desk_and_the_competition_say_how_many_wait(competition: Competition, officer: Actor, visit: Visit) -> None:
    asked(competition), asked(competition)
    (item,) = at_work(officer, None, WRITTEN).context["items"]
    assert "urząd: 2 pytania bez odpowiedzi" in item.note.replace("\xa0", " ")
    page = words(visit(officer, WRITTEN).get(f"/urzad/konkursy/{competition.public_id}/"))
    assert "2 pytania bez odpowiedzi" in page


def test_after_its_time_nobody_knows_who_asked_and_the_answer_stays(
    competition: Competition, alice: Actor, officer: Actor
) -> None:
    question = asked(competition, alice)
    actions.answer(question, "Może.", public_text="Czy może?", publish=True, actor=officer, at=WRITTEN)
    assert not list(ENDED_QUESTIONS.ended(moment(2028, 11, 30)))
    ENDED_QUESTIONS.forget(list(ENDED_QUESTIONS.ended(moment(2028, 12, 2))), at=moment(2028, 12, 2))
    question.refresh_from_db()
    assert (question.user, question.email, question.text, question.public_text) == (None, "", "", "Czy może?")
    assert not list(ENDED_QUESTIONS.ended(moment(2028, 12, 2)))


def test_a_person_who_is_forgotten_leaves_a_question_that_can_still_be_answered(
    competition: Competition, alice: Actor
) -> None:
    question = asked(competition, alice, "Czy wolno?")
    QUESTIONS.forget(alice.person, at=WRITTEN)
    question.refresh_from_db()
    assert (question.user, question.text) == (None, "Czy wolno?")
