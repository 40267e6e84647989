"""An organisation's person at a browser, as a server sees them: opens the form, lets it save itself, submits, reads the receipt."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
from lxml import html

# How long one patient person goes on trying when the server is away (seconds).
PATIENCE = 90.0


@dataclass
class Seen:
    """What happened to one organisation: what the server acknowledged, and how long each request took (ms)."""

    offer: str
    saved: str = ""
    submitted: bool = False
    refused: str = ""
    times: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Applicant:
    """One person with a session, working on one draft."""

    def __init__(self, address: str, session: str, offer: str) -> None:
        self.address, self.seen = address, Seen(offer)
        self.http = requests.Session()
        self.http.cookies.set("sessionid", session)

    def _ask(self, name: str, method: str, path: str, **options: Any) -> requests.Response:
        """One request, repeated while the server is away: a browser's script and a person's second click do the same."""
        end = time.monotonic() + PATIENCE
        while True:
            begun = time.perf_counter()
            try:
                answer = self.http.request(method, self.address + path, allow_redirects=False, timeout=60, **options)
                self.seen.times.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
                if answer.status_code < 500:
                    return answer
                self.seen.faults.append(f"{name}: {answer.status_code}")
            except requests.RequestException as error:
                self.seen.faults.append(f"{name}: {type(error).__name__}")
            if time.monotonic() > end:
                raise TimeoutError(f"{name}: the server did not come back")
            time.sleep(0.5)

    def form(self) -> dict[str, str]:
        """The form of the draft as the page gives it."""
        page = html.fromstring(self._ask("open", "GET", f"/moje/oferty/{self.seen.offer}/edycja/").content)
        form = next(each for each in page.forms if each.get("data-autosave"))
        return {name: value for name, value in form.form_values() if isinstance(value, str)}

    def save(self, values: dict[str, str], text: str) -> None:
        """Let the page's script save a new text of III.5; keeps the text once the server acknowledged it."""
        fields = {"III.5": {"value": text, "base": values["III.5"]}}
        data = {
            "csrfmiddlewaretoken": values["csrfmiddlewaretoken"],
            "revision": values["revision"],
            "fields": json.dumps(fields),
        }
        path, headers = f"/moje/oferty/{self.seen.offer}/edycja/", {"Accept": "application/json"}
        answer = self._ask("autosave", "POST", path, data=data, headers=headers)
        if answer.status_code == 200 and not answer.json()["conflicts"]:
            self.seen.saved = values["III.5"] = text
            values["revision"] = str(answer.json()["version"])
        else:
            self.seen.faults.append(f"autosave: {answer.status_code}")

    def submit(self) -> None:
        """Open the check and submit; the redirect to the offer's page is the acknowledgement."""
        path = f"/moje/oferty/{self.seen.offer}/zloz/"
        page = html.fromstring(self._ask("check", "GET", path).content)
        token = page.xpath("//input[@name='csrfmiddlewaretoken']/@value")
        if not token:
            self.seen.refused = "the check is closed"
            return
        answer = self._ask("submit", "POST", path, data={"csrfmiddlewaretoken": token[0]})
        if answer.status_code == 302:
            self.seen.submitted = True
            self._ask("receipt", "GET", answer.headers["Location"])
        else:
            said = html.fromstring(answer.content).xpath("//*[contains(@class, 'breaches')]//li//text()")
            self.seen.refused = f"{answer.status_code}: {' '.join(' '.join(said).split())[:200]}"


def act(applicant: Applicant, saves: int, rest: Callable[[], None]) -> Seen:
    """The last minutes of one organisation: open, `saves` times save a new text with a `rest` between, submit."""
    values = applicant.form()
    for number in range(saves):
        applicant.save(values, f"Rezultat w wersji {number + 1} oferty {applicant.seen.offer}.")
        rest()
    applicant.submit()
    return applicant.seen
