"""Verbs over cases: register."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record
from office.cases.models import Case, Counter, FileClass
from office.structure.models import Unit


@transaction.atomic
def register(title: str, *, unit: Unit, symbol: str, actor: Actor, at: datetime) -> Case:
    """Register a case under the next sign of its unit, class and year ("KMIII.614.1.2026"), without gaps.

    Numbers restart every year (Dz.U. 2011 nr 14 poz. 67, § 5). Raises FileClass.DoesNotExist for an unknown class.
    """
    year = localdate(at).year
    FileClass.objects.filter(symbol=symbol).latest("valid_from")
    Counter.objects.get_or_create(unit=unit, symbol=symbol, year=year)
    counter = Counter.objects.select_for_update().get(unit=unit, symbol=symbol, year=year)
    number = counter.last + 1
    Counter.objects.filter(pk=counter.pk).update(last=number)
    case = Case.objects.create(
        sign=f"{unit.code}.{symbol}.{number}.{year}",
        unit=unit,
        symbol=symbol,
        number=number,
        year=year,
        title=title[:300],
        opened_at=at,
    )
    record(case, "register", actor=actor, at=at, after={"sign": case.sign, "title": case.title})
    return case
