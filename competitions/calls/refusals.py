"""Refusals of competitions, in words."""

from django.utils.translation import gettext as _

from core.publications.models import Publication
from core.web.templatetags.polish import data_godzina
from core.workflow.refusal import Refusal, Sentence


class AlreadyPublished(Refusal):
    """The announcement has appeared in a place already, at another moment or in another wording."""

    code = "already-published"

    def __init__(self, publication: Publication) -> None:
        super().__init__(publication.place)
        self.publication = publication

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Ogłoszenie ukazało się już: %(place)s, %(when)s. Od tej publikacji biegną terminy (art. 13 ust. 1 i 3), "
                "więc nie można jej zmienić ani cofnąć konkursu do przygotowania; można tylko przesunąć termin na później."
            )
            % {"place": self.publication.get_place_display(), "when": data_godzina(self.publication.published_at)}
        ]


class NothingToRepeat(Sentence):
    """A competition announced again although nothing of it ended without a choice."""

    code = "nothing-to-repeat"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ponownie ogłasza się konkurs unieważniony (art. 11 ust. 6) albo odwołany, cały lub w unieważnionych "
                "podzadaniach. Ten nim nie jest: powtórz go jako nowy konkurs."
            )
        )
