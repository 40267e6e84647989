"""A person and their data: the copy, who read them, and that no table with a person in it is left out."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from config.desks import OWN_DATA, READS
from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.models import Entry, PersonalRead
from core.notices.actions import send
from core.privacy import erased
from core.privacy.models import OwnDataCopy
from core.privacy.queries import own_data, reads_about
from core.privacy.shares import shares
from core.web.page import log_personal_read
from office.feedback.actions import send as send_remark

pytestmark = pytest.mark.django_db

# Relations to an account that the copy does not tell of by themselves, and why.
EXEMPT = {
    "core.hat.granted_by": "an act: it is in the ledger, and so in the copy",
    "core.hat.withdrawn_by": "an act: it is in the ledger, and so in the copy",
    "core.invitation.invited_by": "an act: it is in the ledger, and so in the copy; the address is somebody else's",
    "core.document.issued_by": "an act: it is in the ledger, and so in the copy",
    "core.publication.published_by": "an act: it is in the ledger, and so in the copy",
    "core.erasurerequest.decided_by": "an act: it is in the ledger, and so in the copy",
    "office.letterset.checked_by": "an act: it is in the ledger, and so in the copy",
    "office.case.officer": "an act: it is in the ledger, and so in the copy",
    "office.letter.entered_by": "an act: it is in the ledger, and so in the copy",
    "office.letter.person_to": "an act: it is in the ledger, and so in the copy",
    "office.letter.taken_by": "an act: it is in the ledger, and so in the copy",
    "office.decree.person": "an act: it is in the ledger, and so in the copy",
    "office.decree.entered_by": "an act: it is in the ledger, and so in the copy",
    "office.intake.user": "an act: it is in the ledger, and so in the copy; the e-mail is somebody else's",
    "office.feedback.answered_by": "an act: it is in the ledger, and so in the copy",
    "ngo.organisation.verified_by": "an act: it is in the ledger, and so in the copy",
    "ngo.import.imported_by": "an act: it is in the ledger, and so in the copy",
    "ngo.import.undo_asked_by": "an act: it is in the ledger, and so in the copy",
    "ngo.merge.merged_by": "an act: it is in the ledger, and so in the copy",
    "ngo.merge.undone_by": "an act: it is in the ledger, and so in the copy",
    "ngo.dismissal.dismissed_by": "an act: it is in the ledger, and so in the copy",
    "ngo.mailing.written_by": "an act: it is in the ledger, and so in the copy",
    "ngo.contact.added_by": "an act: it is in the ledger, and so in the copy",
    "ngo.signatory.confirmed_by": "an act: it is in the ledger, and so in the copy",
    "ngo.signatory.declared_by": "an act: it is in the ledger, and so in the copy",
    "ngo.proposal.proposed_by": "an act: it is in the ledger, and so in the copy",
    "ngo.organisationdocument.uploaded_by": "an act: it is in the ledger, and so in the copy",
    "ngo.proposal.decided_by": "an act: it is in the ledger, and so in the copy",
    "ngo.representation.decided_by": "an act: it is in the ledger, and so in the copy",
    "competitions.question.answered_by": "an act: it is in the ledger, and so in the copy",
    "competitions.formalcheck.filled_by": "an act: it is in the ledger, and so in the copy",
    "competitions.formalcheck.approved_by": "an act: it is in the ledger, and so in the copy",
    "competitions.nomination.nominated_by": "an act: it is in the ledger, and so in the copy",
    "competitions.recruitment.drawn_up_by": "an act: it is in the ledger, and so in the copy",
    "competitions.receipt.recorded_by": "an act: it is in the ledger, and so in the copy",
    "competitions.scorecard.assigned_by": "an act: it is in the ledger, and so in the copy",
    "competitions.plan.asked_by": "an act: it is in the ledger, and so in the copy",
    "competitions.link.entered_by": "an act: it is in the ledger, and so in the copy",
    "competitions.correction.called_by": "an act: it is in the ledger, and so in the copy",
}


def relations() -> set[str]:
    """Every relation of a table to an account."""
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model is User
    }


def test_every_relation_to_an_account_is_in_the_copy_or_exempt_with_a_reason() -> None:
    covered = {name for share in shares() for name in share.covers}
    assert relations() - covered - EXEMPT.keys() == set(), "say in a stage's privacy.py what it keeps of a person"
    assert covered - relations() == set()
    assert EXEMPT.keys() - relations() == set()
    assert len(shares()) == len(OWN_DATA)


def test_a_copy_is_made_once_and_holds_ones_own_data_alone(people: Any, enter: Any, run_jobs: Any, at: Any) -> None:
    anna, other = people(name="Anna Lipa"), people(name="Inna Osoba")
    send(anna.user, template="second-factor-reset", context={"reason": "<b>zgubiony</b>"}, subject_obj=anna.user, at=at)
    send_remark("Nie działa", kind="remark", page="/", email="anna@dom.example", actor=anna, at=at)
    send_remark("Tajne innej osoby", kind="remark", page="/", email="inna@dom.example", actor=other, at=at)
    client: Client = enter(anna)
    for _twice in range(2):
        assert client.post("/konto/dane/").status_code == 302
    run_jobs()
    copy = OwnDataCopy.objects.get()
    page = client.get("/konto/dane/").content.decode()
    assert f"/konto/dane/kopia/{copy.public_id}/" in page
    answer = client.get(f"/konto/dane/kopia/{copy.public_id}/")
    assert answer["Content-Disposition"] == 'attachment; filename="moje-dane.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.namelist() == ["moje-dane.json", "moje-dane.html", "moje-dane.css"]
        read = json.loads(archive.read("moje-dane.json"))
        html = archive.read("moje-dane.html").decode()
    assert read["Konto"][0]["imię i nazwisko"] == "Anna Lipa"
    assert read["Uwagi do stron"][0]["podany kontakt"] == "anna@dom.example"
    assert "&lt;b&gt;zgubiony" in html
    assert "Inna Osoba" not in html + json.dumps(read)
    assert "Tajne innej osoby" not in html + json.dumps(read)
    assert not {"haslo", "argon2", "md5$"} & set(html.split())
    assert enter(other).get(f"/konto/dane/kopia/{copy.public_id}/").status_code == 404
    assert Entry.objects.filter(chain=anna.user.chain, verb="make_copy").count() == 1


def test_a_person_sees_who_read_their_data_by_role_and_unit_but_not_by_name(
    people: Any, enter: Any, at: Any, django_assert_num_queries: Any
) -> None:
    anna = people(name="Anna Lipa")
    ada = people("administrator", name="Ada Zgłębiona")
    ola = people("officer", key="KMIII", title="Wydział Społeczeństwa Obywatelskiego", name="Ola Tajna")
    enter(ada).get(f"/administracja/konta/{anna.user.public_id}/")
    enter(anna).get("/konto/")
    client = enter(anna)
    for count in (1, 20):
        for _each in range(count):
            log_personal_read(ola, "remark", anna.user, at=at)
        with django_assert_num_queries(8):
            page = client.get("/konto/dane/odczyty/").content.decode()
    assert "administrator systemu" in page
    assert "pracownik: Wydział Społeczeństwa Obywatelskiego" in page
    assert "strona konta" in page
    assert "Ola Tajna" not in page
    assert "Ada Zgłębiona" not in page
    log_personal_read(anna, "account", anna.user, at=at)
    assert reads_about(anna.user).filter(user=anna.user).count() == 0
    assert reads_about(people().user).count() == 0


def test_a_list_of_people_is_a_read_of_each(people: Any, enter: Any) -> None:
    anna, ada = people(), people("administrator")
    enter(ada).get("/administracja/konta/")
    row = PersonalRead.objects.get(subject_id=anna.user.public_id)
    assert (row.page, row.hat_kind, row.user) == ("accounts", "administrator", ada.user)


def test_every_share_says_something_of_a_full_life(cycle: Any) -> None:
    """Plays a whole cycle and collects the copy of everybody in it: no share breaks on real rows."""
    cycle.report(cycle.paid())
    said = {part.label for user in User.objects.all() for part in own_data(user) if part.rows}
    assert {"Konto", "Role", "Oferty", "Karty oceny", "Komisje konkursowe", "Umowy", "Lista ekspertów"} <= said


def test_every_page_of_the_read_log_has_words() -> None:
    assert all(READS.values())


def test_the_list_of_the_forgotten_is_merged(tmp_path: Any, settings: Any) -> None:
    settings.ERASED_FILE = tmp_path / "erased.jsonl"
    assert erased.listed() == set()
    erased.add(["a", "b"], day="2026-11-23")
    other = tmp_path / "other.jsonl"
    other.write_text('{"account": "b", "on": "2026-11-20"}\n{"account": "c", "on": "2026-11-20"}\n')
    erased.merge(other)
    erased.merge(other)
    assert erased.listed() == {"a", "b", "c"}
    assert len(settings.ERASED_FILE.read_text().splitlines()) == 3


def test_an_actor_without_a_user_reads_unnoted(at: Any, people: Any) -> None:
    log_personal_read(Actor(), "account", people().user, at=at)
    assert not PersonalRead.objects.exists()
