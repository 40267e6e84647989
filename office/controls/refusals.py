"""Refusals of the book of controls, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class NotInBook(Sentence):
    """The control does not stand where this can be written, or a day cannot be right."""

    code = "not-in-book"

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, self.sentence)]


def ends_before_start(field: str = "ends_on") -> NotInBook:
    return NotInBook(_("Koniec kontroli jest wcześniejszy niż początek. Popraw jedną z dat."), field)


def before_start(field: str) -> NotInBook:
    return NotInBook(_("Ten dzień jest wcześniejszy niż początek kontroli. Popraw datę."), field)


def in_future(field: str) -> NotInBook:
    return NotInBook(_("Ten dzień jeszcze nie nadszedł. Wpisz to, co już się stało."), field)


def due_before_receipt(field: str) -> NotInBook:
    return NotInBook(_("Termin jest wcześniejszy niż dzień otrzymania pisma. Popraw jedną z dat."), field)


def same_term() -> NotInBook:
    return NotInBook(_("Termin przypada już na ten dzień. Podaj inny."), "due_on")


def before_protocol(field: str) -> NotInBook:
    return NotInBook(_("Ten dzień jest wcześniejszy niż otrzymanie protokołu. Popraw datę."), field)


def no_protocol() -> NotInBook:
    return NotInBook(_("Zastrzeżenia zgłasza się do protokołu, zanim przyjdzie wystąpienie pokontrolne."))


def nothing_recommended() -> NotInBook:
    return NotInBook(_("Zalecenia i odpowiedź wpisuje się po otrzymaniu wystąpienia pokontrolnego."))


def not_done(count: int) -> NotInBook:
    return NotInBook(
        _("Niewykonane zalecenia: %(count)s. Wpisz wykonanie każdego, zanim zakończysz kontrolę.") % {"count": count}
    )


def not_answered() -> NotInBook:
    return NotInBook(_("Organ kontroli czeka na odpowiedź. Wpisz dzień jej wysłania, zanim zakończysz kontrolę."))


def executed_before() -> NotInBook:
    return NotInBook(
        _("Wykonanie nie może być wcześniejsze niż początek kontroli ani późniejsze niż dziś."), "executed_on"
    )
