"""Verbs over annual reports: remind, begin, freeze, reopen, submit."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from competitions.annual import figures, snapshot
from competitions.annual.documents import AnnualReportSheet
from competitions.annual.models import AnnualReport
from competitions.annual.queries import Duty, people_to_remind, reminder
from competitions.annual.states import State
from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import history, record
from core.documents.queries import documents_of
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.publications.actions import publish
from core.publications.models import Place
from core.workflow.advance import advance, hold, made
from core.workflow.refusal import NotPossible, insist
from law.calendar import last_working_day_before
from law.verdict import Breach
from ngo.programmes.actions import report as report_programme
from ngo.programmes.models import Programme
from office.board.models import Resolution


@transaction.atomic
def remind(duty: Duty, *, actor: Actor, at: datetime) -> int:
    """Remind the units of a programme of its report: once 30 and once 7 days before 31 May; how many letters were written.

    Where nobody acts for these units the letter goes to the office's own address.
    """
    programme = duty.programme
    hold(programme)
    days = reminder(duty.due, on=localdate(at))
    if days is None or duty.is_done or history(programme).filter(verb="remind", after__days=days).exists():
        return 0
    record(programme, "remind", actor=actor, at=at, after={"days": days})
    context = {
        "programme": programme,
        "report": duty.report,
        "due": duty.due,
        "working": last_working_day_before(duty.due),
    }
    link = reverse("annual-report", args=[duty.report.public_id]) if duty.report else reverse("annual-reports")
    people: list[User | str] = [*people_to_remind(programme)]
    for person in people or [settings.OFFICE["email"]]:
        send(person, template="annual-report-due", context=context, subject_obj=programme, at=at, link=link)
    return len(people) or 1


@transaction.atomic
def begin(programme: Programme, *, actor: Actor, at: datetime) -> AnnualReport:
    """Begin the report on a published programme; beginning it again returns the same one."""
    report, created = AnnualReport.objects.get_or_create(programme=programme)
    if created:
        record(report, "begin", actor=actor, at=at, after={"year": programme.year})
    return report


@transaction.atomic
def freeze(report: AnnualReport, *, actor: Actor, at: datetime) -> AnnualReport:
    """Compute every figure and freeze the snapshot; a job then makes the document.

    Raises FiguresDisagree when the sums of two tables that must agree do not (ΣT6 = ΣT5 = ΣA1).
    """
    tables = figures.compute(report.programme)
    snapshot.check(tables)
    advance(report, "freeze", actor=actor, at=at, frozen_at=at, figures=snapshot.freeze(tables))
    enqueue("annual.report", report.pk, key=f"{report.public_id}:{at.isoformat()}", actor=actor)
    return report


@transaction.atomic
def reopen(report: AnnualReport, *, reason: str, actor: Actor, at: datetime) -> AnnualReport:
    """Unfreeze a report that was not submitted yet."""
    advance(report, "reopen", actor=actor, at=at, reason=reason)
    return report


@transaction.atomic
def submit(
    report: AnnualReport, *, resolution: Resolution, submitted_on: date, actor: Actor, at: datetime
) -> AnnualReport:
    """Record that the Board submitted the report to the assembly and published it in BIP (UDPP art. 5a ust. 3).

    The two duties are kept as two dates. A late report is recorded too; the page says so. Raises Refused while the
    document of the frozen figures is still being made. Recording the same again changes nothing.
    """
    hold(report)
    if made(report, "submit", resolution=resolution, submitted_on=submitted_on):
        return report
    if report.state != State.FROZEN:
        raise NotPossible(report.MACHINE, "submit", report.state)
    sheet = AnnualReportSheet.of(report)
    document = documents_of(report).filter(kind=sheet.KIND, data_sha256=sheet.data_sha256).first()
    insist([] if document else [Breach("annual.no_document", "art. 5a ust. 3")])
    today = localdate(at)
    advance(report, "submit", actor=actor, at=at, resolution=resolution, submitted_on=submitted_on, published_on=today)
    publish(report, place=Place.BIP, at=at, actor=actor, document=document)
    report_programme(report.programme, actor=actor, at=at)
    return report
