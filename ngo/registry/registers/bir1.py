"""The REGON register of Statistics Poland by its service BIR1 (SOAP 1.2 with WS-Addressing); it needs a key.

UNVERIFIED until it meets the real service: written and tested after its public documentation (BIR 1.1) alone. What it relies on:

- `Zaloguj` gives a session; its number goes into the HTTP header `sid` of every further question, `Wyloguj` ends it;
- a key that is not accepted gives an empty session, a session that has expired gives empty results and `StatusSesji` 0;
- `DaneSzukajPodmioty` finds by `Krs`, `Regon` or `Nip`; its row names the kind of entity (`Typ`: P legal person or unit
  without personality, F natural person, LP and LF local units); `DanePobierzPelnyRaport` gives the whole record;
- an empty search is a row with `ErrorCode` 4; every result is XML inside the text of a SOAP answer, which comes as MTOM
  (multipart/related) or alone.

Of natural persons nothing is asked for, and contacts that the register tells are left with those who declared them.
"""

from contextlib import suppress
from datetime import date, datetime
from email import message_from_bytes
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from core.tables.folding import fold
from law.identity import cleaned
from law.verdict import sentence
from ngo.registry.readers.rows import RAW_MAX, Record, Rejected
from ngo.registry.registers.connection import Connection, Reply
from ngo.registry.registers.register import Answer, RegisterFault

NAME = "Rejestr REGON"
SEARCHED = {"krs": "Krs", "regon": "Regon", "nip": "Nip"}
REPORT = "BIR11OsPrawna"
NOT_FOUND = "4"
SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://www.w3.org/2005/08/addressing"
PUBLIC = "http://CIS/BIR/PUBL/2014/07"
COMMON = "http://CIS/BIR/2014/07"
# Special legal forms as the register writes them, folded → law/legal_forms.toml. Others stay unknown and staff choose.
FORMS = {
    "stowarzyszenia": "association",
    "fundacje": "foundation",
    "stowarzyszenia zwykle": "plain_association",
    "kola gospodyn wiejskich": "rural_housewives",
    "uczniowskie kluby sportowe": "sports_club",
    "ochotnicze straze pozarne": "fire_brigade",
    "spoldzielnie socjalne": "social_cooperative",
}


class Bir1:
    """The REGON register."""

    source = "regon"
    numbers: tuple[str, ...] = ("regon", "nip", "krs")

    def __init__(self, address: str, key: str, *, patient: bool) -> None:
        self._connection = Connection(NAME, address, patient=patient)
        self._key = key
        self._sid = ""
        self._on: date | None = None

    def fetch(self, number: str, field: str) -> Answer | None:
        wanted = f"<dat:{SEARCHED[field]}>{escape(number)}</dat:{SEARCHED[field]}>"
        contract = f'xmlns:dat="{PUBLIC}/DataContract"'
        rows = self._rows(
            "DaneSzukajPodmioty", f"<ns:pParametryWyszukiwania {contract}>{wanted}</ns:pParametryWyszukiwania>"
        )
        if not rows:
            return None
        entities = [row for row in rows if row.get("Typ") == "P"]
        if len(entities) != 1:
            reason = (
                _(
                    "Rejestr REGON zna pod tym numerem osobę fizyczną albo jednostkę lokalną; takich danych nie pobieramy."
                )
                if not entities
                else _("Rejestr REGON zna pod tym numerem więcej niż jeden podmiot.")
            )
            return Rejected(1, reason, number)
        regon = entities[0].get("Regon", "")
        report = self._rows(
            "DanePobierzPelnyRaport",
            f"<ns:pRegon>{escape(regon)}</ns:pRegon><ns:pNazwaRaportu>{REPORT}</ns:pNazwaRaportu>",
        )
        if not report:
            return Rejected(1, _("Rejestr REGON nie ma raportu o tym podmiocie."), number)
        return _record(report[0], number, field, self._on)

    def close(self) -> None:
        if self._sid:
            with suppress(RegisterFault):
                self._ask("Wyloguj", f"<ns:pIdentyfikatorSesji>{escape(self._sid)}</ns:pIdentyfikatorSesji>")
        self._sid = ""
        self._connection.close()

    def _rows(self, operation: str, inner: str) -> list[dict[str, str]]:
        """The rows of a result; none when nothing was found. A session that has expired is opened again, once."""
        for _attempt in range(2):
            if not self._sid:
                self._log_in()
            if text := self._ask(operation, inner):
                rows = [{field.tag: " ".join((field.text or "").split()) for field in row} for row in _parsed(text)]
                code = next((row["ErrorCode"] for row in rows if row.get("ErrorCode")), "")
                if code not in ("", NOT_FOUND):
                    raise RegisterFault(_("Rejestr REGON odmówił odpowiedzi (kod %(code)s).") % {"code": code[:10]})
                return [] if code else rows
            if self._value("StatusSesji") == "1":
                return []
            self._sid = ""
        raise RegisterFault(_("Rejestr REGON zamyka sesję zaraz po jej otwarciu."))

    def _log_in(self) -> None:
        self._sid = self._ask("Zaloguj", f"<ns:pKluczUzytkownika>{escape(self._key)}</ns:pKluczUzytkownika>")
        if not self._sid:
            raise RegisterFault(_("Rejestr REGON nie przyjął klucza. Administrator powinien sprawdzić ustawienia."))
        self._on = _day(self._value("StanDanych"), "%d-%m-%Y")

    def _value(self, name: str) -> str:
        return self._ask("GetValue", f"<ns:pNazwaParametru>{name}</ns:pNazwaParametru>", COMMON, "IUslugaBIR")

    def _ask(self, operation: str, inner: str, namespace: str = PUBLIC, contract: str = "IUslugaBIRzewnPubl") -> str:
        """The text of the operation's result; empty when it has none."""
        envelope = (
            f'<soap:Envelope xmlns:soap="{SOAP}" xmlns:ns="{namespace}"><soap:Header xmlns:wsa="{ADDRESSING}">'
            f"<wsa:To>{escape(self._connection.address)}</wsa:To>"
            f"<wsa:Action>{namespace}/{contract}/{operation}</wsa:Action></soap:Header>"
            f"<soap:Body><ns:{operation}>{inner}</ns:{operation}></soap:Body></soap:Envelope>"
        )
        headers = {"Content-Type": "application/soap+xml; charset=utf-8"}
        if self._sid:
            headers["sid"] = self._sid
        reply = self._connection.ask("POST", data=envelope.encode(), headers=headers)
        if reply.status != 200:
            raise RegisterFault(_("Rejestr REGON odpowiedział kodem %(status)s.") % {"status": reply.status})
        result = _parsed(_envelope(reply)).find(f".//{{*}}{operation}Result")
        if result is None:
            raise RegisterFault(_("Odpowiedzi rejestru REGON nie da się odczytać."))
        return (result.text or "").strip()


