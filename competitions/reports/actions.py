"""Verbs over reports: start, save, submit, remind, send back, accept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate

from competitions.agreements.models import Agreement
from competitions.agreements.states import State as AgreementState
from competitions.calls.states import State as CompetitionState
from competitions.offers import checksum
from competitions.offers.states import State as OfferState
from competitions.reports.models import Report
from competitions.reports.queries import report_facts
from competitions.reports.refusals import StaleReport
from competitions.reports.states import State
from core.accounts.actor import Actor
from core.audit.ledger import history, record
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.workflow.advance import advance, hold
from core.workflow.refusal import Conflict, insist
from law import report as law
from law.forms import clean, current_version, form


@transaction.atomic
def start(agreement: Agreement, *, actor: Actor, at: datetime) -> Report:
    """Begin the final report of an agreement, with its planned costs and results filled in; again returns the same one."""
    report, created = Report.objects.get_or_create(
        agreement=agreement,
        defaults={
            "created_at": at,
            "form_version": current_version("report", on=localdate(agreement.prepared_at)),
            "content": law.prefilled(agreement.version.content, grant=agreement.amount),
        },
    )
    if created:
        record(report, "start", actor=actor, at=at, after={"agreement": agreement.number})
    return report


@transaction.atomic
def save(report: Report, content: Mapping[str, Any], *, revision: int, actor: Actor, at: datetime) -> Report:
    """Keep what was typed. Nothing typed is checked here.

    `revision` is the one the writer began from: raises StaleReport when somebody saved in between, Conflict once submitted.
    """
    writable = Report.objects.filter(pk=report.pk, state__in=(State.DRAFT, State.RETURNED), revision=revision)
    changed = writable.update(content=clean(form(report.form_version), content), revision=F("revision") + 1)
    report.refresh_from_db()
    if not changed:
        written = report.state in (State.DRAFT, State.RETURNED)
        raise StaleReport() if written else Conflict(report.MACHINE, "submit", report.state)
    return report


@transaction.atomic
def submit(report: Report, *, actor: Actor, clock: Callable[[], datetime]) -> Report:
    """Submit the report; a late one is taken too, the page says so (UDPP art. 18 ust. 1).

    Raises Refused while a statutory part is missing or the sums disagree. Submitting the same content again returns the same.
    """
    current = Report.objects.select_for_update().get(pk=report.pk)
    seal = checksum.of(current.content)
    if current.state == State.SUBMITTED and current.checksum == seal:
        return current
    at = clock()
    facts = report_facts(current)
    insist(law.breaches(facts))
    advance(
        current,
        "submit",
        actor=actor,
        at=at,
        submitted_at=at,
        checksum=seal,
        spent_total=facts.spent_total,
        spent_grant=facts.spent_grant,
    )
    enqueue("reports.report", current.pk, seal, key=seal, actor=actor)
    return current


@transaction.atomic
def remind(agreement: Agreement, *, actor: Actor, at: datetime) -> bool:
    """Remind who submitted the offer of the report: once before its term, once after it; whether a letter was written."""
    person = agreement.offer.submitted_by
    template = "report-overdue" if agreement.report_due < localdate(at) else "report-due"
    hold(agreement)
    if person is None or history(agreement).filter(verb="remind", after__letter=template).exists():
        return False
    record(agreement, "remind", actor=actor, at=at, after={"letter": template})
    link = reverse("agreement-page", args=[agreement.public_id])
    send(person, template=template, context={"agreement": agreement}, subject_obj=agreement, at=at, link=link)
    return True


@transaction.atomic
def send_back(report: Report, *, reason: str, actor: Actor, at: datetime) -> Report:
    """Return a report for correction, saying what to change."""
    advance(report, "send_back", actor=actor, at=at, reason=reason)
    person = report.agreement.offer.submitted_by
    if person:
        link = f"/moje/sprawozdania/{report.public_id}/"
        send(
            person,
            template="report-returned",
            context={"report": report, "reason": reason},
            subject_obj=report,
            at=at,
            link=link,
        )
    return report


@transaction.atomic
def accept(report: Report, *, actor: Actor, at: datetime) -> Report:
    """Accept the report and settle the grant; the competition is settled with its last agreement (UDPP art. 17–18).

    Raises Refused when the grant was not used in full: refunds are not part of this path.
    """
    insist(law.settlement_breaches(report_facts(report)))
    advance(report, "accept", actor=actor, at=at, accepted_at=at)
    agreement = report.agreement
    advance(agreement, "settle", actor=actor, at=at, settled_at=at, note={"spent_grant": report.spent_grant})
    competition = agreement.offer.competition
    open_offers = competition.offers.filter(state=OfferState.AWARDED).exists()
    open_agreements = (
        Agreement.objects.filter(offer__competition=competition).exclude(state=AgreementState.SETTLED).exists()
    )
    if not open_offers and not open_agreements and competition.state == CompetitionState.RESOLVED:
        advance(competition, "settle", actor=actor, at=at)
    return report
