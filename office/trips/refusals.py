"""Refusals of trips, in words."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from core.workflow.refusal import Refusal, Sentence


class WrongPlan(Refusal):
    """The plan does not hold together; each sentence belongs to a field, or to the whole."""

    code = "wrong-trip-plan"
    status = 400

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(text for _field, text in found))
        self.found = list(found)

    @property
    def sentences(self) -> list[str]:
        return [text for _field, text in self.found]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return self.found


class StaleTrip(Sentence):
    """Somebody else changed the plan since the form was opened."""

    code = "stale-trip"

    def __init__(self) -> None:
        super().__init__(
            _("Ktoś inny zmienił ten wyjazd, odkąd otwarto formularz. Otwórz wyjazd jeszcze raz i wpisz swoją zmianę.")
        )


class ClosedPlan(Sentence):
    """An approved plan is changed only after it was sent back."""

    code = "closed-plan"

    def __init__(self) -> None:
        super().__init__(
            _("Plan zmienia się tylko przed zatwierdzeniem. Zwróć wyjazd do zmiany i zatwierdź go ponownie.")
        )


class LateApproval(Sentence):
    """An approval after the trip began says why."""

    code = "late-approval"

    def __init__(self, starts_on: date) -> None:
        super().__init__(
            _("Wyjazd zaczął się %(day)s, a zgodę wydaje się przed wyjazdem. Podaj powód późniejszej zgody.")
            % {"day": data(starts_on)}
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("reason", self.sentence)]


class NotOver(Sentence):
    """A trip is held when its last day has come."""

    code = "trip-not-over"

    def __init__(self, ends_on: date) -> None:
        super().__init__(
            _("Wyjazd trwa do %(day)s. Odnotujesz go tego dnia albo później; gdy się nie odbędzie, odwołaj go.")
            % {"day": data(ends_on)}
        )


class NoActualCosts(Sentence):
    """A trip is settled by its actual costs, also when they are nothing."""

    code = "no-actual-costs"

    def __init__(self) -> None:
        super().__init__(
            _("Wyjazd nie ma wpisanych kosztów rzeczywistych. Wpisz je; gdy nic nie kosztował, wpisz wiersz 0,00 zł.")
        )


class CostsClosed(Sentence):
    """Actual costs are written from the approval to the settlement."""

    code = "costs-closed"

    def __init__(self) -> None:
        super().__init__(_("Koszty rzeczywiste wpisuje się od zatwierdzenia wyjazdu do jego rozliczenia."))


class EndedTrip(Sentence):
    """A trip that was settled or cancelled does not change."""

    code = "ended-trip"

    def __init__(self) -> None:
        super().__init__(_("Wyjazd jest zakończony, więc już się go nie zmienia. Numer zostaje w ewidencji."))
