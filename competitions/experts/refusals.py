"""Refusals over the list of experts, in words."""

from datetime import date

from django.utils.translation import gettext as _

from competitions.experts.models import Absence, Expert
from competitions.experts.states import State
from core.web.templatetags.polish import data, odmiana
from core.workflow.refusal import Sentence


class NotOnTheList(Sentence):
    """The person may not be given offers: suspended, removed, or their time on the list is over."""

    code = "not-on-the-list"


def not_on_the_list(expert: Expert) -> NotOnTheList:
    if expert.state == State.LISTED:
        day = data(expert.listed_until) if expert.listed_until else ""
        return NotOnTheList(
            _("Ten ekspert był na liście do %(day)s, więc nie można mu przydzielić oferty.") % {"day": day}
        )
    return NotOnTheList(
        _("Ten ekspert jest %(state)s, więc nie można mu przydzielić oferty. Wybierz inną osobę z listy.")
        % {"state": State(expert.state).label}
    )


class NotAvailable(Sentence):
    """The person is on the list, but takes no offer now: away, or with as many cards in the competition as they take."""

    code = "not-available"

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("expert", self.sentences[0])]


def away(absence: Absence) -> NotAvailable:
    return NotAvailable(
        _(
            "%(expert)s nie ocenia ofert od %(first)s do %(last)s włącznie. Wybierz inną osobę albo przydziel ofertę później."
        )
        % {"expert": absence.expert, "first": data(absence.away_from), "last": data(absence.away_to)}
    )


def has_enough(expert: Expert) -> NotAvailable:
    return NotAvailable(
        _("%(expert)s przyjmuje w jednym konkursie najwyżej %(limit)s i tyle już ma. Wybierz inną osobę.")
        % {"expert": expert, "limit": odmiana(expert.limit or 0, "kartę,karty,kart")}
    )


class WrongDays(Sentence):
    """Days of an absence that make no sense."""

    code = "wrong-days"

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            _("Nieobecność kończy się %(last)s, czyli przed jej początkiem %(first)s. Popraw daty.")
            % {"last": data(last), "first": data(first)}
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("away_to", self.sentences[0])]
