"""Slow work of contracts with experts: the documents."""

from typing import Any

from competitions.contracts.documents import BillSheet, ContractSheet
from competitions.contracts.models import Bill, Contract
from core.accounts.actor import system
from core.documents.issue import issue
from core.jobs.handlers import handler
from core.jobs.runner import Run


@handler("contracts.contract", label="Umowa z ekspertem")
def contract(run: Run, contract_pk: int) -> dict[str, Any]:
    """Issue the text of a contract, to be signed."""
    row = Contract.objects.select_related("expert__user").get(pk=contract_pk)
    document = issue(ContractSheet.of(row), row, actor=system("umowa z ekspertem"), at=run.at)
    return {"document": document.public_id, "link": document.url}


@handler("contracts.bill", label="Rachunek eksperta")
def bill(run: Run, bill_pk: int) -> dict[str, Any]:
    """Issue a bill."""
    row = Bill.objects.select_related("contract__expert__user", "competition").get(pk=bill_pk)
    document = issue(BillSheet.of(row), row, actor=system("rachunek eksperta"), at=run.at)
    return {"document": document.public_id, "link": document.url}
