"""Contracts and bills of an expert: what is kept, and how long the files bind."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.contracts.models import Bill, Contract
from core.accounts.models import User
from core.privacy.shares import Rows, Share, case_files_until
from core.web.templatetags.polish import data


def contracts(user: User) -> Rows:
    """The person's contracts with their bills."""
    rows = Contract.objects.filter(expert__user=user).prefetch_related("bills__competition").order_by("pk")
    return [
        {
            "umowa": each.number,
            "od": each.valid_from,
            "do": each.valid_to,
            "za kartę [zł]": each.rate,
            "stan": each.get_state_display(),
            "rachunki": [
                {
                    "konkurs": bill.competition.title,
                    "karty": bill.count,
                    "kwota [zł]": bill.amount,
                    "wypłata": bill.paid_on,
                }
                for bill in each.bills.all()
            ],
        }
        for each in rows
    ]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Contracts and bills as the read log knows them."""
    return {
        "competitions.contract": Contract.objects.filter(expert__user=user).values("public_id"),
        "competitions.bill": Bill.objects.filter(contract__expert__user=user).values("public_id"),
    }


def binds(user: User, on: date) -> list[str]:
    """Contracts whose files are still kept: taxes and the register of contracts ask for them."""
    return [
        gettext("Umowa nr %(number)s: akta przechowujemy do %(day)s (RODO art. 17 ust. 3 lit. b).")
        % {"number": each.number, "day": data(until)}
        for each in Contract.objects.filter(expert__user=user).order_by("pk")
        if on < (until := case_files_until(each.valid_to))
    ]


CONTRACTS = Share(_("Umowy z ekspertem"), (), contracts, records, binds)
