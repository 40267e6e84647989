"""Recruitment in the API: what is announced for everyone, one's own candidacy, for the office those that came."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from competitions.recruitment.actions import checks, lists
from competitions.recruitment.models import Candidacy, Proof, Recruitment
from core.accounts.actor import Actor
from core.audit.models import Entry
from tests.core.files.test_check import EICAR, picture, scanner
from tests.factories.cycle import Cycle
from tests.factories.files import pdf
from tests.factories.recruitment import APPLIED, APPROVED, CHECKED, Office

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
CALLS, CANDIDACIES, PROOFS = "/api/v1/recruitments/", "/api/v1/candidacies/", "/api/v1/proofs/"


@pytest.fixture
def office(cycle: Cycle) -> Office:
    return Office(cycle)


@pytest.fixture
def ewa(people: Any) -> Actor:
    actor: Actor = people("organisation_editor", key="x", name="Ewa Kandydatka")
    return actor


def test_an_announced_call_is_public_and_its_list_once_resolved(office: Office, ewa: Actor, client: Client) -> None:
    draft, call = office.recruitment(to="draft"), office.recruitment()
    office.candidacy(call, ewa, scores=(20, 10))
    assert [row["id"] for row in client.get(CALLS).json()["results"]] == [call.public_id]
    assert client.get(f"{CALLS}{draft.public_id}/").status_code == 404
    detail = client.get(f"{CALLS}{call.public_id}/").json()
    assert (detail["rate"], detail["fields_wanted"][0]) == ("150.00", {"sphere": "16", "places": 1})
    assert [row["kind"] for row in detail["conditions"]] == ["required", "scored", "scored"]
    assert client.get(f"{CALLS}{call.public_id}/results/").status_code == 404
    office.resolve(call)
    (first, _second) = client.get(f"{CALLS}{call.public_id}/results/").json()
    assert [(row["place"], row["who"], row["points"]) for row in first["rows"]] == [(1, "Ewa Kandydatka", 20)]


def test_a_candidacy_is_its_persons_and_the_offices(office: Office, ewa: Actor, key: Key, people: Any) -> None:
    candidacy = office.candidacy(office.recruitment(), ewa, to="draft")
    address = f"{CANDIDACIES}{candidacy.public_id}/"
    with time_machine.travel(APPLIED, tick=False):
        mine, staff = key(ewa), key(office.cycle.officer)
        stranger = key(people("organisation_editor", key="y"))
        assert mine.get(address).json()["answers"][0]["note"] == "Magister."
        # What is still written is nobody's but the candidate's; nobody submits for another.
        assert staff.get(address).status_code == stranger.get(address).status_code == 404
        assert stranger.post(f"{address}submit/").status_code == 404
        for _again in range(2):
            assert mine.post(f"{address}submit/").json()["state"] == "submitted"
        assert staff.get(address).json()["name"] == "Ewa Kandydatka"
        assert stranger.get(CANDIDACIES).json()["count"] == 0
        assert staff.get(f"{CANDIDACIES}?state=submitted").json()["count"] == 1
        assert staff.post(f"{address}withdraw/").status_code == 404


def test_who_applied_learns_their_place_when_the_list_is_published(office: Office, ewa: Actor, key: Key) -> None:
    call = office.recruitment()
    candidacy = office.candidacy(call, ewa, scores=(20, 0))
    office.resolve(call)
    with time_machine.travel(APPROVED, tick=False):
        detail = key(ewa).get(f"{CANDIDACIES}{candidacy.public_id}/").json()
    assert (detail["state"], detail["standings"][0]["place"], detail["standings"][0]["outcome"]) == (
        "listed",
        1,
        "listed",
    )


WHOLE: dict[str, Any] = {
    "name": "Ewa Kandydatka",
    "phone": "500 100 200",
    "town": "Łódź",
    "spheres": ["16", "16"],
    "education": "Uniwersytet Łódzki",
    "career": "Dom kultury\nBiblioteka",
    "answers": [{"condition": 1, "note": "Magister."}, {"condition": 2, "value": 20}],
    "statements": [1, 0, 1],
    "limit": 20,
    "away": [{"starts_on": "2027-07-01", "ends_on": "2027-07-14"}],
}


def begun(client: APIClient, call: Recruitment) -> str:
    """A new candidacy: its address."""
    return f"{CANDIDACIES}{client.post(CANDIDACIES, {'recruitment': call.public_id}, format='json').json()['id']}/"


def sent(client: APIClient, address: str, file: Any = None, condition: int = 1) -> Any:
    """The answer to a file added to the candidacy at an address."""
    body = {"candidacy": address.split("/")[-2], "condition": condition, "file": file or pdf("dyplom.pdf")}
    return client.post(PROOFS, body, format="multipart")


def test_a_candidacy_is_written_proved_and_submitted(office: Office, ewa: Actor, key: Key) -> None:
    call = office.recruitment()
    with time_machine.travel(APPLIED, tick=False):
        client = key(ewa)
        wanted = {"recruitment": call.public_id}
        first, again = (client.post(CANDIDACIES, wanted, format="json") for _time in range(2))
        assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
        address = f"{CANDIDACIES}{first.json()['id']}/"
        lacks = [row["sentence"] for row in client.get(f"{address}check/").json()]
        assert "Warunek nr 1: dołącz dokument." in lacks
        early = client.post(f"{address}submit/")
        assert (early.status_code, early.json()["code"], early.json()["sentences"]) == (
            409,
            "incomplete-candidacy",
            lacks,
        )
        written, same = (client.put(f"{address}content/", WHOLE, format="json") for _time in range(2))
        assert (written.status_code, written.json()) == (200, same.json())
        kept = {**WHOLE, "spheres": ["16"], "statements": [0, 1], "answers": written.json()["answers"]}
        assert {name: written.json()[name] for name in kept} == kept
        answers = [(row["condition"], row["value"], row["note"]) for row in kept["answers"]]
        assert answers == [(1, None, "Magister."), (2, 20, ""), (3, None, "")]
    with time_machine.travel(APPLIED.replace(hour=18), tick=False):
        added = sent(client, address)
    with time_machine.travel(APPLIED.replace(hour=19), tick=False):
        repeated = sent(client, address)
        assert (added.status_code, repeated.status_code, added.json()) == (201, 200, repeated.json())
        assert client.get(f"{address}check/").json() == []
        for _again in range(2):
            assert client.post(f"{address}submit/").json()["number"] == 1
    # What was left out is empty, as it would be on the page.
    candidacy = Candidacy.objects.get()
    assert (candidacy.practice, candidacy.away) == ("", [["2027-07-01", "2027-07-14"]])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Ewa\nBcc: x"}, "name"),
        ({"career": "a\x00b"}, "career"),
        ({"spheres": ["1a"]}, "spheres"),
        ({"answers": [{"condition": 9, "note": "x"}]}, "answers"),
        ({"answers": [{"condition": 1, "note": "x"}, {"condition": 1, "note": "y"}]}, "answers"),
        ({"answers": [{"condition": 1, "value": 5}]}, "answers"),
        ({"answers": [{"condition": 2, "value": 10000}]}, "answers.0.value"),
        ({"statements": [2]}, "statements"),
        ({"limit": 0}, "limit"),
        ({"limit": 40000}, "limit"),
        ({"away": [{"starts_on": "2027-07-14", "ends_on": "2027-07-01"}]}, "away.0.ends_on"),
        ({"away": [{"starts_on": "2027-07-01", "ends_on": "2027-07-01"}] * 31}, "away"),
    ],
)
def test_what_has_no_place_in_the_recruitment_is_refused_by_field(
    office: Office, ewa: Actor, key: Key, wrong: dict[str, Any], field: str
) -> None:
    call = office.recruitment()
    with time_machine.travel(APPLIED, tick=False):
        client = key(ewa)
        address = begun(client, call)
        before = client.put(f"{address}content/", WHOLE, format="json").json()
        answer = client.put(f"{address}content/", {**WHOLE, **wrong}, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
        assert client.get(address).json() == before


def test_a_statement_that_is_not_on_the_list_is_told_by_its_place(office: Office, ewa: Actor, key: Key) -> None:
    call = office.recruitment()
    with time_machine.travel(APPLIED, tick=False):
        client = key(ewa)
        answer = client.put(f"{begun(client, call)}content/", {**WHOLE, "statements": [0, 2, 7]}, format="json")
    assert answer.json()["errors"]["statements"] == ["Na liście oświadczeń naboru nie ma pozycji: 2, 7 (liczymy od 0)."]


@pytest.mark.parametrize("hat", ["officer", "auditor"])
def test_who_works_for_the_office_is_a_candidate_like_any_other(
    office: Office, ewa: Actor, key: Key, people: Any, hat: str
) -> None:
    call = office.recruitment()
    rival = office.candidacy(call, ewa)
    # An officer of the very unit that runs the recruitment.
    actor = office.cycle.second if hat == "officer" else people("auditor")
    with time_machine.travel(APPLIED, tick=False):
        client = key(actor)
        address = begun(client, call)
        proof = f"{PROOFS}{sent(client, address).json()['id']}/"
        opened = [client.get(each).status_code for each in (address, proof, f"{proof}file/")]
        assert opened == [200, 200, 200]
        assert client.get(CANDIDACIES).json()["count"] == client.get(PROOFS).json()["count"] == 2
        assert client.put(f"{address}content/", WHOLE, format="json").status_code == 200
        assert client.post(f"{address}submit/").json()["number"] == 2
        # The draft of another is still nobody's but theirs.
        writing = office.candidacy(call, people(name="Kto Pisze"), to="draft")
        assert client.get(f"{CANDIDACIES}{writing.public_id}/").status_code == 404
    own = Candidacy.objects.get(user=actor.person)
    office.close(call)
    for each in (own, rival):
        checks.find_eligible(office.checked(each), at=CHECKED, **office.who)
    lists.draw_up(call, at=CHECKED, **office.who)
    with time_machine.travel(CHECKED, tick=False):
        mine, theirs = client.get(address).json(), client.get(f"{CANDIDACIES}{rival.public_id}/").json()
        assert [(row["verdict"], row["points"]) for row in mine["answers"]] == [("", None)] * 3
        assert (mine["points"], mine["standings"]) == (None, [])
        points = {row["id"]: row["points"] for row in client.get(CANDIDACIES).json()["results"]}
        assert points == {own.public_id: None, rival.public_id: 0}
        assert (theirs["answers"][0]["verdict"], len(theirs["standings"])) == ("yes", 1)
    approver = people("officer", key=office.cycle.unit.code)
    lists.approve_list(call, approval="decyzja nr 3/2027", actor=approver, at=APPROVED)
    with time_machine.travel(APPROVED, tick=False):
        mine = client.get(address).json()
        assert (mine["points"], mine["answers"][0]["verdict"], len(mine["standings"])) == (10, "yes", 1)


def test_files_are_looked_into_given_back_and_removed(office: Office, ewa: Actor, key: Key, settings: Any) -> None:
    call = office.recruitment()
    with time_machine.travel(APPLIED, tick=False):
        client = key(ewa)
        address = begun(client, call)
        for content in (b"", b"MZ" + bytes(2000), picture("PNG") + bytes(11 * 1024 * 1024)):
            refused = sent(client, address, SimpleUploadedFile("dyplom.pdf", content))
            assert (refused.status_code, refused.json()["code"]) == (400, "refused-file")
        assert list(sent(client, address, condition=9).json()["errors"]) == ["condition"]
        assert not Proof.objects.exists()
        kept = sent(client, address, SimpleUploadedFile("..\\dyplom.exe", picture("PNG"))).json()
        assert (kept["name"], kept["mime"], kept["condition"]) == ("dyplom.png", "image/png", 1)
        file = client.get(f"{PROOFS}{kept['id']}/file/")
        assert hashlib.sha256(b"".join(file.streaming_content)).hexdigest() == kept["sha256"]
        assert client.delete(f"{PROOFS}{kept['id']}/").status_code == 204
        assert client.delete(f"{PROOFS}{kept['id']}/").status_code == 404
        with scanner(settings, b"stream: Eicar-Test FOUND\0"):
            found = sent(client, address, SimpleUploadedFile("x.png", picture("PNG") + EICAR))
        assert "zagrożenie" in found.json()["detail"]
        assert not Proof.objects.exists()


def test_nobody_writes_the_candidacy_of_another(office: Office, ewa: Actor, key: Key, people: Any) -> None:
    call, draft = office.recruitment(), office.recruitment(to="draft")
    candidacy = office.candidacy(call, ewa, to="draft")
    proof, address = candidacy.proofs.get(), f"{CANDIDACIES}{candidacy.public_id}/"
    with time_machine.travel(APPLIED, tick=False):
        for other in (people("organisation_editor", key="y"), office.cycle.officer, people("auditor")):
            client = key(other)
            for method, verb in (
                ("put", "content/"),
                ("get", "check/"),
                ("post", "submit/"),
                ("post", "reopen/"),
                ("post", "supplement/"),
                ("post", "withdraw/"),
            ):
                assert getattr(client, method)(f"{address}{verb}", {}, format="json").status_code == 404, verb
            assert list(sent(client, address).json()["errors"]) == ["candidacy"]
            assert client.delete(f"{PROOFS}{proof.public_id}/").status_code == 404
            assert client.get(f"{PROOFS}{proof.public_id}/file/").status_code == 404
        unseen = key(ewa).post(CANDIDACIES, {"recruitment": draft.public_id}, format="json")
        assert list(unseen.json()["errors"]) == ["recruitment"]
        reader = key(ewa, "candidacies:read")
        assert reader.post(CANDIDACIES, {"recruitment": call.public_id}, format="json").status_code == 403
        assert sent(reader, address).status_code == reader.delete(f"{PROOFS}{proof.public_id}/").status_code == 403
        assert APIClient().post(CANDIDACIES, {"recruitment": call.public_id}, format="json").status_code == 401
    assert Proof.objects.get() == proof


def test_after_the_deadline_only_a_supplement_is_taken(office: Office, ewa: Actor, key: Key, people: Any) -> None:
    call = office.recruitment()
    candidacy = office.candidacy(call, ewa, scores=(20, 0))
    address = f"{CANDIDACIES}{candidacy.public_id}/"
    with time_machine.travel(APPLIED, tick=False):
        client = key(ewa)
        assert [client.post(f"{address}reopen/").json()["state"] for _time in range(2)] == ["draft", "draft"]
        assert client.post(f"{address}submit/").json()["number"] == 1
    office.close(call)
    with time_machine.travel(CHECKED, tick=False):
        late = key(people("organisation_editor", key="y"))
        refused = late.post(CANDIDACIES, {"recruitment": call.public_id}, format="json")
        assert (refused.status_code, "nie przyjmujemy" in refused.json()["detail"]) == (403, True)
        # One that is there is given to who begins again.
        client = key(ewa)
        assert client.post(CANDIDACIES, {"recruitment": call.public_id}, format="json").status_code == 200
        assert client.post(f"{address}reopen/").json()["code"] == "recruitment-over"
        for answer in (client.put(f"{address}content/", WHOLE, format="json"), sent(client, address)):
            assert (answer.status_code, answer.json()["code"]) == (409, "closed-candidacy")
            assert answer.json()["detail"] == "Zgłoszenia nie można już zmienić: jego stan to „złożone”."
        assert client.delete(f"{PROOFS}{candidacy.proofs.get().public_id}/").status_code == 409
        candidacy.refresh_from_db()
        office.checked(candidacy, v1="missing")
        checks.ask_supplement(candidacy, asked_for="Dyplom", at=CHECKED, **office.who)
        # What the office has found is not the candidate's until the list is published.
        mine, staff = client.get(address).json(), key(office.cycle.officer).get(address).json()
        assert [(row["verdict"], row["points"]) for row in mine["answers"]] == [("", None)] * 3
        assert (mine["points"], staff["answers"][0]["verdict"]) == (None, "missing")
        assert sent(client, address, SimpleUploadedFile("dyplom.png", picture("PNG"))).status_code == 201
        for _again in range(2):
            body = {"note": "Dołączam dyplom."}
            assert client.post(f"{address}supplement/", body, format="json").json()["state"] == "supplemented"
        for other in ({}, {"note": "dyplom."}):
            assert client.post(f"{address}supplement/", other, format="json").status_code == 409
    candidacy.refresh_from_db()
    assert candidacy.career.count("Dołączam dyplom.") == 1
    assert Entry.objects.filter(verb="supplement").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_one_candidacy_costs_the_same_with_any_number_of_files(
    office: Office, ewa: Actor, key: Key, count: int, django_assert_num_queries: Any
) -> None:
    candidacy = office.candidacy(office.recruitment(), ewa)
    for number in range(1, count):
        Proof.objects.filter(candidacy=candidacy).create(**_copy(candidacy.proofs.first(), number))
    with time_machine.travel(APPLIED, tick=False):
        client = key(ewa)
        client.get(f"{CANDIDACIES}{candidacy.public_id}/")
        with django_assert_num_queries(4):
            assert len(client.get(f"{CANDIDACIES}{candidacy.public_id}/").json()["proofs"]) == count
        with django_assert_num_queries(3):
            assert client.get(f"{PROOFS}?candidacy={candidacy.public_id}").json()["count"] == count


def _copy(proof: Any, number: int) -> dict[str, Any]:
    names = ("candidacy", "condition", "name", "mime", "size", "file", "added_at")
    return {**{name: getattr(proof, name) for name in names}, "sha256": str(number)}
