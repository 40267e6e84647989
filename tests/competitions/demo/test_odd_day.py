"""The whole year told on the worst day: 1 January after a leap day's year, when everything of last year ended yesterday."""

from datetime import date

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from competitions.annual.models import AnnualReport
from competitions.calls.models import Competition
from competitions.demo import signins
from competitions.demo.script import script
from competitions.demo.stage import perform
from core.audit.ledger import faults
from core.audit.models import Entry

NEW_YEAR = date(2029, 1, 1)


@pytest.mark.django_db
def test_the_year_can_be_told_on_new_years_day() -> None:
    call_command("load_reference", verbosity=0)
    perform(NEW_YEAR, signins=signins.make(), tell=lambda done, of, name: None)
    assert list(faults()) == []
    assert localdate(Entry.objects.latest("at").at) < NEW_YEAR
    stands = set(Competition.objects.values_list("state", flat=True))
    assert stands == {row["plays_to"] for row in script("competitions")["competition"]}
    report = AnnualReport.objects.select_related("programme").get()
    assert (report.state, report.programme.year) == ("submitted", 2028)
