"""Refusals of cases and of the file plan, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class NoSuchClass(Sentence):
    """No class of that symbol is in force on the day."""

    code = "no-such-class"

    def __init__(self, symbol: str) -> None:
        super().__init__(
            _(
                "Klasa %(symbol)s nie obowiązuje w tym dniu. Wybierz klasę z wykazu akt albo poproś kierownika o jej dopisanie."
            )
            % {"symbol": symbol}
        )


class NotAGroup(Sentence):
    """A number is taken from a group only while it is an open group of this unit, class and year."""

    code = "not-a-group"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Do tej grupy nie można dopisać sprawy: grupa musi być otwarta, z tej samej komórki, klasy i roku. "
                "W nowym roku wydziel grupę na nowo."
            )
        )


class StillInUse(Sentence):
    """A case with documents or with cases within keeps its number."""

    code = "still-in-use"

    def __init__(self) -> None:
        super().__init__(
            _("Nie można anulować numeru: w systemie są już rzeczy, które powołują się na ten znak. Zakończ sprawę.")
        )


class OpenWithin(Sentence):
    """A group is closed after the cases within."""

    code = "open-within"

    def __init__(self) -> None:
        super().__init__(_("W tej grupie są sprawy w toku. Zakończ je najpierw."))


class DueBeforeOpening(Sentence):
    """The term lies before the day of registration."""

    code = "due-before-opening"

    def __init__(self) -> None:
        super().__init__(_("Termin załatwienia jest wcześniejszy niż dzień wszczęcia sprawy. Podaj późniejszy."))

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("due_on", self.sentence)]


class NotOfTheUnit(Sentence):
    """A case is led by somebody of its unit."""

    code = "not-of-the-unit"

    def __init__(self) -> None:
        super().__init__(_("Ta osoba nie pracuje w tej komórce. Wybierz osobę z listy."))

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("officer", self.sentence)]


class ClassOverlaps(Sentence):
    """Two classes of one symbol would be in force on one day."""

    code = "class-overlaps"

    def __init__(self, symbol: str) -> None:
        super().__init__(
            _(
                "Klasa %(symbol)s obowiązuje już w części tego okresu. Najpierw ustaw dzień, do którego obowiązuje tamta."
            )
            % {"symbol": symbol}
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("valid_from", self.sentence)]
