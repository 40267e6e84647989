"""Contracts with experts: signed for two years, cards billed when a panel has met and paid later, one contract to be signed."""

from datetime import date
from decimal import Decimal

from competitions.contracts import actions, queries
from competitions.contracts.models import Contract
from competitions.demo.play import Play, Round
from competitions.demo.script import script
from competitions.demo.timeline import working_days_before
from competitions.experts.models import Expert
from law.calendar import add_working_days

RATE, MOST = Decimal("150.00"), 40


def hire(play: Play) -> None:
    """Every expert of the list signs at the beginning of last year."""
    last = play.last_year
    for number, row in enumerate(script("cast")["expert"], start=1):
        on = date(last, 1, 8)
        days = (date(last, 1, 9), date(play.today.year, 12, 31))
        contract = _prepare(play, row["key"], f"KM.III/E/{number}/{last}", *days, on=on)
        actions.sign(contract, signed_on=on, actor=play.actors["officer"], at=play.at(on, 13, number))


def _prepare(play: Play, key: str, number: str, begins: date, ends: date, *, on: date) -> Contract:
    """A contract with its document."""
    expert, at = Expert.objects.get(user=play.actors[key].person), play.at(on, 10)
    contract = actions.prepare(
        expert,
        number=number,
        valid_from=begins,
        valid_to=ends,
        rate=RATE,
        max_cards=MOST,
        actor=play.actors["officer"],
        at=at,
    )
    play.jobs(at)
    return contract


def bill(play: Play, round_: Round) -> None:
    """The cards of a competition are billed after the panel's meeting; the bills of one just concluded are not paid yet."""
    officer = play.actors["officer"]
    on = min(add_working_days(round_.course.met, 2), working_days_before(play.today, 1))
    paid_on = min(add_working_days(on, 8), working_days_before(play.today, 1))
    for number, contract in enumerate(Contract.objects.select_related("expert__user").order_by("number")):
        if round_.competition not in [competition for competition, _cards in queries.to_bill(contract)]:
            continue
        made = actions.bill(contract, round_.competition, actor=officer, at=play.at(on, 11, number))
        play.jobs(made.issued_at)
        if round_.script["plays_to"] != "concluded":
            actions.pay(made, paid_on=paid_on, actor=officer, at=play.at(paid_on, 14, number))


def renew(play: Play) -> None:
    """The contract for the next year, the last one of the list, waits for the signatures of one expert."""
    year = play.today.year + 1
    days = (date(year, 1, 1), date(year, 12, 31))
    _prepare(play, "expert1", f"KM.III/E/1/{year}", *days, on=working_days_before(play.today, 4))
