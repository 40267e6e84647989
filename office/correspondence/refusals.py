"""Refusals of correspondence, in words."""

from datetime import date

from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from core.workflow.refusal import Refusal, Sentence


class AtField(Sentence):
    """A refusal that belongs to one field of its form."""

    field = ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, self.sentence)]


class ReceivedLater(AtField):
    """A letter cannot have come on a day that has not come."""

    code, field = "received-later", "received_on"

    def __init__(self, day: date) -> None:
        super().__init__(
            _("Dzień wpływu (%(day)s) jeszcze nie nastąpił. Wpisz dzień, w którym pismo dotarło do urzędu.")
            % {"day": data(day)}
        )


class DueBeforeReceipt(AtField):
    """The term of a letter lies before its receipt."""

    code, field = "due-before-receipt", "due_on"

    def __init__(self, due: date, received: date) -> None:
        super().__init__(
            _(
                "Termin (%(due)s) wypada przed wpływem pisma (%(received)s). Popraw jedną z dat albo zostaw termin pusty."
            )
            % {"due": data(due), "received": data(received)}
        )


class AnsweredOtherDay(AtField):
    """An answer was sent neither before the receipt nor in the future."""

    code, field = "answered-other-day", "answered_on"

    def __init__(self, received: date) -> None:
        super().__init__(
            _("Odpowiedź wysyła się od dnia wpływu pisma (%(received)s) do dziś. Popraw dzień wysłania.")
            % {"received": data(received)}
        )


class WrongPerson(AtField):
    """A letter is decreed to somebody who works in the unit."""

    code, field = "wrong-person", "to"

    def __init__(self) -> None:
        super().__init__(_("Ta osoba nie pracuje w tej komórce. Wybierz osobę z listy."))


class NoKeepingUnit(Sentence):
    """A letter is registered by somebody of a unit that keeps the correspondence."""

    code = "no-keeping-unit"

    def __init__(self) -> None:
        super().__init__(_("Twoja rola nie wskazuje komórki, która prowadzi ewidencję korespondencji."))


class MailRegistered(AtField):
    """The same e-mail has its number already."""

    code, field = "mail-registered", "file"

    def __init__(self, sign: str) -> None:
        super().__init__(
            _("Ten sam e-mail jest już w ewidencji pod numerem %(sign)s. Nie rejestruj go drugi raz.") % {"sign": sign}
        )


class StaleLetter(Refusal):
    """Somebody else changed the letter since the form was opened."""

    code = "stale-letter"

    @property
    def sentences(self) -> list[str]:
        return [
            _("Ktoś inny zmienił to pismo, odkąd otwarto formularz. Otwórz pismo jeszcze raz i wpisz swoją zmianę.")
        ]


class LetterOver(Refusal):
    """A letter that is over does not change."""

    code = "letter-over"

    @property
    def sentences(self) -> list[str]:
        return [_("Pismo jest już zakończone, więc się go nie zmienia. Sekretariat może otworzyć je ponownie.")]
