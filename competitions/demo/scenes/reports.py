"""Organisations report, the office accepts or returns; with the last report the competition is settled."""

from datetime import date, timedelta

from competitions.agreements.models import Agreement
from competitions.demo.offer_text import report_content
from competitions.demo.play import Bid, Play, Round, stopped
from competitions.demo.timeline import working_days_before
from competitions.reports import actions
from competitions.reports.models import Report
from law.calendar import add_working_days

OFFICE_ANSWERS = 9


def report(play: Play, round_: Round) -> None:
    """Every paid grant, as far as its fate says."""
    for index, bid in enumerate(round_.bids):
        if bid.fate in ("settled", "corrected"):
            submitted = add_working_days(date(play.last_year, 11, 3), 1 + 2 * (index % 5))
            accepted = add_working_days(submitted, OFFICE_ANSWERS)
            row = _submit(play, bid, on=submitted, slip=bid.fate == "corrected")
            if bid.fate == "corrected":
                _send_back(play, bid, row, on=add_working_days(submitted, 3))
                row = _submit(play, bid, on=add_working_days(submitted, 6))
            actions.accept(row, actor=play.actors["officer"], at=play.at(accepted, 12, index))
        elif bid.fate == "report-draft":
            _start(play, bid, on=working_days_before(play.today, 20))
        elif bid.fate == "report-submitted":
            _submit(play, bid, on=working_days_before(play.today, 4))
        elif bid.fate == "report-returned":
            row = _submit(play, bid, on=working_days_before(play.today, 7), slip=True)
            _send_back(play, bid, row, on=working_days_before(play.today, 2))


def _start(play: Play, bid: Bid, *, on: date) -> Report:
    agreement = Agreement.objects.select_related("version", "offer").get(offer=bid.offer)
    return actions.start(agreement, actor=bid.signatory, at=play.at(on, 9))


def _submit(play: Play, bid: Bid, *, on: date, slip: bool = False) -> Report:
    row = _start(play, bid, on=on)
    at = play.at(on, 18, 35)
    content = report_content(row.content, row.agreement.version.content, slip=slip)
    row = actions.save(row, content, revision=row.revision, actor=bid.signatory, at=at)
    at += timedelta(minutes=9)
    row = actions.submit(row, actor=bid.signatory, clock=stopped(at))
    play.jobs(at)
    return Report.objects.select_related("agreement__offer__competition", "agreement__offer__submitted_by").get(
        pk=row.pk
    )


def _send_back(play: Play, bid: Bid, row: Report, *, on: date) -> None:
    actions.send_back(row, reason=bid.script["reason"], actor=play.actors["officer"], at=play.at(on, 11, 20))
