"""A report's sums as people read them while they write it."""

from decimal import Decimal

from django.utils.translation import gettext as _

from competitions.offers.presentation import LEAST, MOST, Bound, Figure, Summary
from core.web.templatetags.polish import zloty
from law.report import ReportFacts


def summary(facts: ReportFacts) -> Summary:
    """What was spent and from what, beside the grant that was paid."""
    sums = {
        "spent": facts.spent_total,
        "grant": facts.spent_grant,
        "sources": facts.sources - facts.spent_grant,
        "difference": facts.spent_total - facts.sources,
    }
    lines = (
        Figure(_("Wydatki"), zloty(facts.spent_total), "spent"),
        Figure(_("Z dotacji"), zloty(facts.spent_grant), "grant"),
        Figure(_("Z innych źródeł"), zloty(sums["sources"]), "sources", minor=True),
        Figure(_("Wydatki bez źródła"), zloty(sums["difference"]), "difference"),
        Figure(_("Wypłacona dotacja"), zloty(facts.grant_paid), minor=True),
    )
    nothing = Decimal(0)
    paid = _("Wydatki z dotacji przekraczają wypłaconą kwotę %(paid)s.") % {"paid": zloty(facts.grant_paid)}
    bounds = (
        Bound(_("Źródła (II.2) są mniejsze niż wydatki (II.1)."), "difference", MOST, nothing),
        Bound(_("Źródła (II.2) są większe niż wydatki (II.1)."), "difference", LEAST, nothing),
        Bound(paid, "grant", MOST, facts.grant_paid),
    )
    return Summary(lines, bounds, sums)
