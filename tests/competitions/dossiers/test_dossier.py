"""The dossier of a case: complete, checkable by others' tools, only for staff and auditors, its reading noted."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from competitions.calls.models import Competition
from competitions.dossiers import actions
from competitions.dossiers.models import Dossier
from competitions.dossiers.privacy import DOSSIERS
from competitions.offers import actions as offers
from competitions.offers.models import Offer
from core.accounts.actor import VISITOR, Actor
from core.audit.models import Entry, PersonalRead
from core.documents.queries import documents_of_case
from core.jobs.models import Job
from core.jobs.runner import run
from core.signin.actions import withdraw_hat
from ngo.registry.models import Organisation
from tests.factories.cycle import PAID, WRITTEN, Cycle
from tests.factories.files import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a dossier is unpacked."""
    return tmp_path / "teczka"


@pytest.fixture
def paid(cycle: Cycle, competition: Competition, ours: Organisation, run_jobs: Callable[[], int]) -> Offer:
    """Alice's offer with everything: confirmed, checked, scored, awarded, contracted, paid; and another one beside it."""
    offer = cycle.offer(competition, ours)
    cycle.offer(competition)
    cycle.concluded(competition)
    cycle.resolved(competition)
    cycle.agreement(cycle.fresh(offer))
    run_jobs()
    return cycle.fresh(offer)


def made(case: Any, actor: Actor, at: datetime) -> Dossier:
    job = actions.ask(case, actor=actor, at=at)
    run(job.pk, clock=lambda: at, loud=True)
    return Dossier.objects.get(pk=job.args[0])


def unpacked(dossier: Dossier, folder: Path) -> list[str]:
    with default_storage.open(str(dossier.file.name)) as file:
        ZipFile(file).extractall(folder)
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


def checked(folder: Path) -> tuple[int, str]:
    """What the program in the dossier says, and sha256sum beside it."""
    program = subprocess.run([sys.executable, "sprawdz.py"], cwd=folder, capture_output=True, text=True, check=False)
    sums = subprocess.run(["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    return program.returncode or sums.returncode, program.stdout


def test_everything_of_a_case_is_there_and_can_be_checked(paid: Offer, officer: Actor, folder: Path) -> None:
    dossier = made(paid, officer, PAID)
    names = unpacked(dossier, folder)
    issued = [name for name in names if name.startswith("dokumenty/")]
    assert names == [
        "CZYTAJ.txt",
        "SHA256SUMS",
        *issued,
        "ksiega/ksiega.csv",
        "ksiega/ksiega.jsonl",
        "ocena/decyzja-zarzadu.json",
        "ocena/karty-ekspertow.json",
        "ocena/ocena-formalna-1.json",
        "ocena/opinia-komisji.json",
        "oferta/oferta.json",
        "oferta/wersja-1-oferent.json",
        "oferta/wersja-1.json",
        "sprawdz.py",
    ]
    documents = list(documents_of_case(paid))
    assert {"offers.confirmation", "agreements.agreement"} <= {document.kind for document in documents}
    sums = {hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in issued}
    assert sums == {document.sha256 for document in documents}
    assert checked(folder) == (0, "Teczka jest cała: pliki i księga bez zmian.\n")
    # What stands on the signed paper is the hash of a file in the dossier.
    assert hashlib.sha256((folder / "oferta/wersja-1.json").read_bytes()).hexdigest() == paid.checksum
    cards = json.loads((folder / "ocena/karty-ekspertow.json").read_text())
    assert [len(card["scores"]) for card in cards] == [6, 6]
    verbs = [json.loads(line)["entry"]["verb"] for line in (folder / "ksiega/ksiega.jsonl").open()]
    assert verbs == list(
        Entry.objects.filter(chain=paid.chain)
        .exclude(verb="make_dossier")
        .order_by("seq")
        .values_list("verb", flat=True)
    )
    table = (folder / "ksiega/ksiega.csv").read_text("utf-8-sig")
    assert "Złożono ofertę" in table
    assert "Olga Urzędnicza" in table


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("ksiega/ksiega.jsonl", '"verb":"submit"', '"verb":"sumbit"', "księga: wpis 2 w ksiega.jsonl"),
        ("oferta/oferta.json", "Fundacja Alicji", "Fundacja Innej", "plik zmieniony: oferta/oferta.json"),
    ],
)
def test_what_was_changed_after_packing_is_found(
    paid: Offer, officer: Actor, folder: Path, file: str, old: str, new: str, said: str
) -> None:
    unpacked(made(paid, officer, PAID), folder)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new))
    (folder / "dopisany.pdf").write_bytes(b"%PDF")
    code, faults = checked(folder)
    assert code == 1
    assert said in faults
    assert "pliku nie ma w wykazie: dopisany.pdf" in faults


def test_an_issued_file_that_is_no_longer_as_issued_is_told(paid: Offer, officer: Actor, folder: Path) -> None:
    first = documents_of_case(paid)[0]
    default_storage.delete(first.file)
    with default_storage.open(first.file, "wb") as file:
        file.write(b"%PDF-1.7 podmieniony")
    unpacked(made(paid, officer, PAID), folder)
    assert "UWAGA: te pliki różnią się" in (folder / "CZYTAJ.txt").read_text()
    assert "- dokumenty/01-" in (folder / "CZYTAJ.txt").read_text()


