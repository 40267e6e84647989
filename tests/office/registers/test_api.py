"""Registers through the API: a program of the register's unit writes as its pages do, with the same gate and refusals."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.accounts.actor import Actor
from core.api.actions import create_token
from core.audit.models import Entry as LedgerEntry
from office.registers.models import Entry
from office.registers.schema import Register
from tests.factories.files import pdf
from tests.office.registers.conftest import LETTERS

pytestmark = pytest.mark.django_db
ALL = "/api/v1/entries/"
FILES = "/api/v1/entry-files/"
VALUES = {
    "received": "2026-11-20",
    "subject": "Pytanie o drogę",
    "sender": "Jan Próbny",
    "cost": "12.50",
    "copies": 2,
    "urgent": True,
    "topics": ["sport"],
}


@pytest.fixture
def program(at: datetime) -> Callable[..., Client]:
    """A program with a key of the actor's hat and these scopes."""

    def made(actor: Actor, *scopes: str) -> Client:
        secret = create_token(name="Program", scopes=list(scopes), days=30, actor=actor, at=datetime.now(tz=at.tzinfo))[
            1
        ]
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return made


def send(client: Client, method: str, path: str, body: Any) -> Any:
    return getattr(client, method)(path, body, content_type="application/json")


def entered(client: Client, **more: Any) -> Any:
    return send(client, "post", ALL, {"register": "pisma-probne", "values": VALUES, **more})


@pytest.fixture
def client(letters: Register, officer: Actor, program: Callable[..., Client]) -> Client:
    return program(officer, "registers:read", "registers:write")


def test_a_program_enters_reads_changes_and_cancels(client: Client) -> None:
    made = entered(client)
    assert made.status_code == 201
    entry = made.json()
    assert entry["sign"].startswith("PP/1/")
    assert entry["due_on"] == "2026-12-04"
    one = f"{ALL}{entry['id']}/"
    read = client.get(one).json()
    assert {code: read["values"][code] for code in VALUES} == VALUES
    # What is read is what may be sent.
    again = send(client, "put", f"{one}values/", {"revision": 1, "values": read["values"]})
    assert (again.status_code, again.json()["revision"]) == (200, 1)
    changed = send(client, "put", f"{one}values/", {"revision": 1, "values": {**read["values"], "copies": 7}})
    assert (changed.json()["revision"], changed.json()["values"]["copies"]) == (2, 7)
    stale = send(client, "put", f"{one}values/", {"revision": 1, "values": {**read["values"], "copies": 8}})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-entry")
    for _twice in range(2):
        assert send(client, "post", f"{one}cancel/", {"reason": "pomyłka"}).json()["cancelled"]
    refused = send(client, "put", f"{one}values/", {"revision": 2, "values": VALUES})
    assert (refused.status_code, refused.json()["code"]) == (409, "cancelled-entry")
    verbs = LedgerEntry.objects.filter(chain=f"entry:{entry['id']}").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["enter_entry", "revise", "cancel_entry"]


def test_the_same_request_again_makes_no_second_number(client: Client) -> None:
    answers = [entered(client, once="b3f1") for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert entered(client, once="c4a2").json()["sign"].startswith("PP/2/")
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"colour": "red"}, "values.colour", "Rejestr nie ma takiego pola."),
        ({"topics": "sport"}, "values.topics", "Podaj listę kodów."),
        ({"topics": ["chess"]}, "values.topics", "chess"),
        ({"subject": ["a"]}, "values.subject", "Podaj tekst"),
        ({"subject": {"a": 1}}, "values.subject", "Podaj tekst"),
        ({"received": 20261120}, "values.received", "dat"),
        ({"urgent": "może"}, "values.urgent", "może"),
        ({"cost": "dużo"}, "values.cost", "liczb"),
        ({"unit": "KMX"}, "values.unit", "KMX"),
        ({"subject": "a\x00b"}, "values.subject", "znak"),
        ({"subject": None}, "subject", "Uzupełnij pole „Sprawa”."),
        ({"due": "2026-11-19"}, "due", "wypada przed „Wpłynęło” (20 listopada 2026 r.)"),
        ({"state": "refused"}, "basis", "wymaga tego „Stan: odmowa”"),
    ],
)
def test_what_the_register_does_not_take_is_said_at_its_field(
    client: Client, values: dict[str, Any], field: str, said: str
) -> None:
    answer = send(client, "post", ALL, {"register": "pisma-probne", "values": {**VALUES, **values}})
    assert answer.status_code == 400
    assert said in " ".join(answer.json()["errors"][field])
    assert not Entry.objects.exists()


@pytest.mark.parametrize("body", [{}, {"register": "brak", "values": {}}, {"register": "pisma-probne", "values": []}])
def test_a_body_of_another_shape_is_refused(client: Client, body: Any) -> None:
    assert send(client, "post", ALL, body).status_code == 400


def test_the_gate_is_that_of_the_pages(client: Client, people: Any, program: Callable[..., Client]) -> None:
    entry = entered(client).json()
    one, scopes = f"{ALL}{entry['id']}/", ("registers:read", "registers:write")
    stranger = program(people("officer", key="KMIII"), *scopes)
    assert entered(stranger).json()["errors"] == {"register": ["Nie ma takiego rejestru."]}
    assert send(stranger, "put", f"{one}values/", {"revision": 1, "values": VALUES}).status_code == 404
    assert send(stranger, "post", f"{one}cancel/", {"reason": "x"}).status_code == 404
    assert stranger.post(FILES, {"entry": entry["id"], "file": pdf()}).status_code == 400
    reader = program(people("head", key="KMI"), "registers:read")
    assert entered(reader).status_code == 403
    auditor = program(people("auditor"), "registers:read")
    assert auditor.get(one).status_code == 200
    assert entered(auditor).status_code == 403
    assert entered(Client()).status_code == 401


def test_an_open_register_of_another_unit_is_read_and_not_written(
    schema: Callable[..., Register], officer: Actor, people: Any, program: Callable[..., Client]
) -> None:
    schema(LETTERS.replace("visibility: unit", "visibility: office"))
    stranger = program(people("officer", key="KMIII"), "registers:read", "registers:write")
    answer = entered(stranger)
    assert (answer.status_code, answer.json()["detail"]) == (403, "Ten rejestr prowadzi inna komórka urzędu.")


def test_files_are_added_once_read_and_removed(client: Client, people: Any, program: Callable[..., Client]) -> None:
    entry = entered(client).json()
    answers = [client.post(FILES, {"entry": entry["id"], "file": pdf()}) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    file = answers[0].json()
    assert client.get(f"{FILES}?entry={entry['id']}").json()["count"] == 1
    assert client.get(f"{FILES}{file['id']}/file/").getvalue().startswith(b"%PDF")
    bad = client.post(FILES, {"entry": entry["id"], "file": SimpleUploadedFile("skrypt.pdf", b"MZ")})
    assert (bad.status_code, bad.json()["code"]) == (400, "refused-file")
    stranger = program(people("officer", key="KMIII"), "registers:read", "registers:write")
    assert stranger.get(f"{FILES}{file['id']}/").status_code == 404
    assert client.delete(f"{FILES}{file['id']}/").status_code == 204
    assert client.get(f"{FILES}{file['id']}/").status_code == 404
