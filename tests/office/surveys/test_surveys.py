"""The survey: anonymous to the database and the browser, counted once, published by closed quarters without small counts."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from core.accounts.actor import Actor
from core.audit.models import Entry, PersonalRead
from core.privacy.actions import anonymise
from office.structure.mandate import read as read_mandate
from office.structure.reference import SOURCE
from office.surveys import access, actions
from office.surveys.figures import results, table
from office.surveys.models import Comment, QuestionSet, Tally, UsedForm
from office.surveys.privacy import ENDED_COMMENTS
from office.surveys.refusals import WrongAnswers
from office.surveys.schema import Service, SurveyFault, read, services

pytestmark = pytest.mark.django_db
PRESS = "/ankieta/usluga/kontakty-z-mediami/"
AFTER = datetime(2027, 1, 4, 9, tzinfo=UTC)
VISITOR = Actor()


@pytest.fixture
def press() -> Service:
    return services()["kontakty-z-mediami"]


@pytest.fixture
def answered(press: Service, at: datetime) -> Callable[..., None]:
    """`answered(8, 5)`: eight people gave five points to each question."""
    count = iter(range(10_000))

    def of(people: int, score: int, *, comment: str = "", when: datetime = at) -> None:
        for _each in range(people):
            scores = {code: score for code, _text in press.questions}
            assert actions.reply(press, scores, comment=comment, token=f"t{next(count)}", at=when)

    return of


@pytest.fixture
def january() -> Iterator[None]:
    with time_machine.travel(AFTER, tick=True):
        yield


def form_of(client: Client) -> dict[str, str]:
    token = client.get(PRESS).context["form"]["form_token"].value()
    return {"form_token": token, "q-czas": "5", "q-tresc": "4", "q-kontakt": "5"}


# Services are data


def test_every_service_is_of_a_unit_of_the_office() -> None:
    units = {unit.symbol.replace(" ", "") for unit in read_mandate(SOURCE.read_text()).units}
    assert len(services()) >= 4
    assert {each.unit for each in services().values()} <= units


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title = 'A'", "potrzebne są dokładnie"),
        ("title = ", "Invalid value"),
        ("title = 'A'\nunit = 'KMI'\nquestions = []", "pytań jest od 1 do 8"),
        ("title = 'A'\nunit = 'KMI'\nquestions = [{code = 'A', text = 'B'}]", "kod i treść"),
        ("title = ''\nunit = 'KMI'\nquestions = [{code = 'aa', text = 'B'}]", "to nie jest tekst"),
    ],
)
def test_a_file_that_is_no_survey_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "zly-plik.toml"
    path.write_text(text)
    with pytest.raises(SurveyFault, match=rf"zly-plik\.toml: .*{words}"):
        read(path)


# Answering


def test_an_answer_is_counted_once_and_kept_by_nobodys_name(people: Any, enter: Any) -> None:
    for client in (Client(), enter(people("officer", key="KMI"))):
        said = {**form_of(client), "uwagi": "Dobrze."}
        assert [client.post(PRESS, said)["Location"] for _click in range(2)] == ["/ankieta/dziekujemy/"] * 2
    assert sorted(Tally.objects.values_list("question", "score", "count")) == [
        ("czas", 5, 2), ("kontakt", 5, 2), ("tresc", 4, 2),
    ]  # fmt: skip
    assert Comment.objects.count() == 2
    assert not Entry.objects.exclude(verb__in=("grant_hat", "open_account")).exists()
    columns = {field.name for model in (Tally, Comment, UsedForm, QuestionSet) for field in model._meta.get_fields()}
    assert not columns & {"user", "ip", "at", "answered_at", "created_at", "hat"}


def test_a_visitor_gets_no_cookie(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ("/ankieta/", PRESS, "/ankieta/dziekujemy/", "/ankieta/wyniki/"):
        assert not client.get(path).cookies, path
    answer = client.post(PRESS, form_of(client))
    assert answer.status_code == 302
    assert not answer.cookies
    assert not client.cookies


def test_a_form_needs_every_score_and_keeps_what_was_typed() -> None:
    client = Client()
    page = client.post(PRESS, {**form_of(client), "q-czas": "", "uwagi": "Zostaje"})
    assert page.status_code == 400
    assert "Zaznacz ocenę." in page.content.decode()
    assert "Zostaje" in page.content.decode()
    assert client.post(PRESS, {**form_of(client), "q-czas": "6"}).status_code == 400
    assert client.post(PRESS, {**form_of(client), "uwagi": "x" * 1001}).status_code == 400
    assert client.get("/ankieta/usluga/nie-ma/").status_code == 404
    assert not Tally.objects.exists()


def test_a_forged_or_old_form_is_shown_again_with_everything_typed() -> None:
    client = Client()
    old = form_of(client)
    forged = client.post(PRESS, {**old, "form_token": "zmyślony", "uwagi": "Zostaje"})
    assert forged.status_code == 400
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2), tick=True):
        page = client.post(PRESS, {**old, "uwagi": "Zostaje"})
        assert "otwarto ponad dobę temu" in page.content.decode()
        assert "Zostaje" in page.content.decode()
        again = re.search(r'name="form_token" value="([^"]+)"', page.content.decode())
        assert again is not None
        assert client.post(PRESS, {**old, "form_token": again[1]}).status_code == 302


def test_too_many_answers_from_one_place_are_refused(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "survey": "2/h/key"}
    client = Client()
    assert [client.post(PRESS, form_of(client)).status_code for _each in range(3)] == [302, 302, 429]
    assert "Z tego miejsca przyszło już wiele odpowiedzi" in client.post(PRESS, form_of(client)).content.decode()


def test_answers_of_other_questions_are_refused(press: Service, at: datetime) -> None:
    for scores in ({}, {"czas": 5}, {"czas": 5, "tresc": 5, "kontakt": 9}):
        with pytest.raises(WrongAnswers):
            actions.reply(press, scores, token="t", at=at)
    assert not UsedForm.objects.exists()


def test_old_names_of_forms_are_forgotten(answered: Callable[..., None], at: datetime) -> None:
    answered(3, 5)
    answered(1, 5, when=at + timedelta(days=5))
    assert UsedForm.objects.count() == 1


# Publishing


def test_only_quarters_that_are_over_are_published(answered: Callable[..., None], at: datetime) -> None:
    answered(8, 5)
    for day in range(39):
        assert results(access.tallies(VISITOR, at + timedelta(days=day))) == [], (
            "no difference of two days tells anything"
        )
    assert len(results(access.tallies(VISITOR, at + timedelta(days=40)))) == 1


def test_a_closed_quarter_says_the_same_on_every_later_day(answered: Callable[..., None], at: datetime) -> None:
    answered(8, 5)
    first = results(access.tallies(VISITOR, AFTER))
    answered(3, 1, when=AFTER + timedelta(days=1))
    assert results(access.tallies(VISITOR, AFTER + timedelta(days=20))) == first


def test_staff_see_no_more_counts_than_everyone(answered: Callable[..., None], people: Any) -> None:
    answered(9, 5)
    answered(1, 1)
    told = list(table(results(access.tallies(VISITOR, AFTER))))
    for actor in (people("head", key="KMI"), people("auditor"), people("administrator")):
        assert list(table(results(access.tallies(actor, AFTER)))) == told
    assert told[0][3:] == ["10", "ukryte", "ukryte", "ukryte", "ukryte", "ukryte", ""]


def test_nothing_is_summed_over_services_or_quarters(answered: Callable[..., None], at: datetime) -> None:
    """A sum beside its parts would give the hidden ones away."""
    answered(12, 5)
    answered(3, 5, when=at - timedelta(days=70))
    found = results(access.tallies(VISITOR, AFTER))
    assert [(each.quarter.code, len(each.questions)) for each in found] == [("2026-4", 3), ("2026-3", 0)]
    assert "mniej niż 5" in list(table(found))[3]
    assert "15" not in str(list(table(found)))


def test_other_words_of_a_question_are_another_set(answered: Callable[..., None], press: Service, at: datetime) -> None:
    answered(6, 5)
    other = Service(press.code, press.title, press.unit, (("czas", "Jak długo trwało?"),))
    for number in range(6):
        actions.reply(other, {"czas": 4}, token=f"o{number}", at=at)
    found = results(access.tallies(VISITOR, AFTER))
    assert sorted([each.text for each in result.questions] for result in found) == [
        ["Jak długo trwało?"],
        [text for _code, text in press.questions],
    ]


def test_the_page_shows_a_chart_and_the_same_figures_as_a_table(
    answered: Callable[..., None], january: None, django_assert_num_queries: Any
) -> None:
    answered(8, 5)
    answered(7, 4)
    answered(6, 3)
    answered(5, 2)
    answered(2, 1)
    with django_assert_num_queries(1):
        page = Client().get("/ankieta/wyniki/").content.decode()
    assert "<svg" in page
    assert "IV kwartał 2026 r." in page
    assert '<th scope="row">oceny 1, 2, 3 razem</th><td class="number">13</td>' in page
    assert '<th scope="row">5 – bardzo dobrze</th><td class="number">8</td>' in page
    assert "1 – bardzo źle" not in page
    assert "Średnia" not in page
    lines = Client().get("/ankieta/wyniki/tabela.csv").content.decode().splitlines()
    assert lines[1].endswith(";28;ukryte;ukryte;ukryte;7;8;")


def test_a_mean_is_told_where_no_count_is_hidden(answered: Callable[..., None], january: None) -> None:
    for score in range(1, 6):
        answered(5 + score, score)
    assert "Średnia: 3,25." in Client().get("/ankieta/wyniki/").content.decode()


# What people wrote


def test_comments_are_read_by_the_unit_after_the_quarter(
    answered: Callable[..., None], people: Any, enter: Any, january: None
) -> None:
    answered(1, 5, comment="Miła rozmowa.")
    comment = Comment.objects.get()
    own = enter(people("officer", key="KMI"))
    assert "Miła rozmowa." in own.get("/urzad/ankieta/uwagi/").content.decode()
    assert PersonalRead.objects.get().page == "survey_comments"
    assert "Miła rozmowa." not in enter(people("officer", key="KMII")).get("/urzad/ankieta/uwagi/").content.decode()
    assert "Miła rozmowa." in enter(people("auditor")).get("/urzad/ankieta/uwagi/").content.decode()
    assert Client().get("/urzad/ankieta/uwagi/").status_code == 302
    assert not access.comments(people("officer", key="KMI"), AFTER - timedelta(days=10)).exists()
    address = f"/urzad/ankieta/uwagi/{comment.public_id}/usun-tresc/"
    assert enter(people("officer", key="KMII")).post(address, {"reason": "x"}).status_code == 404
    assert own.post(address, {"reason": ""}).status_code == 400
    assert own.post(address, {"reason": "Podano nazwisko."}).status_code == 302
    assert "Miła rozmowa." not in own.get("/urzad/ankieta/uwagi/").content.decode()
    assert Entry.objects.get(chain=comment.chain).reason == "Podano nazwisko."


def test_comments_end_in_their_time(answered: Callable[..., None], clock: Actor) -> None:
    answered(1, 5, comment="Miła rozmowa.")
    assert not ENDED_COMMENTS.ended(datetime(2027, 12, 31, 9, tzinfo=UTC)).exists()
    late = datetime(2028, 1, 3, 9, tzinfo=UTC)
    assert anonymise(ENDED_COMMENTS, 0, actor=clock, at=late)[:2] == (1, 0)
    assert not ENDED_COMMENTS.ended(late).exists()
    assert Tally.objects.exists()
