"""Refusals of letters and communiqués, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.web.templatetags.polish import odmiana
from core.workflow.refusal import Sentence
from office.letters.wording import PLACES


class UnknownPlaces(Sentence):
    """The text has braces with words that nothing comes of."""

    code = "unknown-places"
    status = 400

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            _("W treści są miejsca, których nie znamy: %(names)s. Można wpisać: %(known)s.")
            % {
                "names": ", ".join(f"{{{name[:40]}}}" for name in names[:5]),
                "known": ", ".join(f"{{{name}}}" for name in PLACES),
            }
        )

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("text", self.sentence)]


class Nameless(Sentence):
    """An addressee is a person with a name, or an institution."""

    code = "nameless-addressee"
    status = 400

    def __init__(self) -> None:
        super().__init__(_("Podaj imię i nazwisko albo instytucję."))

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [("last_name", self.sentence)]


class NotADraft(Sentence):
    """What was checked is changed only after it was sent back."""

    code = "letters-not-a-draft"

    def __init__(self) -> None:
        super().__init__(_("Sprawdzonych pism się nie zmienia. Zwróć je do zmiany, a potem sprawdź ponownie."))


class StaleSet(Sentence):
    """Somebody else changed the set since the form was opened."""

    code = "stale-letters"

    def __init__(self) -> None:
        super().__init__(
            _("Ktoś inny zmienił te pisma, odkąd otwarto formularz. Otwórz je jeszcze raz i wpisz swoją zmianę.")
        )


class Unchecked(Sentence):
    """No letter is made before a person has checked every form in it."""

    code = "unchecked-forms"

    def __init__(self, count: int) -> None:
        super().__init__(
            _("Nie sprawdzono form grzecznościowych %(people)s. Sprawdź zwrot i celownik każdego adresata.")
            % {"people": odmiana(count, "adresata,adresatów,adresatów")}
        )


class Nobody(Sentence):
    """A set without text or addressees has nothing to check."""

    code = "empty-letters"

    def __init__(self) -> None:
        super().__init__(_("Pisma nie mają jeszcze treści albo adresatów. Uzupełnij je przed sprawdzeniem."))


class TooMany(Sentence):
    """More addressees than a set may have."""

    code = "too-many-addressees"

    def __init__(self, most: int) -> None:
        super().__init__(
            _("Zestaw ma najwyżej %(most)s. Podziel listę na kilka zestawów.")
            % {"most": odmiana(most, "adresata,adresatów,adresatów")}
        )


class NotMade(Sentence):
    """Letters are signed after they were made."""

    code = "letters-not-made"

    def __init__(self) -> None:
        super().__init__(_("Pliki pism jeszcze powstają. Odśwież stronę za chwilę."))


class PublishedCommunique(Sentence):
    """A published communiqué does not change: it is withdrawn and a new one is published."""

    code = "published-communique"

    def __init__(self) -> None:
        super().__init__(_("Opublikowanego komunikatu się nie zmienia. Wycofaj go z powodem i opublikuj nowy."))
