"""Refusals of questions, in words."""

from datetime import date

from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from core.workflow.refusal import Refusal


class QuestionsClosed(Refusal):
    """The competition takes no questions: its call is not open, or the day has passed."""

    code = "questions-closed"

    def __init__(self, day: date) -> None:
        super().__init__(str(day))
        self.day = day

    @property
    def sentences(self) -> list[str]:
        return [
            _("Ten konkurs nie przyjmuje już pytań: można było je zadawać do %(day)s, dopóki trwał nabór.")
            % {"day": data(self.day)}
        ]


class DayTooLate(Refusal):
    """Questions may not be taken after the deadline of offers."""

    code = "day-too-late"

    def __init__(self, due: date) -> None:
        super().__init__(str(due))
        self.due = due

    @property
    def sentences(self) -> list[str]:
        return [
            _("Nabór kończy się %(day)s i najpóźniej tego dnia można przyjmować pytania.") % {"day": data(self.due)}
        ]