def _envelope(reply: Reply) -> bytes:
    """The SOAP envelope of an answer: all of it, or its first part."""
    kind = reply.headers.get("Content-Type", "")
    if not kind.lower().startswith("multipart/"):
        return reply.body
    message = message_from_bytes(b"Content-Type: " + kind.encode("latin-1", "replace") + b"\r\n\r\n" + reply.body)
    part = next((each for each in message.walk() if not each.is_multipart()), message)
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _parsed(text: str | bytes) -> Element:
    """XML without entities and document types of its own. Raises RegisterFault."""
    try:
        parsed: Element = fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise RegisterFault(_("Odpowiedzi rejestru REGON nie da się odczytać.")) from error
    return parsed


def _record(row: dict[str, str], number: str, field: str, on: date | None) -> Answer:
    raw = "; ".join(f"{name}={value}" for name, value in row.items() if value)[:RAW_MAX]
    if ended := row.get("praw_dataZakonczeniaDzialalnosci"):
        reason = _("Według rejestru REGON podmiot zakończył działalność %(day)s. Sprawdź to i odnotuj.")
        return Rejected(1, reason % {"day": ended}, raw)
    street = row.get("praw_adSiedzUlica_Nazwa") or row.get("praw_adSiedzMiejscowosc_Nazwa", "")
    house = "/".join(part for name in ("Nieruchomosci", "Lokalu") if (part := row.get(f"praw_adSiedzNumer{name}", "")))
    in_krs = "krajowy rejestr sadowy" in fold(row.get("praw_rodzajRejestruEwidencji_Nazwa", ""))
    typed = {
        "name": row.get("praw_nazwa", ""),
        "regon": row.get("praw_regon9", ""),
        "nip": row.get("praw_nip", ""),
        "krs": row.get("praw_numerWRejestrzeEwidencji", "") if in_krs else "",
        "legal_form": FORMS.get(fold(row.get("praw_szczegolnaFormaPrawna_Nazwa", "")), ""),
        "street": f"{street} {house}".strip()[:200] if house else "",
        "postcode": row.get("praw_adSiedzKodPocztowy", ""),
        "city": row.get("praw_adSiedzMiejscowosc_Nazwa", "")[:100],
    }
    values, breaches = cleaned(typed)
    if breaches:
        return Rejected(1, " ".join(sentence(breach) for breach in breaches), raw)
    if values[field] != number:
        reason = _("Rejestr REGON odpowiedział na pytanie o inny numer (%(number)s).") % {"number": values[field]}
        return Rejected(1, reason, raw)
    return Record(
        1,
        raw,
        {name: value for name, value in values.items() if value},
        {},
        on=on,
        region=row.get("praw_adSiedzWojewodztwo_Nazwa", ""),
        county=row.get("praw_adSiedzPowiat_Nazwa", ""),
        commune=row.get("praw_adSiedzGmina_Nazwa", ""),
    )


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007
    except ValueError:
        return None
