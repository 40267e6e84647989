"""What outlives its time is anonymised, batch by batch, once; what case files rely on stays; the ledger is whole after."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils.timezone import now

from competitions.dossiers.models import Dossier
from competitions.messages.actions import write as write_message
from competitions.messages.models import Message
from competitions.nominations.actions import nominate
from competitions.nominations.actions import withdraw as withdraw_nomination
from competitions.nominations.models import Nomination
from competitions.questions.models import Question
from competitions.recruitment.models import Candidacy, Proof
from config.desks import RETENTION
from core.accounts.actor import Actor, system
from core.accounts.models import Hat, User
from core.audit import ledger
from core.audit.models import Entry, PersonalRead
from core.documents.models import Document
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.notices.models import Notice, RefusedAddress
from core.notices.models import State as LetterState
from core.operations import verify
from core.privacy import actions, erased, terms
from core.privacy.models import ErasureRequest, OwnDataCopy
from core.privacy.queries import binds, ended
from core.privacy.refusals import Bound, Decided
from core.privacy.retention import Rule, rules
from core.signin.actions import invite, leave
from core.signin.models import Invitation
from core.web.page import log_personal_read
from ngo.contacts.actions import add_contact, agree_to_letters, open_list, opt_out, withdraw_letters
from ngo.contacts.models import Contact, ContactConsent, OptOut, Way, address_digest
from ngo.contacts.queries import audience
from ngo.contacts.refusals import OptedOut
from ngo.duplicates.models import Merge
from ngo.mailings.actions import opt_out as stop_letters
from ngo.mailings.models import Mailing, MailingLetter
from ngo.papers.actions import add_document, withdraw_document
from ngo.papers.models import OrganisationDocument, Proposal, Signatory
from ngo.registry.models import Import, ImportRejection, Organisation, Representation
from office.agenda.actions.events import enter as enter_event
from office.agenda.models import Attendee, Event
from office.correspondence import actions as correspondence
from office.dialogue.actions import end_seat
from office.feedback.actions import answer
from office.feedback.actions import send as send_remark
from office.feedback.models import Feedback
from office.letters.actions import FIELDS as LETTER_FIELDS
from office.letters.actions import add_addressees, write_letters
from office.letters.models import LetterSet
from office.papers.actions import withdraw_paper
from office.registers.actions import enter
from office.registers.models import Entry as RegisterEntry
from office.registers.schema import registers
from office.structure.actions import appoint
from office.structure.models import Appointment, Unit
from office.surveys.actions import reply
from office.surveys.models import Comment
from office.surveys.schema import services
from office.terms.actions import enter_absence
from office.terms.models import Escalation
from office.trips.actions import Plan as TripPlan
from office.trips.actions import cancel as cancel_trip
from office.trips.actions import plan as plan_trip
from office.trips.models import Trip
from tests.factories.agenda import attendee, planned
from tests.factories.board import Board
from tests.factories.council import Council
from tests.factories.files import pdf
from tests.factories.mail import eml
from tests.factories.papers import submitted
from tests.factories.recruitment import Office

pytestmark = pytest.mark.django_db
CLOCK = system("test")
YEAR = timedelta(days=366)


def run(at: datetime) -> dict[str, tuple[int, int]]:
    """One night: rule → (done, bound)."""
    done = {}
    for rule in rules():
        count = bound = 0
        after: int | None = 0
        while after is not None:
            some, stay, after = actions.anonymise(rule, after, actor=CLOCK, at=at)
            count, bound = count + some, bound + stay
        done[rule.code] = (count, bound)
    return done


def closed(user: User, at: datetime) -> User:
    return leave(user, successors={}, actor=CLOCK, at=at, reason="odejście")


def test_every_rule_has_its_months_and_they_are_kept() -> None:
    assert len({rule.code for rule in rules()}) == len(RETENTION)
    assert {rule.code for rule in rules()} | {"case_files"} == set(settings.PRIVACY["terms"])
    assert settings.PRIVACY["terms"]["reads"] >= 24


def test_a_closed_account_becomes_nobody_and_the_ledger_is_whole(people: Any, at: Any) -> None:
    anna = people("auditor", name="Anna Lipa").user
    people("auditor")
    EmailAddress.objects.create(user=anna, email=anna.email, verified=True)
    send(anna, template="second-factor-reset", context={"reason": "x"}, subject_obj=anna, at=at)
    email = anna.email
    closed(anna, at)
    assert run(at + YEAR)["closed_accounts"] == (0, 0)
    assert run(at + 2 * YEAR)["closed_accounts"] == (1, 0)
    anna.refresh_from_db()
    assert str(anna) == "osoba usunięta"
    assert anna.email.endswith("@usunieto.invalid")
    assert not anna.has_usable_password()
    assert not EmailAddress.objects.filter(email=email).exists()
    assert not Notice.objects.filter(user=anna).exists()
    assert Hat.objects.filter(user=anna).exists()
    assert Entry.objects.get(chain="retention").after == {"rule": "closed_accounts", "count": 1}
    assert list(ledger.faults()) == []
    before = Entry.objects.count()
    assert run(at + 2 * YEAR)["closed_accounts"] == (0, 0)
    assert Entry.objects.count() == before


def test_a_reopened_and_an_open_account_stay(people: Any, at: Any) -> None:
    closed(people().user, at + 2 * YEAR)
    people()
    assert run(at + 3 * YEAR)["closed_accounts"] == (0, 0)


def test_what_a_submitted_offer_and_a_score_card_rely_on_is_bound_with_the_reason(cycle: Any, at: Any) -> None:
    agreement = cycle.paid()
    user = agreement.offer.submitted_by
    after = at + 3 * YEAR
    closed(user, at)
    (reason, *_rest) = binds(user, after.date())
    assert "art. 17 ust. 3 lit. b" in reason
    assert "1 stycznia 2033" in reason
    documents = list(Document.objects.values("sha256", "data"))
    assert run(after)["closed_accounts"] == (0, 1)
    shown = next(each for each in ended(after) if each.label == "Zamknięte konta")
    assert shown.count == 0
    assert shown.bound[0][0] == user.public_id
    assert any("rozliczenie" in text for text in binds(user, at.date().replace(year=2040)))
    type(agreement).objects.update(settled_at=at)
    assert run(at + 8 * YEAR)["closed_accounts"] == (1, 0)
    assert list(Document.objects.values("sha256", "data")) == documents
    assert list(verify.faults()) == []


def contacts_of_every_rule(people: Any, organisation: Organisation, at: datetime) -> None:
    """Addresses that left a list, a letter sent to one of them, merged records, papers that no longer hold."""
    officer = people("officer", key="KMIII")
    office = {"actor": officer, "at": at}
    some = open_list({"name": "Rady", "purpose": "konsultacje"}, **office)
    person = {"name": "Jan Sum", "email": "jan@dom.example", "basis": "consent", "given_on": at.date()}
    add_contact(some, {**person, "basis_note": "mail Jana"}, **office)
    agree_to_letters(organisation, email="biuro@dom.example", wording="Zgoda.", **office)
    mailing = Mailing.objects.create(contact_list=some, subject="Nabór", text="x", written_at=at, sent_at=at)
    mailing.letters.create(email="jan@dom.example", key="jan@dom.example", name="Jan Sum", reason="zgoda Jana")
    opt_out("jan@dom.example", way=Way.OFFICE, **office)
    withdraw_letters(organisation, **office)
    values = {"email": "a@dom.example", "city": "Łódź"}
    Merge.objects.create(
        kept=organisation,
        absorbed=organisation,
        reason="to samo",
        merged_at=at,
        values={"before": values, "after": {"city": "Łódź"}, "absorbed": values},
    )
    Signatory.objects.create(
        organisation=organisation,
        name="Jan Sum",
        function="prezes",
        valid_to=at.date(),
        declared_at=at,
        declared_by=officer.user,
    )
    statute = add_document(
        organisation, file=pdf(), kind="other", title="Pełnomocnictwo Jana", proves_spheres=True, **office
    )
    withdraw_document(statute, reason="nowy statut", **office)
    Proposal.objects.create(
        organisation=organisation,
        field="name",
        value="Fundacja Jana Suma",
        reason="prosi Jan Sum",
        proposed_at=at,
        proposed_by=officer.user,
        decided_at=at,
        decision="Jan Sum nie jest fundatorem",
    )


def cases_of_every_rule(people: Any, cycle: Any, at: datetime) -> None:
    """What ends in the cases: a candidacy without a place, a withdrawn nomination, a message about an offer never submitted."""
    anna, office = people(name="Anna Lipa"), Office(cycle)
    office.candidacy(office.recruitment(), anna, career="Dom kultury Anny")
    organisation = cycle.organisation()
    alice = cycle.signatory(organisation)
    about = {"name": "Nina Wilk", "email": "nina@dom.example", "recommendation": "Nina zna się na tym."}
    withdraw_nomination(nominate(organisation, **about, actor=alice, at=at), actor=alice, at=at)
    draft = cycle.offer(cycle.competition(), organisation, to="draft")
    write_message(draft, "Mój telefon to 600", actor=alice, at=at)


def office_of_every_rule(people: Any, at: datetime) -> None:
    """What ends in the office: a guest in the register of visits, a paper that was withdrawn, a former member of the council, a

    person who left their post, a letter, an e-mail, an absence.
    """
    clerk = people("officer", key="KMII")
    visit = {"day": at.date().isoformat(), "host": "marshal", "person": "Jan Gość", "matter": "Patronat"}
    enter(registers()["wizyty"], visit, actor=clerk, at=at)
    came = {"received_on": at.date(), "channel": "paper", "addressee": "marszalek", "kind": "letter"}
    letter = correspondence.register({**came, "sender": "Jan Nadawca", "matter": "Droga"}, actor=clerk, at=at)
    correspondence.close(letter, reason="bez odpowiedzi", actor=clerk, at=at)
    correspondence.read_mail(eml(pdf()), actor=clerk, at=at)
    stands_in, unit = people("officer", key="KMII"), Unit.objects.get(code="KMII")
    away = {"deputy": stands_in.user, "first_day": at.date(), "last_day": at.date()}
    enter_absence(clerk.user, unit=unit, **away, actor=clerk, at=at)
    Escalation.objects.create(
        source="letter", ref="k7Qm", due_on=at.date(), step="head", user=stands_in.user, told_at=at
    )
    board = Board(people, at=at)
    withdraw_paper(submitted(board, at), "pomyłka", actor=board.officer, at=at)
    council = Council(people, at=at)
    end_seat(council.seats[0], valid_to=at.date(), actor=council.clerk, at=at)
    post = {"title": "inspektor", "name": "Zofia Biurko", "phone": "42 100 20 30", "valid_from": at.date()}
    appoint({**post, "valid_to": at.date()}, unit=Unit.objects.get(code="KMII"), actor=clerk, at=at)
    days = {"starts_on": at.date(), "ends_on": at.date()}
    values = {"kind": "domestic", "purpose": "Rozmowa z Janem", "country": "", "place": "Sieradz", **days}
    trip = plan_trip(TripPlan(values, [{"name": "Jan Gość"}]), unit=Unit.objects.get(code="KMII"), actor=clerk, at=at)
    cancel_trip(trip, reason="choroba", actor=clerk, at=at)
    gone = write_letters(
        {
            **dict.fromkeys(LETTER_FIELDS, ""),
            "kind": "wishes",
            "occasion": None,
            "text": "Panie Janie!",
            "dated_on": at.date(),
        },
        unit=Unit.objects.get(code="KMII"),
        actor=clerk,
        at=at,
    )
    add_addressees(gone, [("", {"gender": "man", "last_name": "Gość"})], actor=clerk, at=at)
    asked = services()["sekretariat"]
    reply(asked, dict.fromkeys(dict(asked.questions), 5), comment="Pani Zofia pomogła.", token="t", at=at)
    attendee(full_name="Zofia Funkcja", ended_on=at.date())
    enter_event(planned(title="Rozmowa z Janem Gościem", matter="Sprawa Jana", note="600"), actor=clerk, at=at)


def rows_of_every_rule(people: Any, cycle: Any, at: datetime) -> None:
    """One row for every rule."""
    anna, ada = people(name="Anna Lipa"), people("administrator")
    RefusedAddress.objects.create(email="nie-ma@dom.example", refused_at=at)
    closed(people().user, at)
    invite("nowa@dom.example", "auditor", actor=ada, at=at)
    Notice.objects.update(state=LetterState.SENT)
    UserSession.objects.create(user=anna.user, ip="10.0.0.1", session_key="s", user_agent="x", created_at=at)
    UserSession.objects.update(created_at=at, last_seen_at=at)
    log_personal_read(ada, "account", anna.user, at=at)
    actions.make_copy(OwnDataCopy.objects.create(user=anna.user, asked_at=at), actor=CLOCK, at=at)
    asked = actions.ask_for_erasure(anna.user, "proszę", actor=anna, at=at)
    actions.refuse_erasure(asked, actor=ada, at=at, reason="akta")
    remark = send_remark("Piszę z telefonu 600", kind="remark", page="/", name="Jan", actor=anna, at=at)
    answer(remark, "Dziękujemy", actor=ada, at=at)
    organisation = cycle.organisation()
    Representation.objects.create(organisation=organisation, user=anna.user, asked_at=at, decided_at=at)
    made = Import.objects.create(file_name="a.csv", started_at=at)
    made.upload.save("a.csv", ContentFile(b"Jan Kowalski"))
    ImportRejection.objects.create(
        source_import=made, row=1, reason="brak nazwy", raw="Jan Kowalski", cells=["Jan Kowalski"]
    )
    dossier = Dossier.objects.create(competition=cycle.competition(), hat=ada.hat, asked_at=at, made_at=at)
    dossier.file.save("teczka.zip", ContentFile(b"PK"))
    Question.objects.create(competition=dossier.competition, text="Czy?", email="pyta@dom.example", asked_at=at)
    contacts_of_every_rule(people, organisation, at)
    cases_of_every_rule(people, cycle, at)
    office_of_every_rule(people, at)
    made.changes.create(
        organisation=organisation,
        kind="changed",
        row=2,
        name="A",
        before={"email": "a@dom.example", "city": "Łódź"},
        after={"email": ""},
    )


def test_every_rule_does_its_work_once(people: Any, cycle: Any, at: Any) -> None:
    rows_of_every_rule(people, cycle, at)
    assert all(count == 0 for count, _bound in run(at).values())
    later = at + 7 * YEAR
    Notice.objects.update(state=LetterState.SENT)
    promised = {each.label: each.count for each in ended(later)}
    done = run(later)
    assert {str(rule.label): done[rule.code][0] for rule in rules()} == promised
    assert all(count >= 1 for count, _bound in done.values()), done
    assert all(count == 0 for count, _bound in run(later).values())
    remark = Feedback.objects.get()
    assert (remark.name, remark.text, remark.answer, remark.user) == ("", "", "", None)
    assert not PersonalRead.objects.filter(at__lt=later - 2 * YEAR).exists()
    assert not OwnDataCopy.objects.exists()
    assert not UserSession.objects.exists()
    assert not Representation.objects.exists()
    assert Invitation.objects.get().email == ""
    assert ErasureRequest.objects.get().text == ""
    made = Import.objects.get()
    assert not made.upload
    assert (made.rejections.get().raw, made.rejections.get().cells) == ("", [])
    assert (made.changes.get().before, made.changes.get().after) == ({"city": "Łódź"}, {})
    assert made.rejections.get().reason == "brak nazwy"
    contact, letter = Contact.objects.get(), MailingLetter.objects.get()
    assert (contact.name, contact.email, contact.key, contact.basis_note) == ("osoba usunięta", "", "", "")
    assert (contact.basis, contact.given_on) == ("consent", at.date())
    assert (ContactConsent.objects.get().email, ContactConsent.objects.get().wording) == ("", "Zgoda.")
    assert (letter.email, letter.name, letter.reason, letter.key) == ("", "", "", address_digest("jan@dom.example"))
    assert Merge.objects.get().values == {
        "before": {"city": "Łódź"},
        "after": {"city": "Łódź"},
        "absorbed": {"city": "Łódź"},
    }
    assert (Signatory.objects.get().name, Signatory.objects.get().function) == ("osoba usunięta", "")
    document = OrganisationDocument.objects.get()
    assert (document.file, document.name, len(document.sha256)) == ("", "", 64)
    assert document.title == f"tytuł usunięty ({document.public_id})"
    proposal = Proposal.objects.get()
    assert (proposal.field, proposal.value, proposal.reason, proposal.decision) == ("name", None, "", "")
    assert not list(Path(settings.MEDIA_ROOT).rglob(f"{document.public_id}*"))
    candidacy, proof, nomination = Candidacy.objects.get(), Proof.objects.get(), Nomination.objects.get()
    assert (candidacy.user, candidacy.name, candidacy.career, candidacy.number) == (None, "", "", 1)
    assert (proof.file, proof.name, len(proof.sha256)) == ("", "", 64)
    assert (nomination.name, nomination.email, nomination.recommendation) == ("", "", "")
    assert nomination.organisation_id
    assert Message.objects.get().text == ""
    assert RegisterEntry.objects.get().particulars["person"] is None
    trip = Trip.objects.get()
    assert (trip.purpose, trip.place, trip.people) == ("", "Sieradz", [])
    assert Comment.objects.get().text == ""
    event, person = Event.objects.get(), Attendee.objects.get()
    assert (event.title, event.matter, event.note, person.full_name) == ("–", "", "", "–")
    assert (LetterSet.objects.get().text, LetterSet.objects.get().addressees.count()) == ("", 0)
    post = Appointment.objects.get()
    assert (post.title, post.name, post.phone, post.search_key) == ("inspektor", "–", "", "")
    assert set(Notice.objects.values_list("email", "body")) == {("", "")}
    assert list(ledger.faults()) == []


def test_what_a_submitted_offer_relies_on_outlives_its_time(cycle: Any, people: Any, at: Any) -> None:
    """The statute and who signed stay as long as the files of the offer, then go."""
    offer = cycle.offer(cycle.competition(), to="submitted")
    contacts_of_every_rule(people, offer.organisation, at)
    bound = run(at + 6 * YEAR)
    assert bound["signatories"] == bound["documents"] == (0, 1)
    document = OrganisationDocument.objects.get()
    assert default_storage.exists(document.file)
    assert "Oferta nr" in next(rule for rule in rules() if rule.code == "documents").binds(document, at.date())[0]
    done = run(at + 9 * YEAR)
    assert done["signatories"] == done["documents"] == (1, 0)
    assert not default_storage.exists(document.file)
    assert list(ledger.faults()) == []


def test_two_forgotten_documents_of_one_title_keep_apart_and_what_waits_is_kept(
    people: Any, cycle: Any, at: Any
) -> None:
    office = {"actor": people("officer", key="KMIII"), "at": at}
    organisation = cycle.organisation()
    for title in ("Lista Jana", "Lista Anny"):
        made = add_document(organisation, file=pdf(), kind="other", title=title, proves_spheres=False, **office)
        withdraw_document(made, reason="stara", **office)
    Proposal.objects.create(
        organisation=organisation,
        field="city",
        value="Łódź",
        reason="x",
        proposed_at=at,
        proposed_by=office["actor"].user,
    )
    done = run(at + 9 * YEAR)
    assert (done["documents"], done["proposals"]) == ((2, 0), (0, 0))
    assert all("Lista" not in each.title for each in OrganisationDocument.objects.all())
    assert Proposal.objects.get().value == "Łódź"


def test_a_forgotten_person_is_on_no_list_and_gets_no_letters(people: Any, at: Any) -> None:
    """By any address of the account; entries stay as proof without it, nobody may put the address on a list again."""
    officer, ada, anna = people("officer", key="KMIII"), people("administrator"), people("auditor", name="Anna Lipa")
    people("auditor")
    EmailAddress.objects.create(user=anna.user, email="Anna@dom.example", verified=True)
    some = open_list({"name": "Rady", "purpose": "konsultacje"}, actor=officer, at=at)
    entry = {"name": "Anna Lipa", "basis": "public_task", "basis_note": "strona rady"}
    for email in ("anna@dom.example", "inna@dom.example"):
        add_contact(some, {**entry, "email": email}, actor=officer, at=at)
    mailing = Mailing.objects.create(contact_list=some, subject="Nabór", text="x", written_at=at, sent_at=at)
    letter = mailing.letters.create(email="anna@dom.example", key="anna@dom.example", name="Anna Lipa", reason="rada")
    asked = actions.ask_for_erasure(anna.user, "", actor=anna, at=at)
    actions.erase(asked, actor=ada, at=at, reason="wniosek")
    assert [each.email for each in audience(some, at).recipients] == ["inna@dom.example"]
    gone = Contact.objects.exclude(withdrawn_at=None).get()
    assert (gone.name, gone.email, gone.key, gone.basis) == ("osoba usunięta", "", "", "public_task")
    letter.refresh_from_db()
    assert (letter.email, letter.name) == ("", "")
    with pytest.raises(OptedOut):
        add_contact(some, {**entry, "email": "ANNA@dom.example"}, actor=officer, at=at)
    stopped = stop_letters(letter, actor=CLOCK, at=at + YEAR)
    assert stopped.opted_out_at == at + YEAR
    assert not OptOut.objects.filter(key__contains="@").exists()
    assert list(ledger.faults()) == []


def test_batches_go_past_what_must_stay(people: Any, at: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    users = [closed(people().user, at) for _each in range(5)]
    stays = {users[0].pk, users[1].pk}
    rule = Rule(
        "closed_accounts",
        "",
        "",
        terms.closed_accounts,
        terms.forget_accounts,
        lambda user, on: ["akta"] if user.pk in stays else [],
    )
    monkeypatch.setattr(actions, "ACCOUNTS", rule)
    count = bound = 0
    after: int | None = 0
    while after is not None:
        some, stay, after = actions.anonymise(rule, after, actor=CLOCK, at=at + 3 * YEAR)
        count, bound = count + some, bound + stay
    assert (count, bound) == (3, 2)
    assert set(User.objects.filter(anonymised_at=None).values_list("pk", flat=True)) == stays


def test_the_command_shows_first_and_does_after(people: Any, at: Any, capsys: Any) -> None:
    anna = closed(people().user, now() - 3 * YEAR)
    call_command("anonymise", "--dry-run")
    assert "Zamknięte konta: 1" in capsys.readouterr().out
    anna.refresh_from_db()
    assert anna.anonymised_at is None
    call_command("anonymise")
    assert "Zamknięte konta: 1" in capsys.readouterr().out
    anna.refresh_from_db()
    assert anna.anonymised_at is not None


def test_the_nightly_job_and_the_preview_are_seen_by_the_administrator(
    people: Any, enter: Any, run_jobs: Any, at: Any, django_assert_num_queries: Any
) -> None:
    closed(people().user, now() - 3 * YEAR)
    client = enter(people("administrator"))
    assert enter(people()).get("/administracja/dane/").status_code == 403
    assert client.post("/administracja/dane/").status_code == 302
    run_jobs()
    for count in (1, 20):
        for _each in range(count):
            person = people()
            actions.ask_for_erasure(person.user, "", actor=person, at=at)
        with django_assert_num_queries(8):
            page = client.get("/administracja/dane/").content.decode()
    assert "Co usunie najbliższy nocny przebieg" in page
    enqueue("privacy.anonymise")
    run_jobs()
    assert User.objects.exclude(anonymised_at=None).count() == 1
    assert "usunięto" in client.get("/administracja/dane/").content.decode()


def test_a_person_asks_to_be_forgotten_and_an_administrator_does_it(
    people: Any, enter: Any, at: Any, django_capture_on_commit_callbacks: Any
) -> None:
    anna, ada = people("auditor", name="Anna Lipa"), people("administrator")
    people("auditor")
    mine = enter(anna)
    assert "Konto można usunąć" in mine.get("/konto/dane/usuniecie/").content.decode()
    mine.post("/konto/dane/usuniecie/", {"text": "Proszę"})
    mine.post("/konto/dane/usuniecie/", {"text": "Jeszcze raz"})
    asked = ErasureRequest.objects.get()
    assert asked.text == "Proszę"
    assert Notice.objects.filter(email=settings.OFFICE["privacy"]["officer_email"]).count() == 1
    address = f"/administracja/dane/{asked.public_id}/"
    assert enter(anna).get(address).status_code == 404
    page = enter(ada).get(address).content.decode()
    assert "Usuń dane tej osoby" in page
    assert PersonalRead.objects.filter(subject_id=asked.public_id).exists()
    email = anna.user.email
    with django_capture_on_commit_callbacks(execute=True):
        assert enter(ada).post(address, {"decision": "erase", "reason": "Wniosek"}).status_code == 302
    user = User.objects.get(pk=anna.user.pk)
    assert (str(user), user.is_active) == ("osoba usunięta", False)
    assert erased.listed() == {user.public_id}
    letter = Notice.objects.get(email=email)
    assert letter.secret
    Notice.objects.update(state=LetterState.SENT)
    run(at)
    assert not Notice.objects.filter(email=email).exists()
    assert mine.get("/konto/dane/").status_code == 302
    assert list(ledger.faults()) == []
    with pytest.raises(Decided):
        actions.refuse_erasure(asked, actor=ada, at=at, reason="x")
    assert enter(ada).post(f"/administracja/konta/{user.public_id}/otworz/", {"otworz-reason": "x"}).status_code == 403


def test_a_bound_account_is_refused_with_the_article(cycle: Any, people: Any, enter: Any, at: Any) -> None:
    offer = cycle.offer(cycle.competition(), to="submitted")
    user = offer.submitted_by
    actor = Actor(user=user)
    page = enter(actor).get("/konto/dane/usuniecie/").content.decode()
    assert "art. 17 ust. 3" in page
    asked = actions.ask_for_erasure(user, "", actor=actor, at=at)
    assert asked.answer
    ada = people("administrator")
    with pytest.raises(Bound):
        actions.erase(asked, actor=ada, at=at, reason="x")
    client = enter(ada)
    address = f"/administracja/dane/{asked.public_id}/"
    assert "Usuń dane tej osoby" not in client.get(address).content.decode()
    assert client.post(address, {"decision": "erase", "reason": "x"}).status_code == 409
    client.post(address, {"decision": "refuse", "reason": "Trwa konkurs"})
    letter = Notice.objects.filter(user=user).latest("pk")
    assert "Trwa konkurs" in letter.body
    assert "art. 17 ust. 3" in letter.body
    assert "Prezesa Urzędu Ochrony Danych" in letter.body


def test_nobody_answers_their_own_request(people: Any, enter: Any, at: Any) -> None:
    ada = people("administrator")
    asked = actions.ask_for_erasure(ada.user, "", actor=ada, at=at)
    assert enter(ada).post(f"/administracja/dane/{asked.public_id}/", {"reason": "x"}).status_code == 403


def test_who_was_forgotten_is_forgotten_again_after_a_restore(people: Any, at: Any) -> None:
    anna, other = people("auditor", name="Anna Lipa").user, people().user
    erased.add([anna.public_id], day="2026-11-23")
    assert actions.forget_again(actor=CLOCK, at=at) == 1
    assert actions.forget_again(actor=CLOCK, at=at) == 0
    anna.refresh_from_db()
    other.refresh_from_db()
    assert (str(anna), anna.is_active, other.is_active) == ("osoba usunięta", False, True)
    assert not Hat.objects.worn().filter(user=anna).exists()
