"""Refusals of messages, in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.web.templatetags.polish import data_godzina
from core.workflow.refusal import Sentence


class Sealed(Sentence):
    """The office may not learn of the offer yet."""

    code = "offers-sealed"


class CaseOver(Sentence):
    """The competition is settled or ended without a decision."""

    code = "case-over"


class TooMany(Sentence):
    """One side wrote a great deal in a short time."""

    code = "too-many-messages"
    status = 429


def sealed(due: datetime) -> Sealed:
    """Until the deadline nobody of the office may know who writes an offer."""
    words = _(
        "Oferty w tym konkursie są zamknięte do końca naboru (%(due)s): urząd nie może się wcześniej dowiedzieć, kto je pisze. "
        "Do tego czasu zadaj pytanie na stronie konkursu; odpowiedź przeczytają wszyscy."
    )
    return Sealed(words % {"due": data_godzina(due)})


def case_over() -> CaseOver:
    """Messages belong to a case that goes on."""
    return CaseOver(_("Sprawa jest zakończona i nie przyjmuje już wiadomości. Napisz albo zadzwoń do urzędu."))


def too_many(limit: int) -> TooMany:
    """A limit of an hour."""
    words = _("W ciągu godziny można wysłać najwyżej %(limit)s wiadomości w jednej sprawie. Tekst został w formularzu.")
    return TooMany(words % {"limit": limit})
