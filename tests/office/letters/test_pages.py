"""What pages of letters and communiqués cost, and what the API tells of them, to whom."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from core.accounts.actor import Actor
from core.audit.models import PersonalRead
from office.letters import actions
from office.letters.models import Communique, LetterSet, PrintKind
from office.structure.models import Unit
from tests.office.letters.conftest import ANNA, KOZIOL, NEWS, SAID, check_all

pytestmark = pytest.mark.django_db
Written = Callable[..., LetterSet]


def news(actor: Actor, at: datetime, *, published: bool = True) -> Communique:
    made = actions.write_communique(NEWS, unit=Unit.objects.get(code="KMI"), actor=actor, at=at)
    return actions.publish_communique(made, actor=actor, at=at) if published else made


@pytest.mark.parametrize("rows", [2, 40])
def test_pages_of_letters_cost_the_same_with_few_and_many(
    written: Written,
    press: Actor,
    enter: Any,
    at: datetime,
    rows: int,
    run_jobs: Callable[[], int],
    django_assert_num_queries: Any,
) -> None:
    letter_set = written(*[ANNA] * rows)
    for _each in range(rows - 1):
        written()
    client = enter(press)
    address = f"/urzad/pisma/{letter_set.public_id}/"
    with django_assert_num_queries(6):
        client.get("/urzad/pisma/")
    with django_assert_num_queries(10):
        client.get(address)
    with django_assert_num_queries(9):
        client.get(f"{address}formy/")
    check_all(letter_set, press, at)
    actions.check_letters(letter_set, actor=press, at=at)
    run_jobs()
    with django_assert_num_queries(10):
        client.get(address)


MAIN_LINK = re.compile(r'<a class="button" href="[^"]*">([^<]*)</a>')


def test_the_main_button_of_letters_is_never_one_that_would_be_refused(
    written: Written, press: Actor, enter: Any, at: datetime, run_jobs: Callable[[], int]
) -> None:
    client = enter(press)

    def main(letter_set: LetterSet) -> list[str]:
        return MAIN_LINK.findall(client.get(f"/urzad/pisma/{letter_set.public_id}/").content.decode())

    assert main(written()) == ["Dodaj adresata"]
    letter_set = written(ANNA, KOZIOL, text="")
    assert main(letter_set) == ["Sprawdź formy"]
    check_all(letter_set, press, at, dative="")
    assert main(letter_set) == []
    actions.revise_letters(letter_set, SAID, revision=1, actor=press, at=at)
    assert main(letter_set) == ["Sprawdź formy"], "the text now says to whom"
    assert "Pani Wójt" in client.get(f"/urzad/pisma/{letter_set.public_id}/formy/").content.decode()
    check_all(letter_set, press, at)
    assert main(letter_set) == ["Potwierdź sprawdzenie"]
    actions.check_letters(letter_set, actor=press, at=at)
    assert main(letter_set) == []
    actions.keep_print(letter_set, kind=PrintKind.MERGED, content=b"%PDF", revision=2, actor=press, at=at)
    assert main(letter_set) == [], "envelopes are still to come"
    page = client.get(f"/urzad/pisma/{letter_set.public_id}/").content.decode()
    assert "Pliki powstają w tle" in page
    run_jobs()
    assert main(letter_set) == ["Odnotuj podpisanie"]
    actions.sign_letters(letter_set, at.date(), actor=press, at=at)
    assert main(letter_set) == ["Odnotuj wysłanie"]
    actions.send_letters(letter_set, at.date(), actor=press, at=at)
    assert main(letter_set) == []


@pytest.mark.parametrize(("count", "words"), [(1, "1\xa0adresata"), (2, "2\xa0adresatów"), (5, "5\xa0adresatów")])
def test_how_many_wait_is_told_in_polish(written: Written, press: Actor, enter: Any, count: int, words: str) -> None:
    letter_set = written(*[ANNA] * count)
    page = enter(press).get(f"/urzad/pisma/{letter_set.public_id}/").content.decode()
    assert f"Do sprawdzenia formy {words}." in page


@pytest.mark.parametrize("rows", [2, 40])
def test_pages_of_communiques_cost_the_same_with_few_and_many(
    press: Actor, enter: Any, at: datetime, rows: int, django_assert_num_queries: Any
) -> None:
    one = news(press, at)
    for _each in range(rows - 1):
        news(press, at)
    client, visitor = enter(press), Client()
    address = f"/komunikaty/{one.public_id}/"
    with django_assert_num_queries(8):
        client.get("/komunikaty/")
    with django_assert_num_queries(7):
        client.get(address)
    with django_assert_num_queries(4):
        visitor.get("/komunikaty/")
    with django_assert_num_queries(3):
        visitor.get(address)


def test_the_api_reads_letters_of_the_unit_and_notes_who_read_them(
    written: Written, press: Actor, people: Any, key: Any
) -> None:
    letter_set = written(ANNA, KOZIOL)
    client = key(press, "occasional-letters:read")
    [row] = client.get("/api/v1/occasional-letters/?state=draft&kind=congratulations").json()["results"]
    assert (row["id"], row["unit"], row["addressees"]) == (letter_set.public_id, "KMI", 2)
    assert not {"people", "subject", "text"} & row.keys()
    assert not PersonalRead.objects.exists()
    one = client.get(f"/api/v1/occasional-letters/{letter_set.public_id}/").json()
    assert one["text"].startswith("Składam gratulacje")
    told = [(each["last_name"], each["salutation"], each["dative"], each["checked"]) for each in one["people"]]
    assert told == [
        ("Kowalska", "Szanowna Pani Wójt", "Pani Annie Kowalskiej", False),
        ("Kozioł", "Szanowny Panie", "", False),
    ]
    read = PersonalRead.objects.get()
    assert (read.page, read.subject_id) == ("api:api-letter-set", letter_set.public_id)
    for actor, count in ((people("officer", key="KMII"), 0), (people("auditor"), 1)):
        other = key(actor, "occasional-letters:read")
        assert other.get("/api/v1/occasional-letters/").json()["count"] == count
        answer = other.get(f"/api/v1/occasional-letters/{letter_set.public_id}/")
        assert answer.status_code == (200 if count else 404)
    assert Client().get("/api/v1/occasional-letters/").status_code == 401


def test_the_api_reads_communiques_to_everyone_and_of_a_withdrawn_one_only_why(
    press: Actor, people: Any, key: Any, at: datetime
) -> None:
    one, draft = news(press, at), news(press, at, published=False)
    visitor = Client()
    [row] = visitor.get("/api/v1/communiques/?year=2026").json()["results"]
    assert (row["id"], row["number"], row["text"]) == (one.public_id, "1/2026", "Budowa trwała dwa lata.")
    there = f"/api/v1/communiques/{draft.public_id}/"
    assert visitor.get(there).status_code == 404
    assert key(people("officer", key="KMII"), "office:read").get(there).status_code == 404
    assert key(press, "office:read").get(there).json()["state"] == "draft"
    actions.withdraw_communique(one, reason="Most otwarto jutro.", actor=press, at=at)
    said = visitor.get(f"/api/v1/communiques/{one.public_id}/").json()
    assert (said["state"], said["withdrawn_why"]) == ("annulled", "Most otwarto jutro.")
    assert (said["title"], said["lead"], said["text"], said["contact"]) == ("Otwarto most", "", "", "")
    assert not PersonalRead.objects.exists()
