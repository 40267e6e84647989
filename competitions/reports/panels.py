"""Reports on other pages: to review (with agreements) and to write, of an agreement, an organisation's history, beside a score card."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.agreements.models import Agreement
from competitions.agreements.panels import UNFINISHED, to_sign_or_pay
from competitions.awards.access import RESOLVED
from competitions.awards.access import visible as visible_awards
from competitions.conflicts.graph import years_before
from competitions.offers.access import visible as visible_offers
from competitions.offers.models import Offer
from competitions.offers.queries import names_together, with_partners
from competitions.offers.states import State as OfferState
from competitions.reports.access import may_start, visible
from competitions.reports.models import Report
from competitions.reports.queries import past_tasks
from competitions.reports.states import State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data
from ngo.registry.access import is_inside
from ngo.registry.hats import WRITERS
from ngo.registry.models import Organisation

TO_WRITE = (State.DRAFT, State.RETURNED)
# Lines on the office's desk.
MOST = 20


def to_settle(actor: Actor, subject: Any, at: datetime) -> Panel:
    """Submitted reports, the oldest first, then agreements to prepare, sign and pay: one read of the offers they hang on."""
    submitted = Q(agreement__report__state=State.SUBMITTED)
    rows = (
        with_partners(visible_offers(actor, at))
        .filter(UNFINISHED | submitted)
        .select_related("organisation", "award", "agreement__report")
        .defer("content", "agreement__report__content")
        .order_by(F("agreement__report__submitted_at").asc(nulls_last=True), "pk")
    )
    items = [_submitted(row) or to_sign_or_pay(row) for row in rows[:MOST]]
    return listing(_("Umowy i sprawozdania: co teraz"), items, more=(_("Wszystkie umowy"), reverse("agreements")))


def _short(rows: Any) -> Any:
    return rows.defer("content", "agreement__version__content", "agreement__offer__content")


def _submitted(offer: Any) -> Item | None:
    agreement: Agreement | None = getattr(offer, "agreement", None)
    report: Report | None = getattr(agreement, "report", None)
    if agreement is None or report is None or report.state != State.SUBMITTED:
        return None
    assert report.submitted_at is not None
    late = localdate(report.submitted_at) > agreement.report_due
    return Item(
        _("Sprawdź sprawozdanie: umowa nr %(number)s, %(name)s")
        % {"number": agreement.number, "name": names_together(offer, offer.joint_with)},
        reverse("report-page", args=[report.public_id]),
        note=_("złożone %(day)s") % {"day": data(report.submitted_at)},
        tag=_("złożone po terminie") if late else "",
        tone="warn",
    )


def to_write(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The organisation's reports that are begun or returned."""
    rows = _short(visible(actor, at).filter(state__in=TO_WRITE)).order_by("agreement__report_due")
    items = []
    writes = actor.wears(*WRITERS)
    for row in rows[:10]:
        tag, tone = nearness(row.agreement.report_due, at)
        words = _to_write(row, writes=writes)
        items.append(
            Item(
                words % {"number": row.agreement.number},
                reverse("report-edit" if writes else "report-page", args=[row.public_id]),
                note=_("termin: %(day)s") % {"day": data(row.agreement.report_due)},
                tag=tag,
                tone=tone,
            )
        )
    return listing(_("Sprawozdania: co teraz"), items)


def _to_write(row: Report, *, writes: bool) -> str:
    if not writes:
        return _("Sprawozdanie z umowy nr %(number)s")
    if row.state == State.RETURNED:
        return _("Popraw sprawozdanie z umowy nr %(number)s")
    return _("Dokończ sprawozdanie z umowy nr %(number)s")


def of_agreement(actor: Actor, agreement: Agreement, at: datetime) -> Panel | None:
    """On an agreement's page: its report, or the button that begins one."""
    report = visible(actor, at).filter(agreement=agreement).defer("content").first()
    may = report is None and may_start(actor, agreement, at)[0]
    if report is None and not may:
        return None
    tag, tone = nearness(agreement.report_due, at)
    context = {"report": report, "agreement": agreement, "tag": tag, "tone": tone}
    return Panel(_("Sprawozdanie"), "competitions/reports/agreement_panel.html", context)


