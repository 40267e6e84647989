"""Files of an offer: what is taken, who gets them, quarantine, what a draft may and a submitted offer may not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from competitions.calls.models import Competition
from competitions.offers import actions
from competitions.offers.documents import ConfirmationSheet
from competitions.offers.models import Attachment, Offer
from competitions.offers.queries import attachments_of
from competitions.offers.refusals import NotAttached
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.files.refusals import RefusedFile
from core.jobs.models import Job
from core.jobs.runner import run
from core.notices.models import Notice
from tests.core.files.test_check import EICAR, overlapping, picture, scanner
from tests.factories.cycle import WRITTEN, Cycle
from tests.factories.files import pdf
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]


def attach(offer: Offer, actor: Actor, title: str = "Statut", **more: Any) -> Attachment:
    return actions.attach(offer, file=more.pop("file", None) or pdf(), title=title, actor=actor, at=WRITTEN, **more)


def page_of(offer: Offer) -> str:
    return f"/moje/oferty/{offer.public_id}/zalaczniki/"


class TestOnThePage:
    def test_a_file_is_added_given_back_and_removed(self, visit: Visit, draft: Offer, alice: Actor) -> None:
        client = visit(alice, WRITTEN)
        assert "Nie dodano jeszcze żadnego pliku" in words(client.get(page_of(draft)))
        posted = {"title": " Statut  fundacji ", "file": pdf("..\\Statut 2026.exe")}
        assert client.post(page_of(draft), posted)["Location"] == page_of(draft)
        added = Attachment.objects.get()
        assert (added.title, added.name, added.mime) == ("Statut fundacji", "Statut 2026.pdf", "application/pdf")
        assert "Statut fundacji" in words(client.get(f"/moje/oferty/{draft.public_id}/"))
        answer = client.get(f"/oferty/zalaczniki/{added.public_id}/")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert "attachment" in answer["Content-Disposition"]
        assert client.post(f"/moje/zalaczniki/{added.public_id}/usun/")["Location"] == page_of(draft)
        assert not Attachment.objects.exists()
        assert set(Entry.objects.filter(chain=draft.chain).values_list("verb", flat=True)) >= {"attach", "detach"}

    def test_what_the_announcement_names_has_its_own_kinds_and_is_required(
        self, visit: Visit, cycle: Cycle, draft: Offer, alice: Actor
    ) -> None:
        rule = {"name": "Umowa partnerów", "note": "", "required": True, "kinds": ["png"], "max_mb": 1}
        Competition.objects.update(attachments=[rule])
        client = visit(alice, WRITTEN)
        answer = client.post(page_of(draft), {"rule": "Umowa partnerów", "file": pdf()})
        assert (answer.status_code, "Dozwolone: PNG" in words(answer)) == (400, True)
        assert client.post(page_of(draft), {"rule": "", "file": pdf()}).status_code == 400
        assert "wymaga załącznika „Umowa partnerów”" in words(client.get(f"/moje/oferty/{draft.public_id}/zloz/"))
        posted = {"rule": "Umowa partnerów", "file": SimpleUploadedFile("u.png", picture("PNG"))}
        assert client.post(page_of(draft), posted).status_code == 302
        assert "Oferta jest kompletna" in words(client.get(f"/moje/oferty/{draft.public_id}/zloz/"))

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "Plik jest pusty"),
            (b"MZ" + bytes(2000), "liczy się jego treść, nie nazwa"),
            (overlapping(), "nienaturalnie duży"),
            (b"%PDF-1.7 urwany", "PDF jest uszkodzony"),
            (picture("PNG") + bytes(11 * 1024 * 1024), "Plik ma ponad 10 MB"),
        ],
    )
    def test_what_is_not_taken_is_refused_in_words(
        self, visit: Visit, draft: Offer, alice: Actor, content: bytes, said: str
    ) -> None:
        posted = {"title": "Statut", "file": SimpleUploadedFile("Statut.pdf", content)}
        answer = visit(alice, WRITTEN).post(page_of(draft), posted)
        assert answer.status_code == 400
        assert said in words(answer)
        assert not Attachment.objects.exists()

    def test_a_body_of_two_gigabytes_is_refused_unread(self, visit: Visit, draft: Offer, alice: Actor) -> None:
        answer = visit(alice, WRITTEN).post(
            page_of(draft), b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2 * 1024**3)
        )
        assert answer.status_code == 413
        assert "ponad 64 MB. Nic nie zostało zapisane" in words(answer)

    def test_whose_files_they_are(
        self, visit: Visit, cycle: Cycle, people: Any, draft: Offer, alice: Actor, bob: Actor, officer: Actor
    ) -> None:
        ours = attach(draft, alice)
        theirs = cycle.offer(draft.competition, cycle.organisation(), to="draft")
        viewer = people("organisation_viewer", key=draft.organisation.public_id)
        expert = cycle.expert()[1]
        for actor, status, removed in ((bob, 404, 404), (officer, 404, 404), (expert, 404, 404), (viewer, 200, 403)):
            client = visit(actor, WRITTEN)
            assert client.get(f"/oferty/zalaczniki/{ours.public_id}/").status_code == status
            assert client.post(f"/moje/zalaczniki/{ours.public_id}/usun/").status_code == removed
        assert visit(alice, WRITTEN).post(page_of(theirs), {"title": "Statut", "file": pdf()}).status_code == 404
        actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
        assert visit(officer, WRITTEN).get(f"/oferty/zalaczniki/{ours.public_id}/").status_code == 200
        assert Attachment.objects.get() == ours


class TestOfADraftOnly:
    def test_submitting_freezes_the_files(self, draft: Offer, alice: Actor) -> None:
        added = attach(draft, alice)
        version = actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
        with pytest.raises(NotAttached, match="już złożona"):
            attach(draft, alice, title="Drugi")
        with pytest.raises(NotAttached, match="już złożona"):
            actions.detach(added, actor=alice, at=WRITTEN)
        assert default_storage.exists(added.file)
        assert ConfirmationSheet.of(version).attachments == (("Statut", "Statut.pdf", added.sha256),)

    def test_the_same_file_again_is_the_one_that_is_there(self, draft: Offer, alice: Actor) -> None:
        assert attach(draft, alice) == attach(draft, alice)

    def test_twenty_files_are_the_most(self, draft: Offer, alice: Actor) -> None:
        for number in range(actions.ATTACHMENTS_MAX):
            attach(draft, alice, title=f"Plik {number}")
        with pytest.raises(NotAttached, match="już 20 załączników"):
            attach(draft, alice, title="Jeszcze jeden")

    def test_names_and_sums_come_in_one_order(self, draft: Offer, alice: Actor) -> None:
        for title, file in (("B", pdf("b.pdf")), ("A", pdf("a.pdf"))):
            attach(draft, alice, title=title, file=file)
        assert [name for name, _sum in attachments_of(draft)] == ["a.pdf", "b.pdf"]


class TestQuarantine:
    """The scanner is silent at the last minute: the file is taken, and given to nobody until it was looked into."""

    @pytest.fixture
    def waiting(self, draft: Offer, alice: Actor, settings: Any, tmp_path: Any) -> Attachment:
        settings.CLAMD = str(tmp_path / "clamd.ctl")
        return attach(draft, alice, file=SimpleUploadedFile("skan.png", picture("PNG") + EICAR))

    def test_nobody_gets_the_file_while_it_waits(self, visit: Visit, waiting: Attachment, alice: Actor) -> None:
        client = visit(alice, WRITTEN)
        answer = client.get(f"/oferty/zalaczniki/{waiting.public_id}/")
        assert (answer.status_code, "czeka na sprawdzenie" in words(answer)) == (409, True)
        assert "czeka na sprawdzenie antywirusowe" in words(client.get(page_of(waiting.offer)))

    def test_a_silent_scanner_is_asked_again(self, waiting: Attachment) -> None:
        job = Job.objects.get(name="offers.scan")
        run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("waiting", 1)
        assert job.not_before > job.created_at + timedelta(seconds=1)

    def test_a_threat_takes_the_file_away_and_tells_who_added_it(
        self, waiting: Attachment, visit: Visit, alice: Actor, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with scanner(settings), django_capture_on_commit_callbacks(execute=True):
            run(Job.objects.get(name="offers.scan").pk, loud=True)
        waiting.refresh_from_db()
        assert (waiting.quarantined, waiting.threat) == (True, "Eicar-Test-Signature")
        assert not default_storage.exists(waiting.file)
        answer = visit(alice, WRITTEN).get(f"/oferty/zalaczniki/{waiting.public_id}/")
        assert (answer.status_code, "więc pliku już nie ma" in words(answer)) == (409, True)
        assert Notice.objects.get(user=alice.user).template == "attachment-infected"

    def test_a_clean_file_is_given_out(self, waiting: Attachment, visit: Visit, alice: Actor, settings: Any) -> None:
        with scanner(settings, b"stream: OK\0"):
            run(Job.objects.get(name="offers.scan").pk, loud=True)
        assert visit(alice, WRITTEN).get(f"/oferty/zalaczniki/{waiting.public_id}/").status_code == 200

    def test_what_is_dangerous_in_itself_never_gets_in(
        self, draft: Offer, alice: Actor, settings: Any, tmp_path: Any
    ) -> None:
        settings.CLAMD = str(tmp_path / "clamd.ctl")
        with pytest.raises(RefusedFile):
            attach(draft, alice, file=SimpleUploadedFile("a.docx", overlapping()))
