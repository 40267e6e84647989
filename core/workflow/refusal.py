"""Refusals: what is wrong, what the law asks, what to do; raised by actions, shown by pages and the API."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from law.verdict import Breach, sentence

if TYPE_CHECKING:
    from core.workflow.machine import Machine


class Refusal(Exception):
    """An action that was not done; nothing has changed. `code`, `sentences` and `basis` are for people and the API."""

    status = 409
    code = "refused"

    @property
    def sentences(self) -> list[str]:
        return [str(self)]

    @property
    def basis(self) -> list[str]:
        return []

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each sentence with the form field it belongs to; "" for the whole."""
        return [("", text) for text in self.sentences]


class Refused(Refusal):
    """The law (or the rules of the case) does not allow it: the breaches say why."""

    code = "refused"

    def __init__(self, breaches: Sequence[Breach]) -> None:
        super().__init__("; ".join(breach.code for breach in breaches))
        self.breaches = list(breaches)

    @property
    def sentences(self) -> list[str]:
        return [sentence(breach) for breach in self.breaches]

    @property
    def basis(self) -> list[str]:
        return [breach.basis for breach in self.breaches]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(breach.field, sentence(breach)) for breach in self.breaches]


class Sentence(Refusal):
    """A refusal of one sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    @property
    def sentences(self) -> list[str]:
        return [self.sentence]


class NotPossible(Refusal):
    """The table of moves has no such move from this state."""

    code = "not-possible"

    def __init__(self, machine: "Machine", verb: str, state: str) -> None:
        self.label = next(move.label for move in machine.by_verb[verb])
        self.state = machine.label(state)
        super().__init__(f"{machine.name}.{verb} from {state}")

    @property
    def sentences(self) -> list[str]:
        return [
            _("„%(move)s” nie jest teraz możliwe: stan sprawy to „%(state)s”. Odśwież stronę, aby zobaczyć, co dalej.")
            % {"move": self.label, "state": self.state}
        ]


class Conflict(NotPossible):
    """Somebody changed the case between reading and writing; the loser of the race learns it here."""

    code = "conflict"

    @property
    def sentences(self) -> list[str]:
        return [
            _("Ktoś inny zmienił tę sprawę chwilę wcześniej, dlatego „%(move)s” nie zostało wykonane. Odśwież stronę.")
            % {"move": self.label}
        ]


def insist(breaches: Sequence[Breach]) -> None:
    """Raise Refused when there is any breach."""
    if breaches:
        raise Refused(breaches)