# Rows of the history that are shown; totals count all.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Case:
    """One offer of an organisation's history; amounts in PLN, None where nothing is decided, agreed or settled yet.

    `returned` is what of the grant was not spent by the accepted report.
    """

    year: int
    offer: Offer
    awarded: Decimal | None
    agreement: Agreement | None
    report: Report | None

    @property
    def settled(self) -> Decimal | None:
        return self.report.spent_grant if self.report and self.report.state == State.ACCEPTED else None

    @property
    def returned(self) -> Decimal | None:
        return None if self.settled is None or self.agreement is None else self.agreement.amount - self.settled


def history(actor: Actor, organisation: Organisation, at: datetime) -> Panel:
    """On an organisation's page, all it had with the office: for itself and staff every submitted offer with what became of it.

    The public sees what the results publish: grants awarded in competitions that are resolved.
    """
    if not is_inside(actor, organisation):
        return _published(actor, organisation, at)
    everything = visible_offers(actor, at).filter(organisation=organisation).exclude(state=OfferState.DRAFT)
    rows = (
        everything.select_related(None)
        .select_related("competition", "award", "agreement", "agreement__report")
        .defer("content", "agreement__report__content")
        .order_by("-submitted_at", "-pk")
    )
    # All of them, since the totals count all: even the busiest organisation has filed no more than some hundreds.
    cases = [_case(row) for row in rows]
    totals = {
        "offers": len(cases),
        "requested": sum(case.offer.requested for case in cases),
        "awarded": sum(case.awarded or 0 for case in cases),
        "settled": sum(case.settled or 0 for case in cases),
        "returned": sum(case.returned or 0 for case in cases),
    }
    context = {"cases": cases[:SHOWN], "totals": totals, "more": max(len(cases) - SHOWN, 0)}
    return Panel(_("Oferty, umowy i rozliczenia"), "competitions/reports/history_panel.html", context)


def _case(row: Any) -> Case:
    award = getattr(row, "award", None) if row.competition.state in RESOLVED else None
    agreement = getattr(row, "agreement", None)
    report = getattr(agreement, "report", None)
    # What its organisation still writes is no case of the office.
    report = None if report is not None and report.state == State.DRAFT else report
    return Case(row.competition.task_from.year, row, award.amount if award else None, agreement, report)


def _published(actor: Actor, organisation: Organisation, at: datetime) -> Panel:
    granted = visible_awards(actor, at).filter(offer__organisation=organisation, granted=True)
    awards = list(granted.defer("offer__content").order_by("-decided_at", "-pk"))
    totals = {"grants": len(awards), "awarded": sum(award.amount for award in awards)}
    context = {"awards": awards[:SHOWN], "totals": totals, "more": max(len(awards) - SHOWN, 0)}
    return Panel(_("Przyznane dotacje"), "competitions/reports/grants_panel.html", context)


def cooperation(actor: Actor, offer: Offer, at: datetime) -> Panel:
    """Beside the cards of an offer: what the system knows of earlier tasks of its organisations (UDPP art. 15 ust. 1 pkt 6)."""
    on, practice = localdate(at), settings.OFFICE["cooperation"]
    since = years_before(on, practice["years"])
    tasks = past_tasks(offer, since)
    context = {
        "tasks": [(task, task.late(on)) for task in tasks],
        "since": since,
        "records_since": practice["records_since"],
        "totals": {
            "agreed": sum(task.amount for task in tasks),
            "settled": sum(task.spent is not None for task in tasks),
            "late": sum(task.late(on) for task in tasks),
            "sent_back": sum(task.sent_back > 0 for task in tasks),
            "to_repay": sum(task.to_repay for task in tasks),
        },
    }
    return Panel(_("Dotychczasowa współpraca z urzędem"), "competitions/reports/cooperation_panel.html", context)
