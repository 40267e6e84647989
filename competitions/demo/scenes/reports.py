"""Organisations report, the office accepts or returns; with the last report the competition is settled."""

from datetime import date, timedelta

from competitions.agreements.models import Agreement
from competitions.demo.offer_text import report_content
from competitions.demo.play import Play, Round, Thread, stopped
from competitions.demo.timeline import working_days_before
from competitions.reports import actions
from competitions.reports.models import Report
from core.accounts.actor import system
from law.calendar import add_working_days

OFFICE_ANSWERS = 9
CLOCK = system("zegar")


def report(play: Play, round_: Round) -> None:
    """Every paid grant, as far as its fate says."""
    for index, thread in enumerate(round_.threads):
        if thread.fate in ("settled", "corrected"):
            submitted = add_working_days(date(play.last_year, 11, 3), 1 + 2 * (index % 5))
            accepted = add_working_days(submitted, OFFICE_ANSWERS)
            row = _submit(play, thread, on=submitted, slip=thread.fate == "corrected")
            if thread.fate == "corrected":
                _send_back(play, thread, row, on=add_working_days(submitted, 3))
                row = _submit(play, thread, on=add_working_days(submitted, 6))
            actions.accept(row, actor=play.actors["officer"], at=play.at(accepted, 12, index))
        elif thread.fate == "report-draft":
            row = _start(play, thread, on=working_days_before(play.today, 20))
            for days in (-5, 1):
                day = row.agreement.report_due + timedelta(days=days)
                actions.remind(row.agreement, actor=CLOCK, at=play.at(day, 7, 10))
        elif thread.fate == "report-submitted":
            _submit(play, thread, on=working_days_before(play.today, 4))
        elif thread.fate == "report-returned":
            row = _submit(play, thread, on=working_days_before(play.today, 7), slip=True)
            _send_back(play, thread, row, on=working_days_before(play.today, 2))


def _start(play: Play, thread: Thread, *, on: date) -> Report:
    agreement = Agreement.objects.select_related("version", "offer").get(offer=thread.offer)
    return actions.start(agreement, actor=thread.signatory, at=play.at(on, 9))


def _submit(play: Play, thread: Thread, *, on: date, slip: bool = False) -> Report:
    row = _start(play, thread, on=on)
    at = play.at(on, 18, 35)
    content = report_content(row.content, row.agreement.version.content, slip=slip)
    row = actions.save(row, content, revision=row.revision, actor=thread.signatory, at=at)
    at += timedelta(minutes=9)
    row = actions.submit(row, actor=thread.signatory, clock=stopped(at))
    play.jobs(at)
    return Report.objects.select_related("agreement__offer__competition", "agreement__offer__submitted_by").get(
        pk=row.pk
    )


def _send_back(play: Play, thread: Thread, row: Report, *, on: date) -> None:
    actions.send_back(row, reason=thread.script["reason"], actor=play.actors["officer"], at=play.at(on, 11, 20))
