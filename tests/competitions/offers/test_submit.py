"""Submitting: checked, numbered, frozen, receipted once; to the second of the deadline."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from competitions.calls.models import Competition
from competitions.offers import actions, checksum
from competitions.offers.merge import Change
from competitions.offers.models import Offer
from competitions.offers.panels import counted
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry
from core.documents.models import Document
from core.jobs.models import Job
from core.notices.models import Notice
from core.workflow.refusal import NotPossible, Refused
from ngo.registry.models import Organisation
from tests.factories.content import offer_content
from tests.factories.cycle import DEADLINE, WRITTEN, Cycle
from tests.factories.files import pdf
from tests.factories.pages import words

pytestmark = pytest.mark.django_db


def test_what_submitting_leaves_behind(draft: Offer, alice: Actor) -> None:
    version = actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    offer = Offer.objects.get()
    assert (offer.state, offer.number, offer.submitted_at, offer.submitted_by) == ("submitted", 1, WRITTEN, alice.user)
    assert (offer.requested, offer.total_cost) == (Decimal("10000.00"), Decimal("12500.00"))
    assert offer.checksum == version.checksum == checksum.of(offer.content, (), {"subtask": None, "counties": []})
    assert version.content == offer_content()
    assert version.organisation["name"] == "Fundacja Alicji"
    assert [str(line) for line in version.costs.all()] == ["I.1.1 Instruktor", "I.2.1 Scena", "II.1 Księgowość"]
    assert sum(line.value for line in version.costs.all()) == Decimal("12500.00")
    assert version.indicators.get().target == "60 osób"
    assert Entry.objects.get(verb="submit", chain=offer.chain).after["checksum"] == offer.checksum
    assert Job.objects.filter(name="offers.confirmation").count() == 1
    assert Notice.objects.get(user=alice.user).subject.startswith("Oferta")


def test_a_double_click_gets_the_same_receipt(visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
    client = visit(alice, WRITTEN)
    address = f"/moje/oferty/{draft.public_id}/zloz/"
    first, second = client.post(address), client.post(address)
    assert first["Location"] == second["Location"] == f"/moje/oferty/{draft.public_id}/"
    assert draft.versions.count() == Notice.objects.filter(user=alice.user).count() == 1
    assert Job.objects.filter(name="offers.confirmation").count() == 1
    assert f"Jej numer: {Offer.objects.get().receipt}." in words(client.get(second["Location"]))


def test_the_confirmation_is_issued_once(draft: Offer, alice: Actor, run_jobs: Callable[[], int]) -> None:
    actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    run_jobs()
    document = Document.objects.get(kind="offers.confirmation")
    assert document.data["checksum"] == draft.versions.get().checksum


@pytest.mark.parametrize(
    ("at", "in_time"),
    [
        (DEADLINE, True),
        (DEADLINE + timedelta(microseconds=999_999), True),
        (DEADLINE + timedelta(seconds=1), False),
        (DEADLINE + timedelta(days=400), False),
    ],
)
def test_the_deadline(visit: Callable[..., Client], draft: Offer, alice: Actor, at: datetime, in_time: bool) -> None:
    answer = visit(alice, at).post(f"/moje/oferty/{draft.public_id}/zloz/")
    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == ((302, "submitted") if in_time else (409, "draft"))
    if not in_time:
        assert "Termin składania ofert minął" in words(answer)
        assert "(art. 13 ust. 2 pkt 5)" in words(answer)
        assert draft.content == offer_content(), "what was written is still there"


def test_the_moment_is_taken_inside(competition: Competition, draft: Offer, alice: Actor) -> None:
    """A page opened in time and sent late is late, whatever it says."""
    moments = iter([DEADLINE + timedelta(seconds=1)])
    with pytest.raises(Refused):
        actions.submit(draft, actor=alice, clock=lambda: next(moments))


def test_every_fault_is_listed_with_its_article(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, ours: Organisation, alice: Actor
) -> None:
    offer = cycle.offer(competition, ours, to="draft", **{"V.B.2": "50000.00", "III.1": "", "VII.3": ""})
    client = visit(alice, WRITTEN)
    address = f"/moje/oferty/{offer.public_id}/zloz/"
    for page in (client.get(address), client.post(address)):
        text = words(page)
        assert "Pole „1. Tytuł zadania publicznego” jest puste" in text
        assert "przekracza najwyższą dopuszczalną kwotę (40 000,00 zł). (ogłoszenie)" in text.replace("\u00a0", " ")
    assert page.status_code == 409
    offer.refresh_from_db()
    assert (offer.state, offer.number) == ("draft", None)
    assert competition.__class__.objects.get().last_number == 0


def test_one_offer_an_organisation_unless_one_is_withdrawn(
    cycle: Cycle, competition: Competition, submitted: Offer, ours: Organisation, alice: Actor
) -> None:
    second = cycle.offer(competition, ours, to="draft", **{"III.1": "Druga"})
    with pytest.raises(Refused) as refusal:
        actions.submit(second, actor=alice, clock=lambda: WRITTEN)
    assert [breach.code for breach in refusal.value.breaches] == ["offer.limit"]
    actions.withdraw(submitted, reason="zmiana planów", actor=alice, at=WRITTEN)
    assert actions.submit(second, actor=alice, clock=lambda: WRITTEN).offer.number == 2


def test_numbers_have_no_gaps(cycle: Cycle, competition: Competition) -> None:
    refused = cycle.offer(competition, to="draft", **{"III.1": ""})
    with pytest.raises(Refused):
        actions.submit(refused, actor=cycle.signatory(refused.organisation), clock=lambda: WRITTEN)
    assert [cycle.offer(competition).number for _ in range(3)] == [1, 2, 3]


def test_no_number_tells_an_organisation_how_many_came_in(
    visit: Callable[..., Client], cycle: Cycle, competition: Competition, draft: Offer, alice: Actor, officer: Actor
) -> None:
    rivals = [cycle.offer(competition) for _ in range(6)]
    actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    offer = Offer.objects.get(pk=draft.pk)
    assert offer.number == 7
    receipts = {offer.receipt, *(rival.receipt for rival in rivals)}
    assert len(receipts) == 7
    assert all(re.fullmatch(r"\d{4}-\d{4}", receipt) for receipt in receipts)
    address = f"/moje/oferty/{offer.public_id}/"
    page = words(visit(alice, DEADLINE).get(address))
    assert offer.receipt in page
    assert "Oferta nr" not in page
    letter = Notice.objects.get(user=alice.user)
    assert letter.subject == f"Oferta nr {offer.receipt} jest złożona"
    assert "Oferta nr 7" in words(visit(officer, WRITTEN).get(address))
    assert "Oferta nr 7" in words(visit(alice, DEADLINE + timedelta(seconds=1)).get(address))


def test_the_checksum_holds_the_files_too(draft: Offer, alice: Actor) -> None:
    file = actions.attach(draft, file=pdf("statut.pdf"), title="Statut", actor=alice, at=WRITTEN)
    version = actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    scope = {"subtask": None, "counties": []}
    assert version.checksum == checksum.of(draft.content, [("statut.pdf", file.sha256)], scope)
    assert hashlib.sha256(version.canonical()).hexdigest() == version.checksum


class TestOnceMore:
    """Withdrawn, corrected, submitted again: the same offer under its number, the next version."""

    def test_until_the_deadline(
        self, visit: Callable[..., Client], submitted: Offer, alice: Actor, officer: Actor, run_jobs: Callable[[], int]
    ) -> None:
        run_jobs()
        address = f"/moje/oferty/{submitted.public_id}/"
        client = visit(alice, WRITTEN)
        client.post(f"{address}wycofaj/", {"reason": "pomyłka w budżecie"})
        assert "Popraw i złóż jeszcze raz" in words(client.get(address))
        assert client.post(f"{address}otworz/")["Location"] == f"{address}edycja/"
        offer = Offer.objects.get()
        assert (offer.state, offer.checksum, offer.content) == ("draft", "", submitted.content)
        assert visit(officer, WRITTEN).get(address).status_code == 404
        change = Change("Poprawiony opis", offer.content["III.5"])
        actions.save_fields(offer, {"III.5": change}, actor=alice, at=WRITTEN)
        again = actions.submit(offer, actor=alice, clock=lambda: DEADLINE)
        assert (again.number, again.offer.number, again.offer.receipt) == (2, submitted.number, submitted.receipt)
        assert [version.content["III.5"] for version in offer.versions.order_by("number")] == [
            submitted.content["III.5"],
            "Poprawiony opis",
        ]
        run_jobs()
        confirmations = Document.objects.filter(kind="offers.confirmation").order_by("pk")
        assert [document.data["version"] for document in confirmations] == [1, 2]
        assert Competition.objects.get().last_number == 1

    def test_the_same_content_as_before_is_a_version_too(self, submitted: Offer, alice: Actor) -> None:
        actions.withdraw(submitted, reason="x", actor=alice, at=WRITTEN)
        offer = actions.reopen(submitted, actor=alice, at=WRITTEN)
        version = actions.submit(offer, actor=alice, clock=lambda: WRITTEN)
        assert (version.number, version.checksum) == (2, submitted.versions.get(number=1).checksum)

    def test_a_double_click_reopens_once(self, submitted: Offer, alice: Actor) -> None:
        actions.withdraw(submitted, reason="x", actor=alice, at=WRITTEN)
        actions.reopen(submitted, actor=alice, at=WRITTEN)
        actions.reopen(Offer.objects.get(), actor=alice, at=WRITTEN)
        assert Entry.objects.filter(verb="reopen").count() == 1

    def test_not_after_the_deadline(
        self, visit: Callable[..., Client], submitted: Offer, alice: Actor, bob: Actor, officer: Actor
    ) -> None:
        actions.withdraw(submitted, reason="x", actor=alice, at=WRITTEN)
        address = f"/moje/oferty/{submitted.public_id}/"
        assert visit(bob, WRITTEN).post(f"{address}otworz/").status_code == 404
        assert visit(officer, WRITTEN).post(f"{address}otworz/").status_code == 404
        client = visit(alice, DEADLINE + timedelta(seconds=1))
        assert "Popraw i złóż jeszcze raz" not in words(client.get(address))
        answer = client.post(f"{address}otworz/")
        assert answer.status_code == 409
        assert "Termin składania ofert minął" in words(answer)
        assert Offer.objects.get().state == "withdrawn"

    def test_only_what_was_withdrawn(self, submitted: Offer, draft: Offer, alice: Actor) -> None:
        for offer in (submitted, draft):
            with pytest.raises(NotPossible):
                actions.reopen(offer, actor=alice, at=WRITTEN)


class TestClockThatJumps:
    def test_back_behind_the_last_saving(self, visit: Callable[..., Client], draft: Offer, alice: Actor) -> None:
        address = f"/moje/oferty/{draft.public_id}/zloz/"
        answer = visit(alice, WRITTEN - timedelta(hours=1)).post(address)
        assert answer.status_code == 409
        assert "Zegar serwera cofnął się" in words(answer)
        assert Offer.objects.get().state == "draft"
        # Saving again by the clock that is right now takes the hindrance away.
        actions.save_fields(draft, {}, actor=alice, at=WRITTEN - timedelta(hours=1))
        assert visit(alice, WRITTEN - timedelta(hours=1)).post(address).status_code == 302

    def test_two_servers_need_not_agree_to_the_second(self, draft: Offer, alice: Actor) -> None:
        assert actions.submit(draft, actor=alice, clock=lambda: WRITTEN - timedelta(seconds=2)).number == 1


class TestSealed:
    """Where the competition says so, the office knows before the deadline how many came in, and nothing else."""

    @pytest.fixture
    def competition(self, cycle: Cycle) -> Competition:
        return cycle.competition(sealed=True)

    def test_until_the_deadline_second(
        self,
        visit: Callable[..., Client],
        people: Any,
        competition: Competition,
        submitted: Offer,
        alice: Actor,
        officer: Actor,
        run_jobs: Callable[[], int],
    ) -> None:
        run_jobs()
        address = f"/moje/oferty/{submitted.public_id}/"
        document = Document.objects.get(kind="offers.confirmation").url
        for actor in (officer, people("auditor")):
            client = visit(actor, DEADLINE + timedelta(microseconds=999_999))
            assert client.get(address).status_code == 404
            assert client.get(document).status_code == 404
            page = client.get(f"/konkursy/{competition.public_id}/")
            panel = counted(actor, Competition.objects.get(), DEADLINE)
            assert panel is not None
            assert panel.context["total"] == "1\u00a0oferta"
            assert submitted.title not in page.content.decode()
            assert submitted.organisation.name not in page.content.decode()
            assert visit(actor, DEADLINE + timedelta(seconds=1)).get(address).status_code == 200
        assert visit(alice, WRITTEN).get(address).status_code == 200

    def test_the_ledger_tells_an_auditor_that_it_came_in_and_not_how_much_is_asked_for(
        self, visit: Callable[..., Client], people: Any, submitted: Offer
    ) -> None:
        auditor = people("auditor")
        address = f"/audyt/lancuch/{submitted.chain}/"
        amount = str(submitted.requested)
        assert amount in str(Entry.objects.get(chain=submitted.chain, verb="submit").after)
        sealed = visit(auditor, DEADLINE).get(address)
        assert "Złożono ofertę" in words(sealed)
        assert "Wartości tych wpisów są zapieczętowane" in words(sealed)
        for value in (amount, str(submitted.total_cost), submitted.title, "requested"):
            assert value not in sealed.content.decode()
            assert value not in visit(auditor, DEADLINE).get("/audyt/").content.decode()
        opened = visit(auditor, DEADLINE + timedelta(seconds=1)).get(address)
        assert amount in opened.content.decode()
        assert "zapieczętowane" not in words(opened)

    def test_no_confirmation_is_received_for_an_offer_nobody_may_see(
        self, visit: Callable[..., Client], submitted: Offer, officer: Actor
    ) -> None:
        assert visit(officer, WRITTEN).get(f"/urzad/oferty/{submitted.public_id}/potwierdzenie/").status_code == 404


def test_a_draft_on_paper_says_that_it_is_one(
    visit: Callable[..., Client], draft: Offer, alice: Actor, bob: Actor
) -> None:
    address = f"/moje/oferty/{draft.public_id}/wersja-robocza.pdf"
    answer = visit(alice, WRITTEN).get(address)
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert not Document.objects.filter(kind="offers.draft").exists()
    assert visit(bob, WRITTEN).get(address).status_code == 404
    actions.submit(draft, actor=alice, clock=lambda: WRITTEN)
    assert visit(alice, WRITTEN).get(address)["Location"] == f"/moje/oferty/{draft.public_id}/"


def test_a_withdrawn_offer_is_not_submitted_again(submitted: Offer, alice: Actor) -> None:
    actions.withdraw(submitted, reason="x", actor=alice, at=WRITTEN)
    with pytest.raises(NotPossible):
        actions.submit(submitted, actor=alice, clock=lambda: WRITTEN)


def test_the_organisations_data_are_those_of_the_day(submitted: Offer, ours: Organisation) -> None:
    Organisation.objects.filter(pk=ours.pk).update(name="Nowa nazwa")
    assert submitted.versions.get().organisation["name"] == "Fundacja Alicji"


def test_who_may(
    visit: Callable[..., Client], cycle: Cycle, people: Any, draft: Offer, bob: Actor, officer: Actor
) -> None:
    address = f"/moje/oferty/{draft.public_id}/zloz/"
    for actor, status in (
        (VISITOR, 302),
        (bob, 404),
        (officer, 404),
        (people("auditor"), 404),
        (cycle.expert()[1], 404),
    ):
        assert visit(actor, WRITTEN).post(address).status_code == status
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert visit(cycle.editor(draft.organisation), WRITTEN).post(address).status_code == 302
