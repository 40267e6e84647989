"""Who sees a report: its organisation always, staff once it is submitted; who writes, submits and accepts it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from competitions.agreements.models import Agreement
from competitions.agreements.states import State as AgreementState
from competitions.reports.models import Report
from competitions.reports.states import State
from core.accounts.actor import Actor
from ngo.registry.hats import ORGANISATION, WRITERS
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[Report]:
    rows = Report.objects.select_related("agreement__offer__organisation", "agreement__version")
    if is_staff(actor) or actor.wears("auditor"):
        return rows.exclude(state=State.DRAFT)
    if actor.wears(*ORGANISATION):
        return rows.filter(agreement__offer__organisation__public_id=actor.key)
    return rows.none()


def may_start(actor: Actor, agreement: Agreement, at: datetime) -> tuple[bool, str]:
    """Who writes for the organisation reports on a grant that was paid."""
    if not actor.wears(*WRITERS):
        return False, _("Sprawozdanie zaczyna redaktor organizacji albo osoba podpisująca w jej imieniu.")
    return agreement.state == AgreementState.PAID, _("Sprawozdanie składa się po wypłacie dotacji.")


def may_write(actor: Actor, report: Report, at: datetime) -> tuple[bool, str]:
    """The organisation's editor and signatory write; a submitted report refuses in words, with what was typed still on the page."""
    return actor.wears(*WRITERS), _("Sprawozdanie pisze redaktor organizacji albo osoba podpisująca w jej imieniu.")


def may_review(actor: Actor, report: Report, at: datetime) -> tuple[bool, str]:
    """Staff accept or return a submitted report."""
    return is_staff(actor), _("Sprawozdanie przyjmują pracownicy urzędu.")
