"""Refusals of corrections, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.corrections.models import Correction
from core.web.templatetags.polish import data, data_godzina
from core.workflow.refusal import Refusal, Sentence


class NotCorrectable(Sentence):
    """The offer cannot be called back: the competition has no correction, or this one had its own."""

    code = "not-correctable"


def had_its_correction(correction: Correction) -> NotCorrectable:
    """An offer is corrected once."""
    return NotCorrectable(
        _(
            "Tę ofertę wezwano już do uzupełnienia %(day)s, a według ogłoszenia uzupełnia się ją jeden raz. "
            "Uznaj ją za poprawną albo odrzuć."
        )
        % {"day": data(correction.called_at)}
    )


def no_corrections() -> NotCorrectable:
    """The competition's announcement gives no correction."""
    return NotCorrectable(
        _("Ogłoszenie tego konkursu nie przewiduje uzupełniania ofert. Uznaj ofertę za poprawną albo ją odrzuć.")
    )


def nothing_named() -> NotCorrectable:
    """A call names what is to be corrected."""
    return NotCorrectable(
        _("Wskaż, które pola albo załączniki organizacja ma poprawić, albo że ma podpisać potwierdzenie.")
    )


class CorrectionLate(Refusal):
    """The term of the correction has passed; what was typed is kept, the offer stays as it was submitted."""

    code = "correction-late"

    def __init__(self, correction: Correction) -> None:
        super().__init__("late")
        self.due = correction.due

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Termin uzupełnienia minął %(due)s. Wpisany tekst jest zachowany, ale nie można go już złożyć: "
                "urząd oceni ofertę w wersji złożonej wcześniej."
            )
            % {"due": data_godzina(self.due)}
        ]


class NothingCorrected(Sentence):
    """The correction says what the offer said before."""

    code = "nothing-corrected"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nic się nie zmieniło: żadne z odblokowanych pól i żaden załącznik nie różni się od złożonej oferty. "
                "Popraw to, o co prosi urząd."
            )
        )


class LockedFields(Refusal):
    """Something else than the unlocked fields was changed."""

    code = "locked-fields"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names

    @property
    def sentences(self) -> list[str]:
        words = ngettext(
            "Tego pola nie można zmienić w uzupełnieniu: %(names)s. Przywróć jego treść ze złożonej oferty.",
            "Tych pól nie można zmienić w uzupełnieniu: %(names)s. Przywróć ich treść ze złożonej oferty.",
            len(self.names),
        )
        return [words % {"names": "; ".join(self.names)}]


class NotThisFile(Sentence):
    """The file may not be added in this correction."""

    code = "not-this-file"


def locked_file(title: str, unlocked: Sequence[str]) -> NotThisFile:
    """The call names other attachments, or none."""
    if not unlocked:
        return NotThisFile(_("Wezwanie nie dotyczy załączników, więc nie można ich zmienić w uzupełnieniu."))
    words = _("Załącznika „%(title)s” nie można zmienić w uzupełnieniu. Wezwanie dotyczy: %(names)s.")
    return NotThisFile(words % {"title": title, "names": "; ".join(unlocked)})


def same_file(title: str) -> NotThisFile:
    """The submitted offer has this very file."""
    return NotThisFile(
        _("Ten sam plik („%(title)s”) jest już w złożonej ofercie. Dodaj poprawiony.") % {"title": title}
    )
