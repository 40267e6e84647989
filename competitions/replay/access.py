"""Who plays the ledger of a competition again: those who see its ranking, so staff, auditors and the chair who declared."""

from datetime import datetime

from django.utils.translation import gettext as _

from competitions.calls.models import Competition
from competitions.evaluation.access import scored
from competitions.evaluation.hats import CHAIR
from core.accounts.actor import Actor
from core.jobs.access import visible as jobs
from core.jobs.models import Job
from office.structure.hats import STAFF

READERS = (*STAFF, "auditor", CHAIR.code)

visible = scored


def may_ask(actor: Actor, competition: Competition, at: datetime) -> tuple[bool, str]:
    """Whoever reads the outcome may ask for a new one: it changes nothing but the outcome itself."""
    return actor.wears(*READERS), _("Wyniki odtwarzają pracownicy urzędu, audytorzy i przewodniczący komisji.")


def job(actor: Actor, competition: Competition, at: datetime) -> Job | None:
    """The last job that plays the ledger again, for whoever may watch it."""
    return jobs(actor, at).filter(name="replay.competition", key=competition.public_id).order_by("-pk").first()
