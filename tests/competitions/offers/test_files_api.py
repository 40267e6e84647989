"""Files of offers in the API: added, given back and removed by those who may, whatever a program sends."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from competitions.offers import actions
from competitions.offers.models import Attachment, Offer
from core.accounts.actor import Actor
from core.jobs.models import Job
from tests.core.files.test_check import EICAR, overlapping, picture, scanner
from tests.factories.cycle import WRITTEN, Cycle
from tests.factories.files import pdf

pytestmark = pytest.mark.django_db

Key = Callable[..., APIClient]
FILES = "/api/v1/attachments/"


@pytest.fixture(autouse=True)
def _written() -> Iterator[None]:
    with time_machine.travel(WRITTEN, tick=False):
        yield


def sent(client: APIClient, offer: Offer, file: Any = None, title: str = "Statut") -> Any:
    body = {"offer": offer.public_id, "title": title, "file": file or pdf()}
    return client.post(FILES, body, format="multipart")


def test_added_given_back_and_removed(draft: Offer, alice: Actor, key: Key) -> None:
    client = key(alice)
    content = picture("PNG")
    first = sent(client, draft, SimpleUploadedFile("..\\Statut 2026.exe", content))
    with time_machine.travel(WRITTEN.replace(hour=12), tick=False):
        again = sent(client, draft, SimpleUploadedFile("inna nazwa.pdf", content))
    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    assert (first.json()["name"], first.json()["mime"]) == ("Statut 2026.png", "image/png")
    address = f"{FILES}{first.json()['id']}/"
    answer = client.get(f"{address}file/")
    given = b"".join(answer.streaming_content)
    assert hashlib.sha256(given).hexdigest() == first.json()["sha256"]
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"{FILES}?offer={draft.public_id}").json()["count"] == 1
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 404
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Plik jest pusty"),
        (b"MZ" + bytes(2000), "liczy się jego treść, nie nazwa"),
        (overlapping(), "nienaturalnie duży"),
        (b"%PDF-1.7 urwany", "PDF jest uszkodzony"),
        (picture("PNG") + bytes(11 * 1024 * 1024), "Plik ma ponad 10 MB"),
    ],
)
def test_what_is_not_taken_is_refused_in_words(draft: Offer, alice: Actor, key: Key, content: bytes, said: str) -> None:
    answer = sent(key(alice), draft, SimpleUploadedFile("Statut.pdf", content))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["code"] == "refused-file"
    assert said in answer.json()["detail"]
    assert not Attachment.objects.exists()


def test_the_scanner_is_asked_here_too(draft: Offer, alice: Actor, key: Key, settings: Any) -> None:
    client = key(alice)
    with scanner(settings, b"stream: Eicar-Test FOUND\0"):
        answer = sent(client, draft, SimpleUploadedFile("x.png", picture("PNG") + EICAR))
    assert "zagrożenie" in answer.json()["detail"]
    settings.CLAMD = "127.0.0.1:1"
    waits = sent(client, draft)
    assert (waits.status_code, waits.json()["quarantined"]) == (201, True)
    held = client.get(f"{FILES}{waits.json()['id']}/file/")
    assert (held.status_code, held.json()["code"]) == (409, "in-quarantine")
    assert Job.objects.filter(name="offers.scan").count() == 1


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        (b'{"offer": "x"}', "application/json", 415),
        (b"--x\r\nbez konca", "multipart/form-data; boundary=x", 400),
        (b"cokolwiek", "multipart/form-data", 400),
        (b"", "multipart/form-data; boundary=x", 400),
    ],
)
def test_what_is_no_form_with_a_file(
    draft: Offer, alice: Actor, key: Key, body: bytes, type_: str, status: int
) -> None:
    answer = key(alice).generic("POST", FILES, body, content_type=type_)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_more_parts_than_a_form_has_are_refused(draft: Offer, alice: Actor, key: Key, settings: Any) -> None:
    many = {f"file{number}": SimpleUploadedFile("a.pdf", b"x") for number in range(150)}
    answer = key(alice).post(FILES, many, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse-error")
    long = key(alice).post(FILES, {"title": "x" * 3_000_000}, format="multipart")
    assert (long.status_code, long.json()["code"]) == (413, "too-large")


def test_whose_files_they_are(
    cycle: Cycle, people: Any, draft: Offer, alice: Actor, bob: Actor, officer: Actor, key: Key
) -> None:
    ours = actions.attach(draft, file=pdf(), title="Statut", actor=alice, at=WRITTEN)
    theirs = cycle.offer(draft.competition, cycle.organisation(), to="draft")
    viewer = people("organisation_viewer", key=draft.organisation.public_id)
    address = f"{FILES}{ours.public_id}/"
    for actor, read, removed in ((bob, 404, 404), (officer, 404, 403), (viewer, 200, 403)):
        client = key(actor)
        assert (client.get(address).status_code, client.get(f"{address}file/").status_code) == (read, read)
        assert client.delete(address).status_code == removed
    assert list(sent(key(alice), theirs).json()["errors"]) == ["offer"]
    session = APIClient()
    session.force_login(viewer.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert sent(session, draft).status_code == 403
    actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    assert key(officer).get(address).status_code == 200
    late = key(alice)
    assert (sent(late, draft, title="Drugi").json()["code"], late.delete(address).json()["code"]) == (
        "not-attached",
        "not-attached",
    )
    assert Attachment.objects.get() == ours
