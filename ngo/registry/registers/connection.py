"""One polite and careful way over the network: https, timeouts, retries, a pace, answers of bounded size and time."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from ngo.registry.registers.register import RegisterFault

LOOPBACK = ("localhost", "127.0.0.1", "::1")
# An extract of the KRS takes some tens of kilobytes (bytes, after decompression).
BODY_MAX = 2 * 1024 * 1024
CHUNK = 64 * 1024
TRY_AGAIN_AT = (429, 500, 502, 503, 504)
# The longest wait that a register may ask for (seconds); one that asks for more is left alone.
PAUSE_MAX = 30
# How long a person may wait for a turn (seconds) before the page says that the register is busy.
TURN_MAX = 3.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came: status, headers (case-insensitive), body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Pace:
    """Turns of one process for one host: `settings.REGISTER_RATE` questions a second, however many threads ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0.0

    def wait(self, longest: float) -> bool:
        """Wait for a turn; False at once when it would take longer than `longest` seconds."""
        with self._lock:
            pause = max(self._next - time.monotonic(), 0.0)
            if pause > longest:
                return False
            self._next = time.monotonic() + pause + 1 / settings.REGISTER_RATE
        time.sleep(pause)
        return True


_PACES: dict[str, Pace] = {}


class Connection:
    """A session with one register under one address.

    A patient one (a job) waits for its turn and tries again after faults of the network, 429 and 5xx, as long as the register
    asks for in Retry-After; an impatient one (a page) tries once. Raises RegisterFault for an address that is not https and
    not on this machine.
    """

    def __init__(self, name: str, address: str, *, patient: bool) -> None:
        parts = urlsplit(address)
        here = parts.hostname in LOOPBACK
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and here)):
            raise RegisterFault(_("%(name)s: adres rejestru musi zaczynać się od https://.") % {"name": name})
        self.name, self.address, self.patient = name, address.rstrip("/"), patient
        self._pace = _PACES.setdefault(parts.netloc, Pace())
        again = settings.REGISTER_RETRIES if patient else 0
        self._session = requests.Session()
        self._session.headers["User-Agent"] = f"Pozytek/{settings.VERSION}"
        # An office may reach the network through a proxy named in the environment; this machine needs none.
        self._session.trust_env = not here
        retry = Retry(
            total=again,
            backoff_factor=settings.REGISTER_BACKOFF,
            status_forcelist=TRY_AGAIN_AT,
            # Every question only reads, the POST of SOAP too.
            allowed_methods=None,
            raise_on_status=False,
            retry_after_max=PAUSE_MAX,
        )
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    def ask(self, method: str, path: str = "", **options: Any) -> Reply:
        """One question; `options` as of requests. Replies with any status but 429, 3xx and 5xx. Raises RegisterFault."""
        if not self._pace.wait(float("inf") if self.patient else TURN_MAX):
            raise self._fault(_("jest teraz zajęty innymi zapytaniami; spróbuj za chwilę"), busy=True)
        try:
            with self._session.request(
                method,
                f"{self.address}{path}",
                timeout=settings.REGISTER_TIMEOUT,
                stream=True,
                allow_redirects=False,
                **options,
            ) as response:
                status = response.status_code
                self._insist(status)
                return Reply(status, response.headers, self._body(response))
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self._fault(_("nie odpowiada albo przerwał odpowiedź")) from error

    def _insist(self, status: int) -> None:
        if status == 429:
            raise self._fault(_("prosi o przerwę: za dużo zapytań (429)"), busy=True)
        if 300 <= status < 400 or status >= 500:
            raise self._fault(_("odpowiedział błędem %(status)s") % {"status": status})

    def _body(self, response: requests.Response) -> bytes:
        """The body, whatever its stated length: too much or too slow of it is refused as it comes."""
        limit = time.monotonic() + settings.REGISTER_ANSWER_SECONDS
        body = bytearray()
        while chunk := response.raw.read1(CHUNK, decode_content=True):
            body += chunk
            if len(body) > BODY_MAX:
                raise self._fault(_("przysłał odpowiedź dłuższą niż %(size)s MB") % {"size": BODY_MAX // 1024**2})
            if time.monotonic() > limit:
                raise self._fault(_("przysyła odpowiedź zbyt wolno"))
        return bytes(body)

    def _fault(self, what: str, *, busy: bool = False) -> RegisterFault:
        return RegisterFault(f"{self.name} {what}.", busy=busy)

    def close(self) -> None:
        self._session.close()
