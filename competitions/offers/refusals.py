"""Refusals of offers, in words."""

from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.calls.states import ENDED
from competitions.calls.states import State as CompetitionState
from competitions.offers.models import Attachment
from core.workflow.refusal import Refusal, Sentence


class StaleDraft(Refusal):
    """Somebody else saved the draft while this text was being typed."""

    code = "stale-draft"

    def __init__(self) -> None:
        super().__init__("stale")

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Ktoś z Twojej organizacji zapisał tę ofertę w międzyczasie (na przykład w innej karcie przeglądarki). "
                "Twój tekst nie został zapisany, żeby nie nadpisać cudzego. Otwórz ofertę jeszcze raz i przenieś zmiany."
            )
        ]


class NotOpen(Refusal):
    """The competition does not take offers: not announced yet, or its call is closed."""

    code = "not-open"

    def __init__(self, competition: Competition) -> None:
        super().__init__(competition.state)
        self.competition = competition

    @property
    def sentences(self) -> list[str]:
        if self.competition.state == CompetitionState.SUSPENDED:
            words = _(
                "Nabór w konkursie „%(title)s” jest zawieszony. Wersję roboczą możesz zapisywać; ofertę złożysz po "
                "wznowieniu naboru, a termin wydłuży się o czas zawieszenia."
            )
        elif self.competition.state in ENDED:
            words = _("Konkurs „%(title)s” jest %(state)s i nie przyjmuje ofert. To, co napisano, pozostaje zapisane.")
        else:
            words = _("Konkurs „%(title)s” nie przyjmuje teraz ofert: jego stan to „%(state)s” (art. 13 ust. 1).")
        return [words % {"title": self.competition.title, "state": self.competition.get_state_display()}]


class ClockBehind(Sentence):
    """The clock of the server gives a moment before the last saving of this very offer."""

    code = "clock-behind"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Zegar serwera cofnął się, więc czas złożenia byłby nieprawdziwy. Nic nie zostało zmienione. Zapisz ofertę "
                "jeszcze raz i złóż ją ponownie; jeśli to nie pomoże, zadzwoń do urzędu przed końcem naboru."
            )
        )


class NotAttached(Sentence):
    """A file cannot be added to the offer or taken from it now."""

    code = "not-attached"


class InQuarantine(Sentence):
    """The scanner has not looked into the file yet, or found a threat in it."""

    code = "in-quarantine"

    def __init__(self, attachment: Attachment) -> None:
        if attachment.threat:
            words = _(
                "Program antywirusowy znalazł w pliku „%(title)s” zagrożenie (%(threat)s), więc pliku już nie ma."
            )
        else:
            words = _("Plik „%(title)s” czeka na sprawdzenie programem antywirusowym. Spróbuj za kilka minut.")
        super().__init__(words % {"title": attachment.title, "threat": attachment.threat})


class NotJoined(Sentence):
    """An organisation cannot join the offer, or leave it, now. The sentence belongs to the field of its number."""

    code = "not-joined"

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("number", self.sentence)]
