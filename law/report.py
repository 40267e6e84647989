"""The final report: its term, its sums, the settlement of the grant (UDPP art. 18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from law import figures
from law.calendar import add_days
from law.forms import amount, form, structure_breaches
from law.offer import ZERO, totals
from law.verdict import Breach


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report beside its agreement. Amounts in PLN; `spent_total` is the sum of table II.1, `sources` of II.2."""

    content: Mapping[str, Any]
    form_version: str
    spent_total: Decimal
    spent_grant: Decimal
    interest: Decimal
    sources: Decimal
    grant_paid: Decimal
    agreed_grant: Decimal
    agreed_total: Decimal


def final_due(task_to: date) -> date:
    """30 days from the end of the task, rolled over days off and Saturdays (art. 18 ust. 1; KPA art. 57 § 4)."""
    return add_days(task_to, figures.value("report.final_days", on=task_to))


def prefilled(offer: Mapping[str, Any], *, grant: Decimal) -> dict[str, Any]:
    """A new report's content from the offer's: planned costs and results stand ready; `grant` in PLN."""
    sums = totals(offer)
    results = offer.get("III.6") or []
    return {
        "I.1.results": [
            {"name": row.get("name", ""), "target": row.get("target", ""), "achieved": "", "evidence": ""}
            for row in results
        ],
        "II.1": [{"name": line.name, "planned": str(line.value), "spent": ""} for line in sums.lines],
        "II.2.grant": str(grant),
    }


def facts(
    content: Mapping[str, Any], *, form_version: str, grant_paid: Decimal, agreed_grant: Decimal, agreed_total: Decimal
) -> ReportFacts:
    """The facts of a report's content; what is no number counts as zero."""
    rows = content.get("II.1")
    spent = (
        [amount(row.get("spent")) or ZERO for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    )
    parts = {code: amount(content.get(f"II.2.{code}")) or ZERO for code in ("grant", "own", "recipients", "in_kind")}
    return ReportFacts(
        content=content,
        form_version=form_version,
        spent_total=sum(spent, ZERO),
        spent_grant=parts["grant"],
        interest=amount(content.get("II.2.interest")) or ZERO,
        sources=sum(parts.values(), ZERO),
        grant_paid=grant_paid,
        agreed_grant=agreed_grant,
        agreed_total=agreed_total,
    )


def breaches(facts: ReportFacts) -> list[Breach]:
    """What keeps a report from being submitted: empty parts, tables II.1 and II.2 that disagree, more grant than was paid."""
    found = structure_breaches(form(facts.form_version), facts.content)
    if facts.spent_total != facts.sources:
        values = {"spent": facts.spent_total, "sources": facts.sources}
        found.append(Breach("report.sources_differ", "art. 18 ust. 4 pkt 2", values, "II.2.grant"))
    if facts.spent_grant > facts.grant_paid:
        values = {"spent": facts.spent_grant, "paid": facts.grant_paid}
        found.append(Breach("report.grant_over_paid", "art. 18 ust. 4 pkt 2", values, "II.2.grant"))
    return found


def settlement_breaches(facts: ReportFacts) -> list[Breach]:
    """What keeps a report from being accepted with the grant settled in full: money that must come back first."""
    unspent = facts.grant_paid - facts.spent_grant + facts.interest
    if unspent > 0:
        return [Breach("report.unspent", "ufp art. 251 ust. 1 i 3", {"amount": unspent}, "II.2.grant")]
    return []
