"""Refusals of changes, in words."""

from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.changes.models import Change
from core.publications.models import Publication
from core.web.templatetags.polish import data_godzina
from core.workflow.refusal import Sentence


class NotTakingOffers(Sentence):
    """An announcement changes while its competition takes offers, not before and not after."""

    code = "not-taking-offers"

    def __init__(self, competition: Competition) -> None:
        super().__init__(
            _(
                "Ogłoszenie zmienia się tylko w trakcie naboru, a stan konkursu to „%(state)s”. Przed ogłoszeniem cofnij je "
                "do przygotowania; po terminie obowiązuje tak, jak je ogłoszono (art. 13 ust. 2)."
            )
            % {"state": competition.get_state_display()}
        )


class NothingChanges(Sentence):
    """A correction that says what the announcement says already."""

    code = "nothing-changes"

    def __init__(self) -> None:
        super().__init__(_("Żadne pole nie różni się od ogłoszenia: popraw to, co ma się zmienić."))


class PartCancelled(Sentence):
    """The sub-task was cancelled before, by another resolution."""

    code = "part-cancelled"

    def __init__(self, change: Change) -> None:
        super().__init__(
            _("To podzadanie unieważniono już %(when)s (%(resolution)s). Unieważnienia się nie powtarza.")
            % {"when": data_godzina(change.made_at), "resolution": change.resolution}
        )


class NoDocumentYet(Sentence):
    """A change is published as its document, which is still being made."""

    code = "no-document-yet"

    def __init__(self) -> None:
        super().__init__(_("Dokument tej zmiany jeszcze powstaje, a publikuje się właśnie jego. Spróbuj za chwilę."))


class PublishedOtherwise(Sentence):
    """The change appeared in that place at another moment."""

    code = "already-published"

    def __init__(self, publication: Publication) -> None:
        super().__init__(
            _("Ta zmiana ukazała się już: %(place)s, %(when)s. Odnotowanej publikacji się nie zmienia.")
            % {"place": publication.get_place_display(), "when": data_godzina(publication.published_at)}
        )