def test_files_of_the_offer_go_along_but_for_those_in_quarantine(
    cycle: Cycle, competition: Competition, alice: Actor, ours: Organisation, officer: Actor, folder: Path
) -> None:
    offer = cycle.offer(competition, ours, to="draft")
    for title, name in (("Statut", "Statut fundacji.pdf"), ("Pełnomocnictwo", "groźny.pdf")):
        offers.attach(offer, file=pdf(name), title=title, actor=alice, at=WRITTEN)
    offers.submit(offer, actor=alice, clock=lambda: WRITTEN)
    offer.attachments.filter(title="Pełnomocnictwo").update(quarantined=True)
    names = unpacked(made(cycle.fresh(offer), officer, WRITTEN), folder)
    kept = [name for name in names if name.startswith("zalaczniki/")]
    assert kept == ["zalaczniki/01-statut-fundacji.pdf", "zalaczniki/wykaz.json"]
    listed = json.loads((folder / "zalaczniki/wykaz.json").read_text())
    assert [(row["title"], row["quarantined"]) for row in listed] == [("Statut", False), ("Pełnomocnictwo", True)]
    assert checked(folder)[0] == 0


def test_the_dossier_of_a_competition_holds_every_offer_and_no_draft(
    cycle: Cycle, paid: Offer, officer: Actor, folder: Path
) -> None:
    competition = paid.competition
    Offer.objects.create(
        competition=competition,
        organisation=paid.organisation,
        created_by=officer.person,
        created_at=PAID,
        saved_at=PAID,
    )
    names = unpacked(made(competition, officer, PAID), folder)
    assert len({name.split("/")[1] for name in names if name.startswith("oferty/")}) == 2
    assert any(name.startswith("oferty/001-fundacja-alicji") and name.endswith("wersja-1.json") for name in names)
    assert any(name.startswith("konkurs/dokumenty/") and "announcement" in name for name in names)
    assert checked(folder)[0] == 0


def test_only_staff_and_auditors_ask_and_only_who_asked_takes_it(
    paid: Offer, alice: Actor, officer: Actor, people: Any, visit: Callable[[Actor, datetime], Client]
) -> None:
    page = f"/urzad/oferty/{paid.public_id}/teczka/"
    assert visit(alice, PAID).get(page).status_code == 404
    assert visit(alice, PAID).post(page).status_code == 404
    assert visit(VISITOR, PAID).get(page).status_code == 302
    auditor = people("auditor", name="Adam Audytor")
    asked = visit(auditor, PAID).post(page)
    assert visit(auditor, PAID).post(page)["Location"] == asked["Location"]
    job = Job.objects.get(name="dossiers.make")
    run(job.pk, clock=lambda: PAID, loud=True)
    dossier = Dossier.objects.get()
    job.refresh_from_db()
    assert (job.state, job.progress_done, job.link) == ("done", 1, page)
    file = f"/urzad/teczki/{dossier.public_id}/"
    assert visit(officer, PAID).get(file).status_code == 404
    assert not PersonalRead.objects.filter(page="dossier").exists()
    client = visit(auditor, PAID)
    assert dossier.sha256 in client.get(page).content.decode()
    taken = client.get(file)
    assert hashlib.sha256(taken.getvalue()).hexdigest() == dossier.sha256
    assert taken["Content-Disposition"] == 'attachment; filename="teczka-oferty-1.zip"'
    read = PersonalRead.objects.get(page="dossier")
    assert (read.user, read.subject_id) == (auditor.user, paid.public_id)
    assert Entry.objects.get(chain=paid.chain, verb="make_dossier").after["sha256"] == dossier.sha256


def test_a_role_that_ended_meanwhile_gets_nothing(paid: Offer, officer: Actor, people: Any) -> None:
    leaving = people("officer", key="KMIII", name="Ola Odchodząca")
    job = actions.ask(paid, actor=leaving, at=PAID)
    withdraw_hat(leaving.hat, actor=officer, at=PAID)
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "nie daje już dostępu" in job.error
    assert not Dossier.objects.get().file


def test_an_attempt_cut_off_before_the_end_is_made_anew_once(paid: Offer, officer: Actor) -> None:
    job = actions.ask(paid, actor=officer, at=PAID)
    dossier = Dossier.objects.get()
    # A worker that was killed after it had stored the file and before it could say so.
    default_storage.save(f"dossiers/{dossier.public_id}.zip", ContentFile(b"PK half"))
    assert run(job.pk, clock=lambda: PAID, loud=True)
    dossier.refresh_from_db()
    assert default_storage.listdir("dossiers")[1] == [f"{dossier.public_id}.zip"]
    assert default_storage.size(str(dossier.file.name)) == dossier.size
    before = dossier.sha256
    actions.keep(dossier, default_storage.open(str(dossier.file.name)), sha256="0" * 64, size=1, actor=officer, at=PAID)
    dossier.refresh_from_db()
    assert dossier.sha256 == before


def test_the_file_ends_after_a_month_and_the_entry_stays(paid: Offer, officer: Actor) -> None:
    dossier = made(paid, officer, WRITTEN)
    assert not list(DOSSIERS.ended(WRITTEN + timedelta(days=20)))
    rows = list(DOSSIERS.ended(WRITTEN + timedelta(days=40)))
    name = str(dossier.file.name)
    DOSSIERS.forget(rows, at=WRITTEN + timedelta(days=40))
    assert not default_storage.exists(name)
    assert Entry.objects.filter(chain=paid.chain, verb="make_dossier").exists()
    assert not list(DOSSIERS.ended(WRITTEN + timedelta(days=40)))
