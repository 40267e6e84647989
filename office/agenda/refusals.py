"""Refusals of the calendar, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.web.templatetags.polish import data, data_godzina
from core.workflow.refusal import Refusal, Sentence
from office.agenda.recurrence import OCCURRENCES_MAX, YEARS_MAX, Unrepeatable


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody or a room that is taken at a time: who or what, by which event, when."""

    who: str
    title: str
    starts_at: datetime
    all_day: bool = False

    @property
    def words(self) -> str:
        when = data(self.starts_at) if self.all_day else data_godzina(self.starts_at)
        return _("%(who)s: „%(title)s”, %(when)s") % {"who": self.who, "title": self.title, "when": when}


class Taken(Refusal):
    """People or a room are taken at that time, and no reason says why the event is entered all the same."""

    code = "taken"
    SHOWN = 10

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__("; ".join(each.words for each in clashes))
        self.clashes = list(clashes)

    @property
    def sentences(self) -> list[str]:
        told = [
            _("Zajęty termin. %(clash)s.") % {"clash": each.words.removesuffix(".")}
            for each in self.clashes[: self.SHOWN]
        ]
        if len(self.clashes) > self.SHOWN:
            told.append(_("Wszystkich kolizji jest %(n)s.") % {"n": len(self.clashes)})
        return [
            *told,
            _(
                "Zmień termin, osoby albo salę. Jeżeli mimo to zapisujesz, podaj powód w polu „Powód zapisu mimo kolizji”."
            ),
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [
            ("override" if place == len(self.sentences) - 1 else "", text) for place, text in enumerate(self.sentences)
        ]


class WrongRule(Sentence):
    """A recurrence without an end, too long, or that cannot be read."""

    code = "wrong-rule"

    def __init__(self, fault: Unrepeatable) -> None:
        words = {
            "endless": _("Powtarzanie nie ma końca. Podaj ostatni dzień, najwyżej %(years)s lata od pierwszego."),
            "many": _(
                "Powtarzanie jest za długie: najwyżej %(count)s terminów i %(years)s lata od pierwszego. Podaj wcześniejszy ostatni dzień."
            ),
            "unreadable": _(
                "Tej reguły powtarzania nie da się odczytać. Wydarzenie może powtarzać się co dzień, tydzień, miesiąc albo rok."
            ),
        }
        super().__init__(words[fault.code] % {"years": YEARS_MAX, "count": OCCURRENCES_MAX})

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("until", self.sentence)]


class WrongTime(Sentence):
    """An event ends after it begins."""

    code = "wrong-time"

    def __init__(self) -> None:
        super().__init__(_("Koniec musi być później niż początek. Popraw godzinę albo ostatni dzień wydarzenia."))

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("ends", self.sentence)]


class StaleEvent(Sentence):
    """Somebody else changed the event since the form was opened."""

    code = "stale-event"

    def __init__(self) -> None:
        super().__init__(
            _("Ktoś inny zmienił to wydarzenie, odkąd otwarto formularz. Otwórz je jeszcze raz i wpisz zmianę.")
        )


class EventOver(Sentence):
    """A cancelled event does not change."""

    code = "event-cancelled"

    def __init__(self) -> None:
        super().__init__(_("To wydarzenie odwołano, więc już się go nie zmienia. Wpisz nowe."))


class PastWeek(Sentence):
    """A list is made for a week that is not over."""

    code = "past-week"

    def __init__(self) -> None:
        super().__init__(_("Ten tydzień już minął. Wybierz bieżący albo następny tydzień."))

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("day", self.sentence)]


class WeekChanged(Sentence):
    """The calendar changed since the page, or the approved list, was seen."""

    code = "week-changed"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Kalendarz zmienił się od tego czasu. Przeczytaj listę jeszcze raz: zatwierdzona musi być ta, którą widzisz."
            )
        )


class EmptyWeek(Sentence):
    """A list names at least one event."""

    code = "empty-week"

    def __init__(self) -> None:
        super().__init__(
            _("W tym tygodniu nie ma żadnego wydarzenia publicznego. Wpisz je albo oznacz wydarzenie jako publiczne.")
        )


class LateTerm(Sentence):
    """A thing is prepared before the event is over."""

    code = "late-term"

    def __init__(self) -> None:
        super().__init__(_("Termin wypada po wydarzeniu. Podaj dzień wydarzenia albo wcześniejszy."))

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("due_on", self.sentence)]


class TooManyFeeds(Sentence):
    """A hat has as many links as it may have."""

    code = "too-many-feeds"

    def __init__(self, count: int) -> None:
        super().__init__(_("Masz już %(n)s kanałów. Unieważnij te, których nie używasz.") % {"n": count})


class PreparedAlready(Sentence):
    """A thing stands once on the list of an event."""

    code = "prepared-already"

    def __init__(self, what: str) -> None:
        super().__init__(_("„%(what)s” jest już na liście. Nazwij tę rzecz inaczej.") % {"what": what})

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("what", self.sentence)]
