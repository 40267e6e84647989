"""Refusals of the Board's sittings, in words."""

from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from core.workflow.refusal import Sentence
from office.board.models import Resolution, Sitting


class NotAtSitting(Sentence):
    """The sitting, or the item, does not stand where this can be done."""

    code = "not-at-sitting"

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(self.field, self.sentence)]


def in_the_past() -> NotAtSitting:
    return NotAtSitting(_("Początek posiedzenia już minął. Podaj późniejszy dzień albo godzinę."), "starts_at")


def due_too_late() -> NotAtSitting:
    return NotAtSitting(
        _("Termin zgłaszania punktów jest późniejszy niż dzień posiedzenia. Podaj wcześniejszy."), "items_due"
    )


def due_passed() -> NotAtSitting:
    return NotAtSitting(_("Termin zgłaszania punktów już minął. Podaj dzień, który dopiero będzie."), "items_due")


def agenda_closed() -> NotAtSitting:
    return NotAtSitting(
        _(
            "Porządek obrad tego posiedzenia jest zamknięty albo posiedzenie odwołano. "
            "Wybierz inne posiedzenie albo poproś obsługę o otwarcie porządku."
        )
    )


def too_late(sitting: Sitting) -> NotAtSitting:
    return NotAtSitting(
        _(
            "Punkty na to posiedzenie zgłaszało się do %(day)s. "
            "Zgłoś punkt na następne albo poproś obsługę posiedzeń o dłuższy termin."
        )
        % {"day": data(sitting.items_due)}
    )


def not_settled(count: int) -> NotAtSitting:
    return NotAtSitting(
        _("Nierozpatrzone zgłoszenia: %(count)s. Przyjmij je, zwróć albo przenieś, zanim zamkniesz porządek obrad.")
        % {"count": count}
    )


def empty_agenda() -> NotAtSitting:
    return NotAtSitting(_("W porządku obrad nie ma żadnego punktu. Przyjmij punkt albo odwołaj posiedzenie."))


def too_early() -> NotAtSitting:
    return NotAtSitting(_("Posiedzenie otwiera się w jego dniu. Jeżeli zmieniono datę, najpierw zmień termin."))


def not_open() -> NotAtSitting:
    return NotAtSitting(_("Decyzje i obecność zapisuje się tylko w czasie posiedzenia, od otwarcia do zakończenia."))


def undecided(count: int) -> NotAtSitting:
    return NotAtSitting(
        _("Punkty bez rozstrzygnięcia: %(count)s. Zapisz przy każdym decyzję albo odroczenie.") % {"count": count}
    )


def wrong_outcome() -> NotAtSitting:
    return NotAtSitting(
        _("Projekt uchwały podejmuje się, odrzuca albo odracza; informację przyjmuje się do wiadomości albo odracza."),
        "outcome",
    )


def not_there() -> NotAtSitting:
    return NotAtSitting(_("Głosują tylko członkowie obecni na posiedzeniu. Popraw najpierw obecność."))


def voted_already() -> NotAtSitting:
    return NotAtSitting(
        _("Ta osoba głosowała już na tym posiedzeniu, więc była obecna. Zostaw ją na liście."), "present"
    )


def followed_already() -> NotAtSitting:
    return NotAtSitting(_("Ten odroczony punkt jest już w porządku innego posiedzenia."))


def cited(resolution: Resolution) -> NotAtSitting:
    return NotAtSitting(
        _(
            "Na uchwałę nr %(number)s powołano się już w innej sprawie, więc jej numeru nie można unieważnić. "
            "Uchyla ją tylko następna uchwała Zarządu."
        )
        % {"number": resolution.number},
        "outcome",
    )


def not_movable() -> NotAtSitting:
    return NotAtSitting(_("Tego punktu nie można przenieść: rozstrzygnięto go albo wycofano."))


def ends_before_start() -> NotAtSitting:
    return NotAtSitting(_("Ostatni dzień jest wcześniejszy niż pierwszy. Popraw datę."), "valid_to")
