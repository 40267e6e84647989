"""Refusals of meetings, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.workflow.refusal import Sentence


class NotInMeeting(Sentence):
    """What is asked for does not go with the state of the meeting or of the room."""

    code = "not-in-meeting"


def work_ended() -> NotInMeeting:
    return NotInMeeting(_("Komisja zamknęła protokół, więc nie zwołuje już posiedzeń."))


def another_waits() -> NotInMeeting:
    return NotInMeeting(_("Komisja ma już zaplanowane albo trwające posiedzenie. Najpierw je odwołaj albo zakończ."))


def in_the_past() -> NotInMeeting:
    return NotInMeeting(_("Początek posiedzenia już minął. Podaj późniejszą datę i godzinę."))


def not_open() -> NotInMeeting:
    return NotInMeeting(_("Posiedzenie nie trwa, więc nie można w nim niczego zapisać."))


def nobody_there() -> NotInMeeting:
    return NotInMeeting(_("Tego członka komisji nie ma teraz na sali."))


def no_quorum() -> NotInMeeting:
    return NotInMeeting(
        _(
            "Na sali jest mniej niż połowa członków, którzy mogą mówić o tej ofercie. "
            "Poczekaj na nieobecnych albo przerwij posiedzenie (zasady działania komisji)."
        )
    )


def votes_differ() -> NotInMeeting:
    return NotInMeeting(
        _("Podaj głos każdej osoby, która jest na sali i nie jest wyłączona od tej oferty, i tylko tych osób.")
    )


def items_wait(count: int) -> NotInMeeting:
    text = ngettext(
        "%(n)d oferta czeka jeszcze na omówienie. Omów ją albo przerwij posiedzenie.",
        "%(n)d ofert czeka jeszcze na omówienie. Omów je albo przerwij posiedzenie.",
        count,
    )
    return NotInMeeting(text % {"n": count})
