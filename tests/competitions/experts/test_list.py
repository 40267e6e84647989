"""The list of experts: who may be given offers, absences, limit, suspension and removal with a reason."""

from datetime import date
from typing import Any

import pytest
from django.utils.timezone import localdate

from competitions.evaluation.actions import cards
from competitions.evaluation.actions.formal import start_evaluation
from competitions.experts import actions
from competitions.experts.hats import EXPERT
from competitions.experts.models import Absence, Expert
from competitions.experts.refusals import NotAvailable, NotOnTheList, WrongDays
from competitions.experts.states import State
from core.accounts.actor import Actor
from core.accounts.models import Hat
from core.audit.models import Entry
from core.notices.models import Notice
from core.workflow.refusal import NotPossible
from tests.factories.cycle import CHECKED, PUBLISHED, UNKNOWN_LINKS, Cycle

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 10)


def assignable(on: date = DAY) -> list[Expert]:
    return list(Expert.objects.assignable(on))


def test_an_expert_away_is_assignable_again_the_day_after(cycle: Cycle) -> None:
    expert, actor = cycle.expert("Ewa Ekspertka")
    row = actions.add_absence(expert, away_from=DAY, away_to=date(2027, 1, 12), actor=actor, at=PUBLISHED)
    assert actions.add_absence(expert, away_from=DAY, away_to=date(2027, 1, 12), actor=actor, at=PUBLISHED) == row
    assert assignable(date(2027, 1, 9)) == [expert]
    assert assignable(DAY) == assignable(date(2027, 1, 12)) == []
    assert assignable(date(2027, 1, 13)) == [expert]
    actions.drop_absence(row, actor=actor, at=PUBLISHED)
    actions.drop_absence(row, actor=actor, at=PUBLISHED)
    assert assignable() == [expert]
    verbs = list(Entry.objects.filter(chain=expert.chain).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["enlist", "add_absence", "drop_absence"]


def test_an_absence_ends_after_it_begins(cycle: Cycle) -> None:
    expert, actor = cycle.expert()
    with pytest.raises(WrongDays, match="kończy się 9 stycznia 2027"):
        actions.add_absence(expert, away_from=DAY, away_to=date(2027, 1, 9), actor=actor, at=PUBLISHED)
    assert not Absence.objects.exists()


def test_time_on_the_list_ends_with_its_last_day(cycle: Cycle, people: Any) -> None:
    expert = actions.enlist(
        people().user, spheres=["16"], limit=12, listed_until=DAY, actor=cycle.officer, at=PUBLISHED
    )
    assert (expert.limit, assignable(DAY), assignable(date(2027, 1, 11))) == (12, [expert], [])


def test_who_is_suspended_or_removed_is_given_no_offer(cycle: Cycle) -> None:
    competition = cycle.competition()
    offer = cycle.offer(competition, to="confirmed")
    cycle.close(competition)
    cycle.check(offer)
    start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    expert, _actor = cycle.expert("Ewa Ekspertka")
    offer = cycle.fresh(offer)
    actions.suspend(expert, reason="Wyjaśniamy zarzut stronniczości.", actor=cycle.officer, at=PUBLISHED)
    assert assignable() == []
    with pytest.raises(NotOnTheList, match="jest zawieszony"):
        cards.assign(offer, expert, due=DAY, actor=cycle.officer, at=CHECKED)
    actions.resume(expert, reason="Zarzut się nie potwierdził.", actor=cycle.officer, at=PUBLISHED)
    cards.assign(offer, expert, due=DAY, reason=UNKNOWN_LINKS, actor=cycle.officer, at=CHECKED)
    actions.remove(expert, reason="Na własną prośbę.", actor=cycle.officer, at=PUBLISHED)
    with pytest.raises(NotOnTheList, match="jest skreślony"):
        cards.assign(offer, expert, due=DAY, actor=cycle.officer, at=CHECKED)
    assert not Hat.objects.worn().filter(user=expert.user, kind=EXPERT.code).exists()
    reasons = Entry.objects.filter(chain=expert.chain, verb__in=("suspend", "resume", "remove")).order_by("pk")
    assert [each.reason for each in reasons] == [
        "Wyjaśniamy zarzut stronniczości.",
        "Zarzut się nie potwierdził.",
        "Na własną prośbę.",
    ]
    told = Notice.objects.filter(user=expert.user, template__startswith="expert-").order_by("pk")
    assert ["Powód: Na własną prośbę." in each.body for each in told] == [False, False, True]
    with pytest.raises(NotPossible):
        actions.suspend(expert, reason="x", actor=cycle.officer, at=PUBLISHED)


def test_who_was_removed_comes_back_with_a_new_hat(cycle: Cycle) -> None:
    expert, _actor = cycle.expert()
    same = actions.enlist(expert.user, spheres=["17"], actor=cycle.officer, at=PUBLISHED)
    assert (same, same.spheres) == (expert, ["16"])
    actions.remove(expert, reason="Na własną prośbę.", actor=cycle.officer, at=PUBLISHED)
    back = actions.enlist(expert.user, spheres=["17"], limit=5, actor=cycle.officer, at=CHECKED)
    assert (back, back.state, back.spheres, back.limit) == (expert, State.LISTED, ["17"], 5)
    hat = Hat.objects.worn().get(user=expert.user, kind=EXPERT.code)
    assert Actor(user=expert.user, hat=hat).key == expert.public_id


def test_an_expert_gets_no_offer_on_days_away_and_no_more_than_their_limit(cycle: Cycle) -> None:
    competition = cycle.competition(offers_per_organisation=5)
    organisation = cycle.organisation()
    for title in ("Zadanie 1", "Zadanie 2"):
        cycle.offer(competition, organisation, to="confirmed", **{"III.1": title})
    cycle.close(competition)
    for offer in competition.offers.all():
        cycle.check(offer)
    start_evaluation(competition, actor=cycle.officer, at=CHECKED)
    one, other = (cycle.fresh(each) for each in competition.offers.order_by("number"))
    expert, actor = cycle.expert("Ewa Ekspertka")
    give: dict[str, Any] = {"due": DAY, "reason": UNKNOWN_LINKS, "actor": cycle.officer, "at": CHECKED}
    today = localdate(CHECKED)
    absence = actions.add_absence(expert, away_from=today, away_to=today, actor=actor, at=PUBLISHED)
    with pytest.raises(NotAvailable, match="Ewa Ekspertka nie ocenia ofert od"):
        cards.assign(one, expert, **give)
    actions.drop_absence(absence, actor=actor, at=PUBLISHED)
    actions.revise(expert, spheres=["16"], limit=1, actor=actor, at=PUBLISHED)
    card = cards.assign(one, expert, **give)
    assert cards.assign(one, expert, **give) == card
    with pytest.raises(NotAvailable, match=r"najwyżej 1\s+kartę i tyle już ma"):
        cards.assign(other, expert, **give)
    cards.take_back(card, reason="Choroba.", actor=cycle.officer, at=CHECKED)
    assert cards.assign(other, expert, **give)
