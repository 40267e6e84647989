"""Refusals over the list of experts, in words."""

from datetime import date

from django.utils.translation import gettext as _

from competitions.experts.models import Expert
from competitions.experts.states import State
from core.web.templatetags.polish import data
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
