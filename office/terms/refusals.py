"""Refusals of absences, in words."""

from datetime import date

from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from core.workflow.refusal import Sentence


class AtField(Sentence):
    """A refusal that belongs to one field of its form."""

    field = ""

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, self.sentence)]


class EndsBeforeStart(AtField):
    """An absence ends before it begins."""

    code, field = "ends-before-start", "last_day"

    def __init__(self) -> None:
        super().__init__(_("Ostatni dzień jest wcześniejszy niż pierwszy. Popraw jedną z dat."))


class AwayAlready(AtField):
    """The person is away on some of these days by another entry."""

    code, field = "away-already", "first_day"

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            _(
                "W części tych dni nieobecność jest już wpisana (od %(first)s do %(last)s). Odwołaj tamtą albo zmień dni."
            )
            % {"first": data(first), "last": data(last)}
        )


class WrongDeputy(AtField):
    """Somebody else of the unit stands in."""

    code, field = "wrong-deputy", "deputy"

    def __init__(self) -> None:
        super().__init__(_("Zastępuje inna osoba z tej samej komórki. Wybierz ją z listy."))


class NotOfTheUnit(AtField):
    """The person does not work in the unit."""

    code, field = "not-of-the-unit", "user"

    def __init__(self) -> None:
        super().__init__(_("Ta osoba nie pracuje w tej komórce. Wybierz osobę z listy."))
