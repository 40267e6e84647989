"""The programme of a year: drafted, proposed, adopted, published; refused in words beside what was typed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.documents.models import Document
from core.jobs.models import Job
from core.jobs.runner import run
from core.publications.models import Publication
from core.workflow.refusal import NotPossible, Refused
from ngo.programmes import actions
from ngo.programmes.models import PriorityTask, Programme
from office.board.models import Body
from tests.factories.cycle import PROGRAMME, PUBLISHED, Cycle
from tests.factories.pages import rows, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(enter: Callable[[Actor], Client], time_machine: Any) -> Callable[[Actor], Client]:
    def at(actor: Actor) -> Client:
        time_machine.move_to(PUBLISHED, tick=False)
        return enter(actor)

    return at


@pytest.fixture
def posted(cycle: Cycle) -> dict[str, str]:
    """The form of a whole programme, as the page posts it."""
    aim = {"text": "Więcej zadań wspólnych", "indicator": "umowy", "target": "25", "source": "rejestr umów"}
    task = {"sphere": "16", "title": "Festiwale", "unit": cycle.unit.pk, "planned_funds": "1000.00"}
    return {
        **PROGRAMME,
        "title": "Program współpracy na 2027 rok",
        "planned_funds": "2000.00",
        **rows("aims", [aim]),
        **rows("tasks", [task, {**task, "title": "Teatry"}]),
    }


def test_from_a_click_to_publication(visit: Callable[[Actor], Client], cycle: Cycle, posted: dict[str, str]) -> None:
    client = visit(cycle.officer)
    for _ in range(2):
        begun = client.post("/urzad/programy/nowy/", {"year": "2027"})
    programme = Programme.objects.get()
    base = f"/urzad/programy/{programme.public_id}"
    assert begun["Location"] == f"{base}/zmien/"
    assert client.get(begun["Location"]).status_code == 200
    assert client.post(begun["Location"], posted).status_code == 302
    assert [task.title for task in programme.tasks.all()] == ["Festiwale", "Teatry"]
    board, assembly = cycle.resolution(), cycle.resolution(body=Body.ASSEMBLY)
    for verb, resolution in (("propose", board), ("adopt", assembly)):
        for _ in range(2):
            answer = client.post(f"{base}/{verb}/", {"resolution": resolution.pk})
            assert answer.status_code == 302, "a second click gets the same answer"
    assert client.post(f"{base}/publish/").status_code == 302
    programme.refresh_from_db()
    assert (programme.state, programme.adoption) == ("published", assembly)
    assert Entry.objects.filter(chain=programme.chain, verb="adopt").count() == 1
    run(Job.objects.get(name="programmes.publication").pk, loud=True)
    document = Document.objects.get(kind="programmes.programme")
    places = Publication.objects.filter(document=document).values_list("place", flat=True)
    assert sorted(places) == ["bip", "website"]
    page = words(visit(VISITOR).get(f"/programy/{programme.public_id}/"))
    assert "Festiwale" in page
    assert "Informacja publiczna" in page


@pytest.mark.parametrize("field", list(PROGRAMME))
def test_no_point_of_the_act_is_left_out(cycle: Cycle, field: str) -> None:
    programme = cycle.programme(to="draft")
    Programme.objects.filter(pk=programme.pk).update(**{field: " "})
    with pytest.raises(Refused) as refusal:
        actions.propose(programme, resolution=cycle.resolution(), actor=cycle.officer, at=PUBLISHED)
    (breach,) = refusal.value.breaches
    assert (breach.code, breach.field) == ("programme.point_empty", field)


def test_the_page_says_what_is_missing(visit: Callable[[Actor], Client], cycle: Cycle) -> None:
    programme = cycle.programme(to="draft")
    Programme.objects.filter(pk=programme.pk).update(principles="", planned_funds=Decimal(1))
    resolution = cycle.resolution()
    client = visit(cycle.officer)
    answer = client.post(f"/urzad/programy/{programme.public_id}/propose/", {"resolution": resolution.pk})
    assert answer.status_code == 409
    assert "(art. 5a ust. 4 pkt 2)" in words(answer)
    assert "Zadania priorytetowe kosztują razem 500 000,00 zł" in words(answer).replace("\u00a0", " ")
    assert f'value="{resolution.pk}" selected' in answer.content.decode()
    assert client.post(f"/urzad/programy/{programme.public_id}/propose/", {}).status_code == 400


def test_an_assemblys_resolution_does_not_stand_for_the_boards(visit: Callable[[Actor], Client], cycle: Cycle) -> None:
    programme = cycle.programme(to="draft")
    wrong = cycle.resolution(body=Body.ASSEMBLY)
    answer = visit(cycle.officer).post(f"/urzad/programy/{programme.public_id}/propose/", {"resolution": wrong.pk})
    assert answer.status_code == 400
    programme.refresh_from_db()
    assert programme.state == "draft"


@pytest.mark.parametrize("to", ["proposed", "adopted", "published"])
def test_what_went_on_is_not_revised_but_the_text_stays(
    visit: Callable[[Actor], Client], cycle: Cycle, posted: dict[str, str], to: str
) -> None:
    programme = cycle.programme(to=to)
    changed = {**posted, "principles": "Nowe zasady współpracy."}
    answer = visit(cycle.officer).post(f"/urzad/programy/{programme.public_id}/zmien/", changed)
    assert answer.status_code == 409
    assert "Nowe zasady współpracy." in answer.content.decode()
    with pytest.raises(NotPossible):
        actions.revise(programme, values={}, aims=[], tasks=[], actor=cycle.officer, at=PUBLISHED)
    assert PriorityTask.objects.get().title == "Zadanie ze sfery 16"


def test_wrong_input_comes_back_whole(visit: Callable[[Actor], Client], cycle: Cycle, posted: dict[str, str]) -> None:
    programme = cycle.programme(to="draft")
    wrong = {**posted, "tasks-1-planned_funds": "dużo", "aims-0-text": "Cel, który zostaje."}
    answer = visit(cycle.officer).post(f"/urzad/programy/{programme.public_id}/zmien/", wrong)
    assert answer.status_code == 400
    for text in ("dużo", "Cel, który zostaje.", "Teatry"):
        assert text in answer.content.decode()
    assert programme.aims.get().text == "Więcej zadań wspólnych"


def test_a_saved_row_sent_again_is_kept(visit: Callable[[Actor], Client], cycle: Cycle, posted: dict[str, str]) -> None:
    programme = cycle.programme(to="draft")
    client = visit(cycle.officer)
    for _ in range(2):
        assert client.post(f"/urzad/programy/{programme.public_id}/zmien/", posted).status_code == 302
        assert programme.tasks.count() == 2


def test_sent_back_it_may_be_changed(cycle: Cycle) -> None:
    programme = cycle.programme(to="proposed")
    actions.send_back(programme, reason="uwagi skarbnika", actor=cycle.officer, at=PUBLISHED)
    actions.revise(programme, values={"period": "rok"}, aims=[], tasks=[], actor=cycle.officer, at=PUBLISHED)
    assert programme.period == "rok"


@pytest.mark.parametrize(("to", "public"), [("draft", 404), ("proposed", 404), ("adopted", 404), ("published", 200)])
def test_who_sees_it(visit: Callable[[Actor], Client], cycle: Cycle, people: Any, to: str, public: int) -> None:
    programme = cycle.programme(to=to)
    alice = cycle.signatory(cycle.organisation())
    page, edit = f"/programy/{programme.public_id}/", f"/urzad/programy/{programme.public_id}/zmien/"
    for actor, of_page, of_edit in (
        (VISITOR, 302 if public == 404 else public, 302),
        (alice, public, 404),
        (people("auditor"), 200, 404),
        (cycle.officer, 200, 200),
    ):
        client = visit(actor)
        assert (client.get(page).status_code, client.get(edit).status_code) == (of_page, of_edit), actor
        for verb in ("propose", "adopt", "publish", "send_back"):
            if actor != cycle.officer:
                refused = client.post(f"/urzad/programy/{programme.public_id}/{verb}/").status_code
                assert refused == (302 if actor is VISITOR else 404)
