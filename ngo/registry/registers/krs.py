"""The open API of the National Court Register (KRS): the extract of a number; it needs no key.

`GET {address}/OdpisAktualny/{krs}?rejestr=S|P&format=json` → 200 with an extract, 204 without a body when there is no current
one, 404 for a number that this book does not have. Associations and foundations stand in book S, social co-operatives in P.
An organisation that was deleted has no current extract; `OdpisPelny` then tells the day (unverified, see ngo.registry.readers.krs).
"""

import io

from django.utils.translation import gettext as _

from ngo.registry.readers import krs
from ngo.registry.readers.rows import Record, Rejected, UnreadableFile
from ngo.registry.registers.connection import Connection, Reply
from ngo.registry.registers.register import Answer, RegisterFault

NAME = "Rejestr KRS"
BOOKS = ("S", "P")


class Krs:
    """The KRS register."""

    source = "krs"
    numbers: tuple[str, ...] = ("krs",)

    def __init__(self, address: str, *, patient: bool) -> None:
        self._connection = Connection(NAME, address, patient=patient)

    def fetch(self, number: str, field: str = "krs") -> Answer | None:
        without = []
        for book in BOOKS:
            reply = self._extract("OdpisAktualny", number, book)
            if reply.status == 200:
                return _answer(reply, number)
            if reply.status == 204:
                without.append(book)
        for book in without:
            reply = self._extract("OdpisPelny", number, book)
            if reply.status == 200 and isinstance(told := _answer(reply, number), Record):
                return told
        if without:
            return Rejected(1, _("Rejestr KRS nie ma aktualnego odpisu tego numeru (pusta odpowiedź)."), number)
        return None

    def _extract(self, kind: str, number: str, book: str) -> Reply:
        reply = self._connection.ask("GET", f"/{kind}/{number}", params={"rejestr": book, "format": "json"})
        if reply.status not in (200, 204, 404):
            raise RegisterFault(_("Rejestr KRS odpowiedział kodem %(status)s.") % {"status": reply.status})
        return reply

    def close(self) -> None:
        self._connection.close()


def _answer(reply: Reply, number: str) -> Answer:
    try:
        answers = list(krs.read(io.BytesIO(reply.body)))
    except UnreadableFile as error:
        raise RegisterFault(_("Odpowiedzi rejestru KRS nie da się odczytać.")) from error
    if len(answers) != 1:
        raise RegisterFault(_("Rejestr KRS przysłał nie jeden odpis, lecz kilka albo żadnego."))
    answer = answers[0]
    if isinstance(answer, Record) and answer.values["krs"] != number:
        reason = _("Rejestr KRS odpowiedział na pytanie o inny numer (%(krs)s).") % {"krs": answer.values["krs"]}
        return Rejected(1, reason, answer.raw)
    return answer
