"""Registers on this machine: a KRS that gives recorded answers or faults, a REGON that speaks the documented envelopes."""

import json
import re
import threading
from collections.abc import Callable
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

RECORDED = Path(__file__).parents[1] / "data" / "registry" / "krs"
# An answer: status, body, headers. A fault that is no answer writes to the handler itself and returns None.
Told = tuple[int, bytes, dict[str, str]]
Teller = Callable[["Handler"], Told | None]


class Handler(BaseHTTPRequestHandler):
    """Hands every question to the server that it belongs to."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._tell(b"")

    def do_POST(self) -> None:
        self._tell(self.rfile.read(int(self.headers["Content-Length"])))

    def _tell(self, asked: bytes) -> None:
        self.asked = asked
        told = self.server.told(self)  # type: ignore[attr-defined]
        if told is None:
            self.close_connection = True
            return
        status, body, headers = told
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""


class Server(ThreadingHTTPServer):
    """A server of its own thread and port on loopback."""

    daemon_threads = True
    # A client that gives up half-way is what some tests are about.
    handle_error = lambda self, request, address: None  # noqa: E731

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.leaving = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def told(self, handler: Handler) -> Told | None:
        raise AssertionError(handler.path)

    def stop(self) -> None:
        self.leaving.set()
        self.shutdown()
        self.server_close()


def extract(number: str, **entity: Any) -> dict[str, Any]:
    """A recorded extract, under another number and with another name or other data of the entity if asked."""
    recorded = RECORDED / f"{number}.json"
    content = json.loads((recorded if recorded.exists() else RECORDED / "0000155746.json").read_text(encoding="utf-8"))
    content["odpis"]["naglowekA"]["numerKRS"] = number
    content["odpis"]["dane"]["dzial1"]["danePodmiotu"].update(entity)
    found: dict[str, Any] = content
    return found


def full_extract(number: str, *entries: tuple[str, str]) -> dict[str, Any]:
    """The header of a full extract, as others describe it: its entries are (words, day)."""
    listed = [
        {"numerWpisu": at, "opis": words, "dataWpisu": day, "sygnaturaAktSprawyDotyczacejWpisu": f"RDF/{at}/26"}
        for at, (words, day) in enumerate(entries, start=1)
    ]
    head = {"rejestr": "RejS", "numerKRS": number, "dataCzasOdpisu": "20.11.2026 08:00:00", "wpis": listed}
    return {
        "odpis": {
            "rodzaj": "Pełny",
            "naglowekP": head,
            "dane": {"dzial1": {"danePodmiotu": {"nazwa": [{"nazwa": "X"}]}}},
        }
    }


def as_json(content: Any) -> Told:
    return 200, json.dumps(content).encode(), {"Content-Type": "application/json"}


class KrsServer(Server):
    """The open API of the KRS. It knows the recorded numbers; `script[number]` tells what it answers next, in turn, instead.

    `deleted[number]` is its full extract. `asked` lists the questions as (number, book), those for full extracts with ", full".
    """

    def __init__(self) -> None:
        super().__init__()
        self.script: dict[str, list[Told | Teller]] = {}
        self.always: Told | Teller | None = None
        self.deleted: dict[str, Any] = {}
        self.asked: list[tuple[str, str]] = []

    def told(self, handler: Handler) -> Told | None:
        parts = urlsplit(handler.path)
        kind, number = parts.path.removeprefix("/api/krs/").split("/")
        query = parse_qs(parts.query)
        assert query["format"] == ["json"]
        book = query["rejestr"][0]
        if kind == "OdpisPelny":
            self.asked.append((number, f"{book}, full"))
            return as_json(self.deleted[number]) if number in self.deleted else (404, b"", {})
        assert kind == "OdpisAktualny"
        self.asked.append((number, book))
        left = self.script.get(number)
        answer = left.pop(0) if left else self.always
        if callable(answer):
            return answer(handler)
        if answer is not None:
            return answer
        if (RECORDED / f"{number}.json").exists() and book == "S":
            return as_json(extract(number))
        return 404, b"", {}

    @property
    def api(self) -> str:
        return f"{self.address}/api/krs"


KEY = "klucz-do-testow-0001"
ORGANISATION = {
    "praw_regon9": "371091972",
    "praw_nip": "6891178090",
    "praw_nazwa": 'STOWARZYSZENIE "ŻURAW" & PRZYJACIELE',
    "praw_szczegolnaFormaPrawna_Nazwa": "STOWARZYSZENIA ZWYKŁE",
    "praw_rodzajRejestruEwidencji_Nazwa": "EWIDENCJA STOWARZYSZEŃ ZWYKŁYCH",
    "praw_numerWRejestrzeEwidencji": "12/2019",
    "praw_adSiedzWojewodztwo_Nazwa": "ŁÓDZKIE",
    "praw_adSiedzPowiat_Nazwa": "zgierski",
    "praw_adSiedzGmina_Nazwa": "Zgierz",
    "praw_adSiedzKodPocztowy": "95100",
    "praw_adSiedzMiejscowosc_Nazwa": "Zgierz",
    "praw_adSiedzUlica_Nazwa": "ul. Długa",
    "praw_adSiedzNumerNieruchomosci": "1",
    "praw_adSiedzNumerLokalu": "",
    "praw_dataZakonczeniaDzialalnosci": "",
    "praw_adresEmail": "zuraw@example.org",
    "praw_poleKtoregoNieZnamy": "x",
}


def dane(*rows: dict[str, str]) -> str:
    """A result of BIR1: rows of fields as XML."""
    text = "".join(
        f"<dane>{''.join(f'<{name}>{escape(value)}</{name}>' for name, value in row.items())}</dane>" for row in rows
    )
    return f"<root>{text}</root>"


class RegonServer(Server):
    """The service BIR1 with one organisation. `sessions` are the open ones; empty it and they have expired.

    `search` and `report` may be put in place of what it finds; `raw` of the body of every answer; `multipart` says whether
    answers come as MTOM. `asked` lists the operations with the session they came in.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sessions: list[str] = []
        self.asked: list[tuple[str, str]] = []
        self.multipart = True
        self.search = [{"Regon": "371091972", "Nip": "6891178090", "Nazwa": "ŻURAW", "Typ": "P", "SilosID": "6"}]
        self.report: list[dict[str, str]] = [ORGANISATION]
        self.raw: bytes | None = None

    def told(self, handler: Handler) -> Told:
        text = handler.asked.decode()
        action = re.search(r"<wsa:Action>(.+?)</wsa:Action>", text)
        assert action, text
        assert f"<wsa:To>{self.address}</wsa:To>" in text
        assert handler.headers["Content-Type"].startswith("application/soap+xml")
        namespace, _contract, operation = action[1].rsplit("/", 2)
        assert namespace == f"http://CIS/BIR/{'' if operation == 'GetValue' else 'PUBL/'}2014/07"
        sid = handler.headers.get("sid", "")
        self.asked.append((operation, sid))
        result = self._result(operation, text, sid)
        envelope = (
            '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>'
            f'<{operation}Response xmlns="{namespace}"><{operation}Result>{escape(result)}</{operation}Result>'
            f"</{operation}Response></s:Body></s:Envelope>"
        ).encode()
        if self.raw is not None:
            return 200, self.raw, {"Content-Type": "application/soap+xml"}
        if not self.multipart:
            return 200, envelope, {"Content-Type": "application/soap+xml; charset=utf-8"}
        return 200, *_mtom(envelope)

    def _result(self, operation: str, text: str, sid: str) -> str:
        if operation == "Zaloguj":
            if f"<ns:pKluczUzytkownika>{KEY}</ns:pKluczUzytkownika>" not in text:
                return ""
            self.sessions.append(f"sesja{len(self.asked)}")
            return self.sessions[-1]
        if operation == "GetValue":
            name = re.search(r"<ns:pNazwaParametru>(\w+)<", text)
            assert name
            return {"StatusSesji": str(int(sid in self.sessions)), "StanDanych": "20-11-2026"}[name[1]]
        if operation == "Wyloguj":
            self.sessions.remove(sid)
            return "true"
        if sid not in self.sessions:
            return ""
        if operation == "DaneSzukajPodmioty":
            return dane(*self.search) if self.search else ""
        assert "<ns:pNazwaRaportu>BIR11OsPrawna</ns:pNazwaRaportu>" in text
        return dane(*self.report) if self.report else ""


def _mtom(envelope: bytes) -> tuple[bytes, dict[str, str]]:
    """An envelope as the first and only part of a multipart answer."""
    mark = "uuid:3a1b2c3d-0000-4000-8000-000000000001+id=1"
    part = EmailMessage()
    part["Content-ID"] = "<http://tempuri.org/0>"
    head = b"".join(f"{name}: {value}\r\n".encode() for name, value in part.items())
    head += b'Content-Transfer-Encoding: 8bit\r\nContent-Type: application/xop+xml;charset=utf-8;type="application/soap+xml"\r\n'
    body = b"--" + mark.encode() + b"\r\n" + head + b"\r\n" + envelope + b"\r\n--" + mark.encode() + b"--\r\n"
    kind = f'multipart/related; type="application/xop+xml";start="<http://tempuri.org/0>";boundary="{mark}"'
    return body, {"Content-Type": f'{kind};start-info="application/soap+xml"'}
