"""Refusals of competitions, in words."""

from django.utils.translation import gettext as _

from core.publications.models import Publication
from core.web.templatetags.polish import data_godzina
from core.workflow.refusal import Refusal


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
