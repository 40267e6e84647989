"""One competition from announcement to annual report, through the actions alone."""

from decimal import Decimal

import pytest

from core.audit.ledger import faults
from tests.factories.cycle import Cycle

pytestmark = pytest.mark.django_db


def test_from_programme_to_annual_report(cycle: Cycle) -> None:
    programme = cycle.programme()
    competition = cycle.competition(programme=programme)
    good, weak = cycle.offer(competition), cycle.offer(competition, **{"III.1": "Kulig"})
    cycle.concluded(competition, points={weak.number or 0: [5] * 6})
    cycle.resolved(competition)
    report = cycle.report(cycle.agreement(good), to="accepted")
    annual = cycle.annual(programme, to="submitted")
    for row in (good, weak, competition, report, report.agreement, annual, programme):
        row.refresh_from_db()
    assert (good.state, weak.state) == ("contracted", "refused")
    assert (competition.state, report.state, report.agreement.state) == ("settled", "accepted", "settled")
    assert (annual.state, programme.state) == ("submitted", "reported")
    assert report.spent_grant == Decimal("10000.00")
    assert list(faults()) == []
