"""Reports on other pages: those to review, those to write, the one of an agreement."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.agreements.models import Agreement
from competitions.reports.access import may_start, visible
from competitions.reports.models import Report
from competitions.reports.states import State
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data
from ngo.registry.hats import WRITERS

TO_WRITE = (State.DRAFT, State.RETURNED)


def to_review(actor: Actor, subject: Any, at: datetime) -> Panel:
    """Submitted reports, the oldest first."""
    rows = visible(actor, at).filter(state=State.SUBMITTED).order_by("submitted_at")
    return listing(_("Sprawozdania do sprawdzenia"), [_submitted(row) for row in _short(rows)[:10]])


def _short(rows: Any) -> Any:
    return rows.defer("content", "agreement__version__content", "agreement__offer__content")


def _submitted(row: Report) -> Item:
    agreement = row.agreement
    assert row.submitted_at is not None
    late = localdate(row.submitted_at) > agreement.report_due
    return Item(
        _("Sprawdź: umowa nr %(number)s, %(name)s")
        % {"number": agreement.number, "name": agreement.offer.organisation.name},
        reverse("report-page", args=[row.public_id]),
        note=_("złożone %(day)s") % {"day": data(row.submitted_at)},
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
