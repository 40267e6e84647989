"""Refusals of recruitment, in words."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from competitions.recruitment import access
from competitions.recruitment.models import Candidacy
from competitions.recruitment.states import CandidacyState
from core.web.templatetags.polish import data_godzina, data_sekunda
from core.workflow.refusal import Refusal, Sentence
from law.competition import deadline_passed


class IncompleteRecruitment(Refusal):
    """The announcement lacks something."""

    code = "incomplete-recruitment"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self._sentences = list(problems)

    @property
    def sentences(self) -> list[str]:
        return self._sentences


class RecruitmentOver(Sentence):
    """Candidacies are taken until the deadline."""

    code = "recruitment-over"


def over(due: datetime) -> RecruitmentOver:
    return RecruitmentOver(
        _("Termin zgłoszeń minął %(due)s, więc zgłoszenia nie można już złożyć ani zmienić.")
        % {"due": data_sekunda(due)}
    )


def supplement_over(due: datetime) -> RecruitmentOver:
    return RecruitmentOver(
        _("Termin uzupełnienia minął %(due)s. Urząd oceni zgłoszenie z tym, co w nim jest.")
        % {"due": data_godzina(due)}
    )


class IncompleteCandidacy(Refusal):
    """The candidacy lacks something that the announcement asks for."""

    code = "incomplete-candidacy"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self._sentences = list(problems)

    @property
    def sentences(self) -> list[str]:
        return self._sentences


class ClosedCandidacy(Sentence):
    """What was submitted or withdrawn is not written."""

    code = "closed-candidacy"


def closed(candidacy: Candidacy, at: datetime) -> ClosedCandidacy:
    """Why a candidacy that is no draft is not written, and what the candidate may do instead."""
    told = {"state": candidacy.get_state_display()}
    if access.reopens(candidacy, at):
        sentence = _(
            "Zgłoszenie jest już %(state)s. Aby je zmienić, wybierz najpierw „Zmień zgłoszenie przed terminem”."
        )
        return ClosedCandidacy(sentence % told)
    due = candidacy.supplement_due
    if candidacy.state == CandidacyState.SUPPLEMENT and due and not deadline_passed(due, at):
        sentence = _("Zgłoszenie jest już złożone. Możesz tylko dodać pliki i wyjaśnienie, do %(due)s.")
        return ClosedCandidacy(sentence % {"due": data_godzina(due)})
    return ClosedCandidacy(_("Zgłoszenia nie można już zmienić: jego stan to „%(state)s”.") % told)


class NotCandidate(Sentence):
    """What is asked of a candidacy does not follow from what was found in it."""

    code = "not-candidate"


def supplement_runs(due: datetime) -> NotCandidate:
    return NotCandidate(
        _("Kandydat może uzupełnić zgłoszenie do %(due)s. Sprawdź je, gdy to zrobi albo gdy termin minie.")
        % {"due": data_godzina(due)}
    )


class NotExtended(Sentence):
    """The new deadline is no later than the one there is."""

    code = "not-extended"


class ListNotReady(Sentence):
    """Some candidacies still wait for their check, or the same person would approve what they drew up."""

    code = "list-not-ready"
