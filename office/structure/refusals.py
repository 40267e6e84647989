"""Refusals of the structure, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class DayPassed(Sentence):
    """A change of a unit begins today or later: what was registered meanwhile keeps its sign."""

    code = "day-passed"

    def __init__(self) -> None:
        super().__init__(_("Ten dzień już minął. Zmiana komórki działa od dziś albo od późniejszego dnia."))

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("starts_on", self.sentence)]


class NothingChanges(Sentence):
    """A change says what changes."""

    code = "nothing-changes"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, self.sentence)]


class SymbolTaken(Sentence):
    """A symbol is never given twice: two cases would have one sign."""

    code = "symbol-taken"

    def __init__(self, symbol: str) -> None:
        super().__init__(
            _("Symbol %(symbol)s ma albo miała inna komórka, a znaki spraw nie mogą się powtórzyć. Wybierz inny.")
            % {"symbol": symbol}
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("symbol", self.sentence)]


class PlannedAlready(Sentence):
    """A unit has one planned change at a time."""

    code = "planned-already"

    def __init__(self, day: str) -> None:
        super().__init__(
            _("Ta komórka ma już zaplanowaną zmianę od %(day)s. Odwołaj ją albo poczekaj do tego dnia.") % {"day": day}
        )


class StillKept(Sentence):
    """Who keeps a register is said by its reviewed file, so the successor stands there before the unit goes."""

    code = "still-kept"

    def __init__(self, kept: list[str]) -> None:
        super().__init__(
            _(
                "Komórka prowadzi rejestry, których następca nie prowadzi: %(kept)s. Najpierw dopisz następcę w plikach tych "
                "rejestrów (pole „units”), a potem zaplanuj zmianę."
            )
            % {"kept": ", ".join(kept)}
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("successor", self.sentence)]


class NotOurs(Sentence):
    """A power is given to people of the unit alone."""

    code = "not-ours"

    def __init__(self) -> None:
        super().__init__(_("Uprawnienie w komórce dostaje tylko jej pracownik. Wybierz osoby z listy."))


class UnitEnded(Sentence):
    """Nothing new begins in a unit that there is not on the day."""

    code = "unit-ended"

    def __init__(self, symbol: str) -> None:
        super().__init__(
            _("Komórki %(symbol)s w tym dniu nie ma. Zarejestruj sprawę w komórce, która przejęła jej zadania.")
            % {"symbol": symbol}
        )


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
