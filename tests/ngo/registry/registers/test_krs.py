"""Asking the KRS: recorded answers become records; faults end in a sentence within bounded time, size and number of tries."""

import gzip
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ngo.registry.readers.rows import Record, Rejected
from ngo.registry.registers.connection import BODY_MAX
from ngo.registry.registers.krs import Krs
from ngo.registry.registers.register import RegisterFault
from tests.factories.registers import RECORDED, Handler, KrsServer, as_json, extract, full_extract

KROSNO = "0000155746"


@pytest.fixture
def server() -> Iterator[KrsServer]:
    made = KrsServer()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.REGISTER_RATE = 10_000.0
    settings.REGISTER_BACKOFF = 0.01


@pytest.fixture
def krs(server: KrsServer) -> Krs:
    return Krs(server.api, patient=True)


@pytest.mark.parametrize("path", sorted(RECORDED.glob("*.json")), ids=lambda path: path.stem)
def test_every_recorded_answer_is_a_record(path: Any, krs: Krs, server: KrsServer) -> None:
    answer = krs.fetch(path.stem)
    assert isinstance(answer, Record)
    assert answer.values["krs"] == path.stem
    assert server.asked == [(path.stem, "S")]


def test_a_record_tells_its_day_and_liquidation(krs: Krs, server: KrsServer) -> None:
    answer = krs.fetch(KROSNO)
    assert isinstance(answer, Record)
    assert answer.on == date(2025, 8, 12)
    dissolved = extract(KROSNO)
    dissolved["odpis"]["dane"]["dzial6"] = {
        "likwidacja": {"sposobReprezentacjiPodmiotuPrzezLikwidatorow": "SAMODZIELNIE"}
    }
    server.script[KROSNO] = [as_json(dissolved)]
    answer = krs.fetch(KROSNO)
    assert isinstance(answer, Record)
    assert answer.flags["in_liquidation"]


def test_the_book_of_entrepreneurs_is_asked_second(krs: Krs, server: KrsServer) -> None:
    server.script["0000000007"] = [(404, b"", {}), as_json(extract("0000000007"))]
    assert isinstance(krs.fetch("0000000007"), Record)
    assert server.asked == [("0000000007", "S"), ("0000000007", "P")]


def test_an_unknown_number_is_nothing_and_an_empty_answer_is_said(krs: Krs, server: KrsServer) -> None:
    assert krs.fetch("0000000008") is None
    server.script["0000000009"] = [(204, b"", {}), (404, b"", {})]
    answer = krs.fetch("0000000009")
    assert isinstance(answer, Rejected)
    assert "nie ma aktualnego odpisu" in answer.reason
    assert server.asked[-1] == ("0000000009", "S, full")


def test_a_full_extract_without_a_deletion_is_no_answer(krs: Krs, server: KrsServer) -> None:
    server.script[KROSNO] = [(204, b"", {}), (204, b"", {})]
    server.deleted[KROSNO] = full_extract(KROSNO, ("ZMIANA DANYCH W REJESTRZE", "10.09.2025"))
    answer = krs.fetch(KROSNO)
    assert isinstance(answer, Rejected)
    assert "nie ma aktualnego odpisu" in answer.reason
    assert [book for _number, book in server.asked] == ["S", "P", "S, full", "P, full"]


def test_an_answer_about_another_number_is_not_taken(krs: Krs, server: KrsServer) -> None:
    server.script["0000000010"] = [as_json(extract(KROSNO))]
    answer = krs.fetch("0000000010")
    assert isinstance(answer, Rejected)
    assert KROSNO in answer.reason


def test_a_masked_name_is_not_taken(krs: Krs, server: KrsServer) -> None:
    server.script[KROSNO] = [as_json(extract(KROSNO, nazwa="F****** P*****"))]
    answer = krs.fetch(KROSNO)
    assert isinstance(answer, Rejected)
    assert "zasłonięta" in answer.reason


def test_faults_of_the_server_are_tried_again(krs: Krs, server: KrsServer) -> None:
    server.script[KROSNO] = [(500, b"", {}), (503, b"", {})]
    assert isinstance(krs.fetch(KROSNO), Record)
    assert len(server.asked) == 3


