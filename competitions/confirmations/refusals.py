"""Refusals of confirmations, in words: which version the paper confirms, which is required, until when."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from competitions.offers.models import Offer, OfferVersion
from core.web.templatetags.polish import data, data_godzina
from core.workflow.refusal import Sentence


class WrongConfirmation(Sentence):
    """The paper does not confirm what is required now, came too late, or is signed by nobody who may."""

    code = "wrong-confirmation"

    def __init__(self, sentence: str, why: str = "") -> None:
        super().__init__(sentence)
        self.why = why


# Why a paper is turned down, as the case's history says it: without names, which the sentence of the refusal may hold.
# What is a slip of who types (a short sum, a missing day, nobody ticked) is no refusal of a paper.
REASONS = {
    "withdrawn": _lazy("papier potwierdza ofertę, która jest wycofana"),
    "superseded": _lazy("papier potwierdza wcześniejszą wersję oferty"),
    "not-needed": _lazy("tej wersji nie trzeba potwierdzać przed umową"),
    "already": _lazy("tę wersję już potwierdzono"),
    "not-awaited": _lazy("oferta nie czeka na potwierdzenie"),
    "late": _lazy("potwierdzenie wpłynęło albo zostało nadane po terminie"),
    "signatory": _lazy("podpisała osoba, która nie mogła wtedy podpisywać za organizację"),
    "another-text": _lazy("suma z papieru nie jest sumą tej oferty"),
}


def withdrawn(offer: Offer, on: datetime | None, successor: Offer | None) -> WrongConfirmation:
    """The offer was withdrawn, perhaps to be submitted again as another."""
    words = _("Oferta nr %(number)s została wycofana%(day)s, więc nie trzeba jej potwierdzać.") % {
        "number": offer.number,
        "day": f" {data(on)}" if on else "",
    }
    if successor and successor.submitted_at:
        words += " " + _(
            "Organizacja złożyła w tym konkursie ofertę nr %(number)s (%(at)s): wymagane jest potwierdzenie tamtej oferty."
        ) % {"number": successor.number, "at": data_godzina(successor.submitted_at)}
    return WrongConfirmation(words, "withdrawn")


def superseded(paper: OfferVersion, current: OfferVersion) -> WrongConfirmation:
    """The paper confirms an earlier version."""
    words = _("To potwierdzenie wersji %(old)s oferty, złożonej %(then)s. Od %(at)s obowiązuje wersja %(new)s.") % {
        "old": paper.number,
        "then": data_godzina(paper.submitted_at),
        "at": data_godzina(current.submitted_at),
        "new": current.number,
    }
    if current.needs_confirmation:
        words += " " + _("Wymagane jest potwierdzenie z sumą kontrolną, która zaczyna się od %(sum)s.") % {
            "sum": current.spoken_checksum[:9]
        }
    else:
        words += " " + _("Tej wersji nie trzeba potwierdzać przed umową.")
    return WrongConfirmation(words, "superseded")


def not_needed() -> WrongConfirmation:
    return WrongConfirmation(
        _("Uzupełnionej oferty nie trzeba potwierdzać przed umową: tak stanowi ogłoszenie."), "not-needed"
    )


def already(offer: Offer) -> WrongConfirmation:
    """Another confirmation of the version came before."""
    return WrongConfirmation(
        _("Tę wersję oferty już potwierdzono: potwierdzenie wpłynęło %(at)s. Drugiego się nie przyjmuje.")
        % {"at": data_godzina(offer.confirmed_at)},
        "already",
    )


def not_awaited(offer: Offer) -> WrongConfirmation:
    return WrongConfirmation(
        _("Ta oferta nie czeka na potwierdzenie: jej stan to „%(state)s”.") % {"state": offer.get_state_display()},
        "not-awaited",
    )


def late(due: datetime) -> WrongConfirmation:
    return WrongConfirmation(
        _("Potwierdzenie wpłynęło po terminie (%(due)s). Ofertę pozostaw bez rozpatrzenia.")
        % {"due": data_godzina(due)},
        "late",
    )


def posted_late(due: datetime) -> WrongConfirmation:
    return WrongConfirmation(
        _(
            "Potwierdzenie nadano po terminie (%(due)s), a o terminie decyduje data nadania. Ofertę pozostaw bez rozpatrzenia."
        )
        % {"due": data(due)},
        "late",
    )


def not_posted() -> WrongConfirmation:
    return WrongConfirmation(
        _("W tym konkursie o terminie decyduje data nadania: podaj ją ze stempla albo dowodu nadania.")
    )


def unsigned() -> WrongConfirmation:
    return WrongConfirmation(_("Zaznacz, kto podpisał potwierdzenie, albo wpisz podpisy, których nie ma na liście."))


def not_in_office(names: Sequence[str]) -> WrongConfirmation:
    words = ngettext(
        "Ta osoba nie mogła w tym dniu podpisywać w imieniu organizacji: %(names)s.",
        "Te osoby nie mogły w tym dniu podpisywać w imieniu organizacji: %(names)s.",
        len(names),
    )
    return WrongConfirmation(words % {"names": ", ".join(names)}, "signatory")


def misread(wrong: int) -> WrongConfirmation:
    """The sum on the paper is nearly that of the required version."""
    words = ngettext(
        "Suma kontrolna nie zgadza się z ofertą: różni się %(count)d grupa z 16. Sprawdź ją i wpisz jeszcze raz; jeżeli tak "
        "stoi na papierze, potwierdza on inną treść.",
        "Suma kontrolna nie zgadza się z ofertą: różni się %(count)d grup z 16. Sprawdź ją i wpisz jeszcze raz; jeżeli tak "
        "stoi na papierze, potwierdza on inną treść.",
        wrong,
    )
    return WrongConfirmation(words % {"count": wrong}, "another-text")


def another_offer() -> WrongConfirmation:
    return WrongConfirmation(
        _("To nie jest suma kontrolna tej oferty. Wyszukaj ofertę po sumie z potwierdzenia."), "another-text"
    )


def too_short() -> WrongConfirmation:
    return WrongConfirmation(_("Wpisz co najmniej cztery pierwsze grupy sumy kontrolnej albo zeskanuj kod QR."))


class RightConfirmation(Sentence):
    """The paper is the one that is awaited, so there is nothing to turn down."""

    code = "right-confirmation"


def right() -> RightConfirmation:
    return RightConfirmation(_("To potwierdzenie jest tym, którego teraz trzeba: przyjmij je, zamiast odmawiać."))


class TooEarly(Sentence):
    """The term has not passed, so the offer cannot be left unexamined."""

    code = "too-early"

    def __init__(self, due: datetime) -> None:
        super().__init__(
            _("Termin mija %(due)s. Do tego czasu organizacja może jeszcze dopełnić formalności.")
            % {"due": data_godzina(due)}
        )
