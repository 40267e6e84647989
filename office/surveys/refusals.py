"""Refusals of the survey, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class WrongAnswers(Sentence):
    """The answers are not those of the form: the questions changed, or something else sent them."""

    code = "wrong-answers"
    status = 400

    def __init__(self) -> None:
        super().__init__(_("Pytania ankiety się zmieniły albo formularz jest niepełny. Otwórz ankietę jeszcze raz."))
