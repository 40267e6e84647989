"""Refusals of the other databases, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal


class SameInstitution(Refusal):
    """An institution of this kind and name is in the database, so a second entry would part its history."""

    code = "same-institution"

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Ta instytucja jest już w bazie: ten sam rodzaj, nazwa i miejscowość. Znajdź ją na liście (także wśród "
                "zamkniętych) i zmień jej dane."
            )
        ]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("name", self.sentences[0])]


class ClosesTooEarly(Refusal):
    """The day of closing lies before the day since when the institution works."""

    code = "closes-too-early"

    @property
    def sentences(self) -> list[str]:
        return [_("Dzień zamknięcia jest wcześniejszy niż dzień, od którego instytucja działa. Popraw jeden z nich.")]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("closed_on", self.sentences[0])]
