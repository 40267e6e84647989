"""Letters of the formal check as documents: in the case for its organisation and the office, in the dossier, for nobody else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from competitions.calls.models import Competition
from competitions.confirmations.actions import leave_unexamined
from competitions.confirmations.documents import UnexaminedSheet
from competitions.corrections.documents import CallSheet
from competitions.corrections.models import Correction
from competitions.dossiers import actions as dossiers
from competitions.dossiers.models import Dossier
from competitions.evaluation.documents import RejectionSheet
from competitions.evaluation.models import FormalCheck
from competitions.offers.models import Offer
from competitions.offers.presentation import whats_next
from core.accounts.actor import Actor
from core.documents.models import Document
from core.jobs.runner import run
from core.notices.models import Notice
from ngo.registry.models import Organisation
from tests.factories.cycle import CHECKED, CONFIRMATION_DUE, Cycle
from tests.factories.pages import words

pytestmark = pytest.mark.django_db
Visit = Callable[[Actor, datetime], Client]
AFTER = CONFIRMATION_DUE + timedelta(seconds=1)


def no(note: str) -> dict[str, str]:
    return {"answer": "no", "note": note}


def called(cycle: Cycle, offer: Offer) -> None:
    cycle.confirm(offer)
    cycle.check(cycle.fresh(offer), proposal="correct", fields=["III.3"], accessibility=no("brak opisu dojazdu"))


def rejected(cycle: Cycle, offer: Offer) -> None:
    cycle.confirm(offer)
    cycle.check(cycle.fresh(offer), proposal="reject", within=no("inny teren"))


def left(cycle: Cycle, offer: Offer) -> None:
    leave_unexamined(cycle.fresh(offer), reason="Potwierdzenie nie wpłynęło.", actor=cycle.officer, at=AFTER)


LETTERS = [
    ("corrections.call", called, "offer-returned", "Wezwanie do uzupełnienia oferty nr"),
    ("evaluation.rejection", rejected, "offer-rejected", "Odrzucenie oferty nr"),
    ("confirmations.unexamined", left, "offer-unexamined", "Pozostawienie bez rozpatrzenia oferty nr"),
]


@pytest.mark.parametrize(("kind", "decide", "mail", "title"), LETTERS)
def test_in_the_case_for_its_organisation_and_the_office_and_in_the_dossier(
    visit: Visit,
    cycle: Cycle,
    competition: Competition,
    ours: Organisation,
    alice: Actor,
    bob: Actor,
    officer: Actor,
    run_jobs: Callable[[], int],
    kind: str,
    decide: Any,
    mail: str,
    title: str,
) -> None:
    offer = cycle.offer(competition, ours)
    decide(cycle, offer)
    run_jobs()
    letter = Document.objects.get(kind=kind)
    assert letter.title.startswith(title)
    assert (
        "Pismo w formacie PDF znajdziesz na stronie oferty." in Notice.objects.filter(template=mail).latest("pk").body
    )
    page = f"/moje/oferty/{offer.public_id}/"
    for actor in (alice, officer):
        client = visit(actor, AFTER)
        assert title in words(client.get(page))
        assert client.get(letter.url)["Content-Type"] == "application/pdf"
    assert visit(bob, AFTER).get(letter.url).status_code == 404
    job = dossiers.ask(offer, actor=officer, at=AFTER)
    run(job.pk, clock=lambda: AFTER, loud=True)
    with default_storage.open(str(Dossier.objects.get(pk=job.args[0]).file.name)) as file:
        names = ZipFile(file).namelist()
    assert any(kind.replace(".", "-") in name for name in names)


@pytest.mark.parametrize(("kind", "decide", "_mail", "_title"), LETTERS)
def test_each_is_issued_once(
    cycle: Cycle, competition: Competition, run_jobs: Callable[[], int], kind: str, decide: Any, _mail: str, _title: str
) -> None:
    decide(cycle, cycle.offer(competition))
    run_jobs()
    run_jobs()
    assert Document.objects.filter(kind=kind).count() == 1


def test_an_accepted_offer_gets_none(cycle: Cycle, competition: Competition, run_jobs: Callable[[], int]) -> None:
    cycle.check(cycle.offer(competition, to="confirmed"))
    run_jobs()
    assert not Document.objects.filter(kind__in=[kind for kind, *_rest in LETTERS]).exists()


def test_what_each_says(cycle: Cycle, competition: Competition) -> None:
    offers = [cycle.offer(competition) for _ in range(3)]
    for offer, (_kind, decide, _mail, _title) in zip(offers, LETTERS, strict=True):
        decide(cycle, offer)
    call = CallSheet.of(Correction.objects.get())
    assert (call.fields, call.files, call.sign_again) == (("III.3 " + call.fields[0].split(" ", 1)[1],), (), False)
    assert call.reason == "Opisano zapewnienie dostępności: brak opisu dojazdu"
    assert call.about.organisations == offers[0].organisation.name
    assert call.decided_on == CHECKED.date()
    following = whats_next(cycle.fresh(offers[0]), offers[0].versions.get(), at=CHECKED)
    assert following is not None
    assert following.words.startswith("Uzupełnijcie ofertę tak, jak wzywa urząd.")
    assert (following.turn, following.due) == ("organizacja", ""), (
        "its term stands in the call, not in the announcement"
    )
    rejection = RejectionSheet.of(FormalCheck.objects.get(proposal="reject"))
    assert [note for _text, note in rejection.faults] == ["inny teren"]
    unexamined = UnexaminedSheet.of(cycle.fresh(offers[2]))
    assert (unexamined.reason, unexamined.decided_by) == ("Potwierdzenie nie wpłynęło.", str(cycle.officer.user))
