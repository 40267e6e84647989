"""The final report: its term, its sums, the settlement of the grant (UDPP art. 18)."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from law import figures
from law.calendar import add_days
from law.forms import amount, form, structure_breaches
from law.offer import CENT, ZERO, totals
from law.verdict import Breach


@dataclass(frozen=True, slots=True)
class Sources:
    """Part II.2: what a task is paid from, as agreed or as it was, in PLN. Shares in percent to the hundredth, halves up."""

    grant: Decimal = ZERO
    grant_interest: Decimal = ZERO
    grant_income: Decimal = ZERO
    own: Decimal = ZERO
    recipients: Decimal = ZERO
    public: Decimal = ZERO
    rest: Decimal = ZERO
    in_kind: Decimal = ZERO

    @property
    def of_grant(self) -> Decimal:
        """II.2.1: the grant with its interest and other income."""
        return self.grant + self.grant_interest + self.grant_income

    @property
    def others(self) -> Decimal:
        """II.2.2: money from elsewhere."""
        return self.own + self.recipients + self.public + self.rest

    @property
    def total(self) -> Decimal:
        return self.of_grant + self.others + self.in_kind

    @property
    def shares(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """II.2.4–6: the grant in all costs, other money to the grant, contributions in kind to the grant; None of nothing."""
        return _share(self.grant, self.total), _share(self.others, self.grant), _share(self.in_kind, self.grant)


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return (part * 100 / whole).quantize(CENT, ROUND_HALF_UP) if whole > 0 else None


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report beside its agreement. Amounts in PLN; `spent_total` is the sum of table II.1, `paid_from` is II.2.

    `interest`: bank interest of the grant and other income that was not spent.
    """

    content: Mapping[str, Any]
    form_version: str
    spent_total: Decimal
    paid_from: Sources
    agreed: Sources
    interest: Decimal
    grant_paid: Decimal

    @property
    def spent_grant(self) -> Decimal:
        return self.paid_from.grant

    @property
    def sources(self) -> Decimal:
        return self.paid_from.total


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


def agreed_sources(offer: Mapping[str, Any], *, grant: Decimal) -> Sources:
    """What a task was to be paid from: the grant of the agreement, the rest of the offer's content it was made with."""
    sums = totals(offer)
    return Sources(grant=grant, own=sums.own_financial, recipients=sums.recipients, in_kind=sums.own_in_kind)


def facts(
    content: Mapping[str, Any],
    *,
    form_version: str,
    grant_paid: Decimal,
    agreed: Sources,
) -> ReportFacts:
    """The facts of a report's content; what is no number, or no field of its form, counts as zero."""
    rows = content.get("II.1")
    spent = (
        [amount(row.get("spent")) or ZERO for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    )
    asked = {field.code for field in form(form_version).fields()}
    codes = [each.name for each in fields(Sources) if f"II.2.{each.name}" in asked]
    return ReportFacts(
        content=content,
        form_version=form_version,
        spent_total=sum(spent, ZERO),
        paid_from=Sources(**{code: amount(content.get(f"II.2.{code}")) or ZERO for code in codes}),
        agreed=agreed,
        interest=amount(content.get("II.2.interest")) or ZERO,
        grant_paid=grant_paid,
    )


def breaches(facts: ReportFacts) -> list[Breach]:
    """What keeps a report from being submitted: empty parts, tables II.1 and II.2 that disagree, more grant than was paid."""
    found = structure_breaches(form(facts.form_version), facts.content)
    if facts.spent_total != facts.sources:
        values = {"spent": facts.spent_total, "sources": facts.sources}
        found.append(Breach("report.sources_differ", "art. 18 ust. 4 pkt 2", values, "II.2.grant"))
    if facts.paid_from.public > 0 and not facts.content.get("II.2.public_names"):
        found.append(Breach("report.public_unnamed", "wzór sprawozdania", {}, "II.2.public_names"))
    if "II.3" in {field.code for field in form(facts.form_version).fields()} and facts.paid_from.recipients > 0:
        lacking = [code for code in ("II.3", "II.3.each") if not facts.content.get(code)]
        values = {"amount": facts.paid_from.recipients}
        found.extend(Breach("report.payments_untold", "wzór sprawozdania", values, code) for code in lacking[:1])
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