def test_a_page_tries_once(server: KrsServer) -> None:
    server.script[KROSNO] = [(500, b"", {})]
    with pytest.raises(RegisterFault, match="błędem 500"):
        Krs(server.api, patient=False).fetch(KROSNO)
    assert len(server.asked) == 1


def test_it_waits_as_long_as_the_register_asks(krs: Krs, server: KrsServer) -> None:
    server.script[KROSNO] = [(429, b"", {"Retry-After": "1"})]
    started = time.monotonic()
    assert isinstance(krs.fetch(KROSNO), Record)
    assert time.monotonic() - started >= 1


def test_a_register_that_goes_on_asking_for_a_pause_is_left_alone(krs: Krs, server: KrsServer) -> None:
    server.always = (429, b"", {})
    with pytest.raises(RegisterFault, match="prosi o przerwę") as refused:
        krs.fetch(KROSNO)
    assert refused.value.busy
    assert len(server.asked) == 4


def silent(handler: Handler) -> None:
    handler.server.leaving.wait(3)  # type: ignore[attr-defined]


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)


def dripping(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.leaving.wait(0.05):  # type: ignore[attr-defined]
        handler.wfile.write(b" ")


def cut_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"odpis"')


def test_a_silent_register_is_not_waited_for(server: KrsServer, settings: Any) -> None:
    settings.REGISTER_TIMEOUT = (5, 0.3)
    server.always = silent
    with pytest.raises(RegisterFault, match="nie odpowiada"):
        Krs(server.api, patient=False).fetch(KROSNO)
    assert server.asked == [(KROSNO, "S")]


def test_an_answer_that_drips_is_not_waited_for(server: KrsServer, settings: Any) -> None:
    settings.REGISTER_ANSWER_SECONDS = 0.5
    server.always = dripping
    with pytest.raises(RegisterFault, match="zbyt wolno"):
        Krs(server.api, patient=False).fetch(KROSNO)
    assert server.asked == [(KROSNO, "S")]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (endless, "dłuższą niż 2 MB"),
        (cut_off, "nie odpowiada"),
        ((200, gzip.compress(b" " * (BODY_MAX + 1)), {"Content-Encoding": "gzip"}), "dłuższą niż 2 MB"),
        ((200, b"<html>Przerwa techniczna</html>", {}), "nie da się odczytać"),
        ((200, b'{"odpis": ', {}), "nie da się odczytać"),
        ((200, b"[" * 100_000, {}), "nie da się odczytać"),
        ((200, b"[]", {}), "kilka albo żadnego"),
        ((403, b"", {}), "kodem 403"),
        ((302, b"", {"Location": "http://127.0.0.1:9/"}), "błędem 302"),
    ],
)
def test_a_fault_is_a_sentence(answer: Any, said: str, server: KrsServer) -> None:
    server.always = answer
    with pytest.raises(RegisterFault, match=said) as refused:
        Krs(server.api, patient=False).fetch(KROSNO)
    assert not refused.value.busy
    assert {number for number, _book in server.asked} == {KROSNO}


def test_a_register_that_is_not_there(caplog: pytest.LogCaptureFixture) -> None:
    server = KrsServer()
    server.stop()
    with pytest.raises(RegisterFault, match="nie odpowiada"):
        Krs(server.api, patient=True).fetch(KROSNO)
    assert KROSNO not in caplog.text


@pytest.mark.parametrize(
    "address", ["http://example.org/api", "ftp://127.0.0.1/", "api-krs", "http://localhost.example.org"]
)
def test_only_https_is_asked_outside_this_machine(address: str) -> None:
    with pytest.raises(RegisterFault, match="https://"):
        Krs(address, patient=True)


def test_questions_keep_the_pace(krs: Krs, server: KrsServer, settings: Any) -> None:
    settings.REGISTER_RATE = 10.0
    started = time.monotonic()
    for _ in range(4):
        krs.fetch(KROSNO)
    assert time.monotonic() - started >= 0.3
    settings.REGISTER_RATE = 0.1
    krs.fetch(KROSNO)
    with pytest.raises(RegisterFault, match="zajęty") as refused:
        Krs(server.api, patient=False).fetch(KROSNO)
    assert refused.value.busy
