"""Attachments in a correction: only the named ones, checked as in a draft, in the new checksum and among what changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from competitions.corrections import actions
from competitions.corrections.models import Correction
from competitions.corrections.refusals import CorrectionLate, NotThisFile
from competitions.evaluation.formal import QUESTIONS
from competitions.evaluation.prefill import findings
from competitions.offers import actions as offers
from competitions.offers.models import Attachment, Offer, OfferVersion
from competitions.offers.queries import seal
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.files.refusals import RefusedFile
from core.workflow.refusal import Conflict
from ngo.registry.models import Organisation
from tests.factories.cycle import WRITTEN, Cycle, moment
from tests.factories.files import pdf
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
BEFORE = moment(2027, 1, 4)
DUE = moment(2027, 1, 5, 23, 59, 59)
LACKING = {"answer": "no", "note": "statut jest nieczytelny"}


@pytest.fixture
def correction(cycle: Cycle, ours: Organisation, alice: Actor) -> Correction:
    """Alice may put a better statute in the place of the one that she submitted, and add a power of attorney."""
    rule = {"name": "Pełnomocnictwo", "note": "", "required": False, "kinds": ["pdf"], "max_mb": 1}
    competition = cycle.competition(attachments=[rule])
    offer = cycle.offer(competition, ours, to="draft")
    for title in ("Statut", "Umowa"):
        offers.attach(offer, file=pdf(f"{title}.pdf"), title=title, actor=alice, at=WRITTEN)
    offers.submit(offer, actor=alice, clock=lambda: WRITTEN)
    cycle.confirm(offer)
    cycle.check(offer, proposal="correct", files=["Pełnomocnictwo", "Statut", "nie ma"], attachments=LACKING)
    return fresh()


def fresh() -> Correction:
    return Correction.objects.select_related("base", "offer__competition").get()


def attach(correction: Correction, actor: Actor, title: str = "Statut", name: str = "lepszy.pdf") -> Attachment:
    return actions.attach(correction, file=pdf(name, pages=2), title=title, actor=actor, at=BEFORE)


def of(version: OfferVersion) -> dict[str, str]:
    return {row["title"]: row["name"] for row in version.attachments}


def test_a_named_file_takes_the_place_of_the_old_one_in_the_new_version(correction: Correction, alice: Actor) -> None:
    assert correction.files == ["Pełnomocnictwo", "Statut"], "only what the announcement names or the offer has"
    added = attach(correction, alice)
    assert attach(fresh(), alice) == added, "the same again"
    version = actions.correct(fresh(), actor=alice, clock=lambda: DUE)
    assert of(version) == {"Statut": "lepszy.pdf", "Umowa": "Umowa.pdf"}
    assert of(correction.base) == {"Statut": "Statut.pdf", "Umowa": "Umowa.pdf"}
    assert version.content == correction.base.content, "the text is as it was"
    assert version.checksum == seal(version.offer, version.content, files=version.files) != correction.base.checksum
    old = Attachment.objects.get(title="Statut", name="Statut.pdf")
    assert old.replaced_at == DUE
    assert default_storage.exists(old.file), "the submitted version keeps its file"
    with pytest.raises(Conflict):
        attach(fresh(), alice, title="Pełnomocnictwo")


def test_no_other_file_and_none_after_the_term(correction: Correction, alice: Actor) -> None:
    with pytest.raises(NotThisFile, match="Wezwanie dotyczy: Pełnomocnictwo; Statut"):
        attach(correction, alice, title="Umowa")
    submitted = Attachment.objects.get(title="Statut")
    same = SimpleUploadedFile("inny.pdf", default_storage.open(submitted.file).read())
    with pytest.raises(NotThisFile, match="Ten sam plik"):
        actions.attach(correction, file=same, title="Statut", actor=alice, at=BEFORE)
    liar = SimpleUploadedFile("x.pdf", b"MZ" + bytes(2000))
    with pytest.raises(RefusedFile):
        actions.attach(correction, file=liar, title="Statut", actor=alice, at=BEFORE)
    with pytest.raises(CorrectionLate):
        actions.attach(correction, file=pdf("p.pdf"), title="Statut", actor=alice, at=DUE + timedelta(seconds=1))
    assert Attachment.objects.count() == 2


def test_what_was_added_is_taken_back_and_what_was_submitted_is_not(
    correction: Correction, alice: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    added = attach(correction, alice)
    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(added, actor=alice, at=BEFORE)
    assert not default_storage.exists(added.file)
    with pytest.raises(Conflict):
        actions.detach(Attachment.objects.get(title="Umowa"), actor=alice, at=BEFORE)
    assert Attachment.objects.count() == 2
    assert Entry.objects.filter(verb="detach").count() == 1


def test_in_a_browser_from_the_call_to_what_changed(
    visit: Callable[..., Client], correction: Correction, alice: Actor, bob: Actor, officer: Actor
) -> None:
    address = f"/moje/oferty/{correction.offer.public_id}/uzupelnienie/"
    client = visit(alice, BEFORE)
    page = words(client.get(address))
    assert "Statut.pdf w złożonej ofercie" in page
    assert "Złożona oferta nie ma tego załącznika." in page
    files = f"{address}zalaczniki/"
    assert "Umowa" not in words(client.get(files)).split("Dodaj plik")[0]
    for title, status in (("Umowa", 400), ("Statut", 302)):
        assert client.post(files, {"title": title, "file": pdf("lepszy.pdf", pages=2)}).status_code == status
    assert "lepszy.pdf nowy" in words(client.get(files))
    added = Attachment.objects.get(pending=True)
    of_file = f"/oferty/zalaczniki/{added.public_id}/"
    assert [visit(each, BEFORE).get(of_file).status_code for each in (alice, officer, bob)] == [200, 404, 404]
    remove = f"/moje/zalaczniki/{added.public_id}/cofnij/"
    assert [visit(each, BEFORE).post(remove).status_code for each in (VISITOR, bob)] == [302, 404]
    assert "[dodano: Statut: lepszy.pdf ]" in words(client.get(f"{address}zloz/"))
    assert client.post(f"{address}zloz/").status_code == 302
    changes = words(visit(officer, BEFORE).get(f"/moje/oferty/{correction.offer.public_id}/zmiany/"))
    assert "0 zmienionych pól i zmienione załączniki" in changes
    assert "[usunięto: Statut: Statut.pdf ] [dodano: Statut: lepszy.pdf ]" in changes
    assert visit(officer, BEFORE).get(of_file).status_code == 200
    assert client.post(remove).status_code == 404, "it is a part of the offer now"


def test_an_officer_names_files_on_the_card(
    visit: Callable[..., Client], cycle: Cycle, ours: Organisation, alice: Actor, offer_with_card: Any
) -> None:
    offer, posted = offer_with_card
    page = words(visit(cycle.officer, BEFORE).get(f"/urzad/oferty/{offer.public_id}/ocena-formalna/"))
    assert "Załączniki, które organizacja będzie mogła dodać albo zastąpić" in page
    answer = visit(cycle.officer, BEFORE).post(f"/urzad/oferty/{offer.public_id}/ocena-formalna/", posted)
    assert answer.status_code == 302
    assert offer.formal_checks.get().files == ["Statut"]


@pytest.fixture
def offer_with_card(cycle: Cycle, ours: Organisation, alice: Actor) -> tuple[Offer, dict[str, Any]]:
    """A confirmed offer with a statute, and what an officer types who asks for a better one."""
    offer = cycle.offer(cycle.competition(), ours, to="draft")
    offers.attach(offer, file=pdf("Statut.pdf"), title="Statut", actor=alice, at=WRITTEN)
    offers.submit(offer, actor=alice, clock=lambda: WRITTEN)
    cycle.confirm(offer)
    found = findings(offer, offer.versions.get())
    posted = {question.code: found[question.code].answer or "yes" for question in QUESTIONS}
    lacking = {"attachments": "no", "attachments_note": "statut jest nieczytelny"}
    return offer, {**posted, **lacking, "proposal": "correct", "files": ["Statut"]}
