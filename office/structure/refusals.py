"""Refusals of the structure, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class OwnDeputy(Sentence):
    """Nobody stands in for themselves, and a deputy is somebody who holds a post."""

    code = "own-deputy"

    def __init__(self) -> None:
        super().__init__(_("Nikt nie zastępuje samego siebie. Wybierz inną osobę albo zostaw pole puste."))

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("deputy", self.sentence)]


class LedAlready(Sentence):
    """A unit has one head at a time."""

    code = "led-already"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Komórką kieruje w tym okresie %(name)s. Najpierw wpisz, do kiedy ta osoba zajmuje stanowisko.")
            % {"name": name}
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("leads", self.sentence)]
