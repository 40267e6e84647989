"""A competition announced again after it ended without a choice: the two name each other and say how; parts alone, where only parts were."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.test import Client

from competitions.awards import actions as awards
from competitions.calls import actions
from competitions.calls.documents import AnnouncementSheet
from competitions.calls.models import Competition
from competitions.calls.refusals import NothingToRepeat
from competitions.calls.states import State
from competitions.changes import actions as changes
from core.accounts.actor import VISITOR, Actor
from tests.factories.cycle import CHECKED, CONCLUDED, WRITTEN, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
PARTS = [
    {"title": "Śpiew", "pool": Decimal(60000)},
    {"title": "Rękodzieło", "pool": Decimal(30000), "max_grant": Decimal(9000)},
    {"title": "Taniec", "pool": Decimal(10000)},
]
FIRST = date(2027, 2, 1)


def cancelled(cycle: Cycle) -> Competition:
    competition = cycle.competition()
    cycle.close(competition)
    awards.cancel(competition, resolution=cycle.resolution(), reason="brak ofert", actor=cycle.officer, at=CHECKED)
    return competition


def parts_cancelled(cycle: Cycle, *numbers: int) -> Competition:
    competition = cycle.competition(subtasks=PARTS)
    cycle.close(competition)
    for part in competition.subtasks.filter(number__in=numbers):
        awards.cancel_part(part, resolution=cycle.resolution(), reason="brak ofert", actor=cycle.officer, at=CHECKED)
    competition.refresh_from_db()
    return competition


def test_from_the_page_and_read_on_both(visit: Callable[..., Client], cycle: Cycle, officer: Actor) -> None:
    earlier = cancelled(cycle)
    client = visit(officer, CONCLUDED)
    address = f"/urzad/konkursy/{earlier.public_id}/powiel/"
    assert "To ponowne ogłoszenie konkursu, który unieważniono (art. 11 ust. 6)" in words(client.get(address))
    sent = {"task": earlier.task_id, "first": FIRST.isoformat(), "again": "on"}
    assert client.post(address, sent).status_code == 302
    made = Competition.objects.get(repeats=earlier)
    assert AnnouncementSheet.of(made).repeats.endswith(f"({earlier.case.sign}), który unieważniono (art. 11 ust. 6)")
    public = visit(VISITOR, CONCLUDED)
    assert "Konkurs ogłoszono ponownie" not in words(public.get(f"/konkursy/{earlier.public_id}/")), "not announced yet"
    Competition.objects.filter(pk=made.pk).update(state=State.OPEN)
    assert f"/konkursy/{made.public_id}/" in public.get(f"/konkursy/{earlier.public_id}/").content.decode()
    page = words(public.get(f"/konkursy/{made.public_id}/"))
    assert "To ponowne ogłoszenie konkursu: Żywe tradycje regionu łódzkiego" in page
    assert "który unieważniono (art. 11 ust. 6)." in page
    assert public.get(f"/api/v1/competitions/{made.public_id}/").json()["repeats"] == earlier.public_id


def test_only_what_ended_without_a_choice_is_announced_again(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, officer: Actor
) -> None:
    with pytest.raises(NothingToRepeat):
        actions.clone(competition, task=competition.task, first=FIRST, again=True, actor=officer, at=CONCLUDED)
    page = visit(officer, CONCLUDED).get(f"/urzad/konkursy/{competition.public_id}/powiel/")
    assert "art. 11 ust. 6" not in words(page)
    plain = actions.clone(competition, task=competition.task, first=FIRST, actor=officer, at=CONCLUDED)
    assert plain.repeats is None


def test_of_cancelled_parts_only_they_are_announced_again(cycle: Cycle, officer: Actor) -> None:
    earlier = parts_cancelled(cycle, 2, 3)
    made = actions.clone(earlier, task=earlier.task, first=FIRST, again=True, actor=officer, at=CONCLUDED)
    assert (made.pool, made.divided) == (40000, True)
    assert [(row.number, row.title, row.cancelled_at) for row in made.parts] == [
        (1, "Rękodzieło", None),
        (2, "Taniec", None),
    ]


def test_one_cancelled_part_becomes_a_competition_of_its_own(cycle: Cycle, officer: Actor) -> None:
    earlier = parts_cancelled(cycle, 2)
    made = actions.clone(earlier, task=earlier.task, first=FIRST, again=True, actor=officer, at=CONCLUDED)
    assert (made.pool, made.max_grant, made.divided, made.parts) == (30000, 9000, False, [])
    assert made.title.endswith(": Rękodzieło")
    assert AnnouncementSheet.of(made).repeats.endswith("w którym unieważniono podzadania (art. 11 ust. 6)")


def test_one_called_off_rests_on_what_its_announcement_reserved_and_on_no_article_about_cancelled_ones(
    visit: Callable[..., Client], cycle: Cycle, officer: Actor
) -> None:
    earlier = cycle.competition(calling_off_reserved=True)
    changes.call_off(earlier, resolution=cycle.resolution(), reason="brak środków", actor=officer, at=WRITTEN)
    address = f"/urzad/konkursy/{earlier.public_id}/powiel/"
    page = words(visit(officer, CONCLUDED).get(address))
    assert "To ponowne ogłoszenie konkursu, który odwołano, jak zastrzegało jego ogłoszenie" in page
    assert "art. 11 ust. 6" not in page
    made = actions.clone(earlier, task=earlier.task, first=FIRST, again=True, actor=officer, at=CONCLUDED)
    sheet = AnnouncementSheet.of(made)
    assert sheet.repeats.endswith(", który odwołano, jak zastrzegało jego ogłoszenie")
    assert "art. 11 ust. 6" not in render_to_string(sheet.TEMPLATE, {"sheet": sheet})
    Competition.objects.filter(pk=made.pk).update(state=State.OPEN)
    assert "art. 11 ust. 6" not in words(visit(VISITOR, CONCLUDED).get(f"/konkursy/{made.public_id}/"))
