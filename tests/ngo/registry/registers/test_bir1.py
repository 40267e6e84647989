"""Asking REGON by the documented envelopes: a session, a search, a report; what it refuses is said. Not the real service."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ngo.registry.readers.rows import Record, Rejected
from ngo.registry.registers.bir1 import Bir1
from ngo.registry.registers.register import RegisterFault
from tests.factories.registers import KEY, ORGANISATION, RegonServer

REGON, NIP = "371091972", "6891178090"


@pytest.fixture
def server() -> Iterator[RegonServer]:
    made = RegonServer()
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.REGISTER_RATE = 10_000.0


@pytest.fixture
def regon(server: RegonServer) -> Bir1:
    return Bir1(server.address, KEY, patient=False)


def operations(server: RegonServer) -> list[str]:
    return [operation for operation, _sid in server.asked]


@pytest.mark.parametrize("multipart", [True, False])
def test_a_search_and_a_report_make_a_record(multipart: bool, regon: Bir1, server: RegonServer) -> None:
    server.multipart = multipart
    answer = regon.fetch(REGON, "regon")
    assert isinstance(answer, Record)
    assert answer.values == {
        "name": 'STOWARZYSZENIE "ŻURAW" & PRZYJACIELE',
        "regon": REGON,
        "nip": NIP,
        "legal_form": "plain_association",
        "street": "ul. Długa 1",
        "postcode": "95-100",
        "city": "Zgierz",
    }
    assert (answer.on, answer.county, answer.flags) == (date(2026, 11, 20), "zgierski", {})
    regon.close()
    assert operations(server) == ["Zaloguj", "GetValue", "DaneSzukajPodmioty", "DanePobierzPelnyRaport", "Wyloguj"]
    assert server.sessions == []


def test_one_session_serves_many_questions_and_an_expired_one_is_opened_again(regon: Bir1, server: RegonServer) -> None:
    assert isinstance(regon.fetch(REGON, "regon"), Record)
    assert isinstance(regon.fetch(NIP, "nip"), Record)
    assert operations(server).count("Zaloguj") == 1
    server.sessions.clear()
    assert isinstance(regon.fetch(REGON, "regon"), Record)
    assert operations(server).count("Zaloguj") == 2


def test_a_key_that_is_not_accepted(server: RegonServer) -> None:
    with pytest.raises(RegisterFault, match="nie przyjął klucza") as refused:
        Bir1(server.address, "zly-klucz", patient=False).fetch(REGON, "regon")
    assert "zly-klucz" not in str(refused.value)


@pytest.mark.parametrize("found", [[], [{"ErrorCode": "4", "ErrorMessagePl": "Nie znaleziono podmiotu."}]])
def test_nothing_found(found: list[dict[str, str]], regon: Bir1, server: RegonServer) -> None:
    server.search = found
    assert regon.fetch(REGON, "regon") is None


def test_a_refusal_with_a_code(regon: Bir1, server: RegonServer) -> None:
    server.search = [{"ErrorCode": "5", "ErrorMessagePl": "Brak uprawnień"}]
    with pytest.raises(RegisterFault, match="kod 5"):
        regon.fetch(REGON, "regon")


@pytest.mark.parametrize(
    ("search", "report", "said"),
    [
        ([{"Regon": REGON, "Typ": "F"}], [ORGANISATION], "osobę fizyczną"),
        ([{"Regon": REGON, "Typ": "P"}, {"Regon": "1", "Typ": "P"}], [ORGANISATION], "więcej niż jeden"),
        ([{"Regon": REGON, "Typ": "P"}], [], "nie ma raportu"),
        ([{"Regon": REGON, "Typ": "P"}], [{"ErrorCode": "4"}], "nie ma raportu"),
        ([{"Regon": REGON, "Typ": "P"}], [{**ORGANISATION, "praw_dataZakonczeniaDzialalnosci": "2020-01-31"}], "2020-01-31"),
        ([{"Regon": REGON, "Typ": "P"}], [{**ORGANISATION, "praw_regon9": "010168068"}], "inny numer (010168068)"),
        ([{"Regon": REGON, "Typ": "P"}], [{**ORGANISATION, "praw_nip": "123"}], "NIP"),
    ],
)  # fmt: skip
def test_what_is_not_taken(search: Any, report: Any, said: str, regon: Bir1, server: RegonServer) -> None:
    server.search, server.report = search, report
    answer = regon.fetch(REGON, "regon")
    assert isinstance(answer, Rejected)
    assert said in answer.reason


def test_a_number_in_the_krs_is_kept_as_such(regon: Bir1, server: RegonServer) -> None:
    court = {"praw_rodzajRejestruEwidencji_Nazwa": "REJESTR STOWARZYSZEŃ, KRAJOWY REJESTR SĄDOWY"}
    server.report = [{**ORGANISATION, **court, "praw_numerWRejestrzeEwidencji": "0000155746"}]
    answer = regon.fetch("0000155746", "krs")
    assert isinstance(answer, Record)
    assert answer.values["krs"] == "0000155746"


BOMB = b"""<!DOCTYPE lol [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><root>&b;</root>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><root>&e;</root>"""


@pytest.mark.parametrize("raw", [b"", b"<html>", b"<a/>", BOMB, OUTSIDE, b"\xff\xfe"])
def test_what_is_no_answer_is_a_fault(raw: bytes, regon: Bir1, server: RegonServer) -> None:
    server.raw = raw
    with pytest.raises(RegisterFault, match="nie da się odczytać"):
        regon.fetch(REGON, "regon")
