"""Refusals of the council's service, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class NotInCouncil(Sentence):
    """It does not stand where this can be written, or a day cannot be right."""

    code = "not-in-council"

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, self.sentence)]


def ends_before_start() -> NotInCouncil:
    return NotInCouncil(_("Ostatni dzień jest wcześniejszy niż pierwszy. Popraw datę."), "valid_to")


def sits_already() -> NotInCouncil:
    return NotInCouncil(_("Ta osoba jest już w radzie w tym czasie. Wpisz najpierw jej ostatni dzień."), "name")


def in_the_past() -> NotInCouncil:
    return NotInCouncil(_("Początek posiedzenia już minął. Podaj późniejszy dzień albo godzinę."), "starts_at")


def not_begun() -> NotInCouncil:
    return NotInCouncil(_("Posiedzenie jeszcze się nie zaczęło. Obecność wpisuje się od jego początku."))


def not_planned() -> NotInCouncil:
    return NotInCouncil(_("Porządek zmienia się przed posiedzeniem; to już się odbyło albo je odwołano."))


def not_members() -> NotInCouncil:
    return NotInCouncil(
        _("Na liście jest osoba, której w dniu posiedzenia nie było w radzie. Popraw listę."), "present"
    )


def not_held() -> NotInCouncil:
    return NotInCouncil(_("Stanowisko albo opinię przyjmuje posiedzenie, które się odbyło. Wpisz najpierw obecność."))


def in_future(field: str) -> NotInCouncil:
    return NotInCouncil(_("Ten dzień jeszcze nie nadszedł. Wpisz to, co już się stało."), field)


def before(field: str) -> NotInCouncil:
    return NotInCouncil(_("Ten dzień jest wcześniejszy niż to, co go poprzedza. Popraw jedną z dat."), field)
