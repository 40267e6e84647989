"""Mailings: word for word, each address once, in batches that a killed worker resumes, with a way out that works at once."""

import email
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from email import policy
from typing import Any

import pytest
from django.core import mail
from django.core.signing import Signer
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.accounts.actor import VISITOR, Actor, system
from core.audit.ledger import history
from core.audit.models import Entry, PersonalRead
from core.jobs.models import Job
from core.jobs.runner import run
from core.notices.delivery import deliver_due
from core.notices.models import Notice
from core.notices.models import State as Sending
from core.workflow.refusal import Conflict
from ngo.contacts import actions as contacts
from ngo.contacts.models import Contact, ContactList, OptOut, Way
from ngo.contacts.refusals import ClosedList
from ngo.mailings import actions
from ngo.mailings.access import signed
from ngo.mailings.models import Mailing, MailingLetter
from ngo.mailings.refusals import AudienceChanged, NobodyThere, NoDraft
from ngo.mailings.states import State
from tests.architecture.source import ROOT
from tests.factories.pages import words

pytestmark = pytest.mark.django_db

Enter = Callable[[Actor], Client]
Write = Callable[..., Mailing]
NAUGHTY = [each for each in json.loads((ROOT / "tests/data/naughty/blns.json").read_text()) if each.strip()]


def page_of(mailing: Mailing) -> str:
    return reverse("mailing", args=[mailing.public_id])


def way_out(mailing: Mailing, address: str) -> str:
    row = mailing.letters.get(key=address)
    return reverse("opt-out", args=[signed(row.public_id)])


def deliver(settings: Any) -> int:
    """Send all that waits, as if its minute had come."""
    Notice.objects.update(not_before=None)
    return deliver_due()


# Who


@pytest.mark.parametrize("kind", ["", "organisation_signatory", "expert", "administrator", "auditor"])
def test_mailings_are_for_the_office(kind: str, people: Any, enter: Enter, add: Any, write: Write) -> None:
    add(2)
    mailing = write()
    client = enter(people(kind, key="x") if kind else VISITOR)
    assert (client.get(page_of(mailing)).status_code == 200) is (kind == "auditor")
    before = Entry.objects.count()
    one = [mailing.public_id]
    for address in (
        reverse("mailing-write", args=[mailing.contact_list.public_id]),
        page_of(mailing),
        reverse("mailing-revise", args=one),
        reverse("mailing-trial", args=one),
        reverse("mailing-discard", args=one),
    ):
        answer = client.post(address, {"subject": "x", "text": "y", "seen": "z"})
        assert answer.status_code == 302 if not kind else answer.status_code in (403, 404)
    assert Entry.objects.count() == before
    assert not Notice.objects.exists()


# Writing


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("subject", "Temat\r\nBcc: ofiara@example.org", "jeden wiersz"),
        ("subject", "Temat\nBcc: ofiara@example.org", "jeden wiersz"),
        ("subject", "Temat\u2028Bcc: ofiara@example.org", "jeden wiersz"),
        ("subject", "Temat\x00", "znaki sterujące"),
        ("subject", "x" * 181, "180"),
        ("subject", "", "wymagane"),
        ("subject", "Do {nazwisko}", "{nazwisko}"),
        ("text", "a\x07b", "znaki sterujące"),
        ("text", "Dzień dobry {imię osoby}", "{imię osoby}"),
        ("text", " \n ", "Napisz treść"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_reason(
    field: str, value: str, said: str, officer: Actor, enter: Enter, contact_list: ContactList
) -> None:
    typed = {"subject": "Temat", "text": "Treść", field: value}
    answer = enter(officer).post(reverse("mailing-write", args=[contact_list.public_id]), typed)
    assert answer.status_code == 400
    assert said in str(answer.context["form"].errors[field])
    assert not Mailing.objects.exists()


def test_naughty_strings_arrive_as_they_were_typed_or_are_refused(
    officer: Actor, enter: Enter, add: Any, contact_list: ContactList, send: Any, settings: Any
) -> None:
    add(1)
    client, address = enter(officer), reverse("mailing-write", args=[contact_list.public_id])
    refused = []
    for text in NAUGHTY:
        answer = client.post(address, {"subject": f"T {text}"[:180], "text": f"A\n{text}\nZ"})
        if answer.status_code != 302:
            assert answer.status_code == 400
            refused.append(text)
            continue
        mailing = Mailing.objects.latest("pk")
        assert mailing.text == f"A\n{text}\nZ".replace("\r\n", "\n").replace("\r", "\n")
    kept = Mailing.objects.count()
    assert kept > 450
    assert all(any(not char.isprintable() for char in text) or "{" in text for text in refused), refused
    for mailing in Mailing.objects.all()[:60]:
        send(mailing)
        run(Job.objects.get(key=mailing.public_id).pk, loud=True)
    assert deliver(settings) == 60
    by_subject = {letter.subject: letter for letter in mail.outbox}
    for mailing in Mailing.objects.exclude(sent_at=None):
        letter = by_subject[" ".join(mailing.subject.split())]
        raw = email.message_from_bytes(letter.message().as_bytes(), policy=policy.default)
        assert raw.get_content().replace("\r\n", "\n").startswith(mailing.text + "\n\n")
        assert raw.get_content_type() == "text/plain"
        assert {name for name in raw if name in ("Bcc", "Cc")} == set()


def test_a_name_is_put_in_as_text_and_only_once(
    officer: Actor, contact_list: ContactList, write: Write, send: Any, settings: Any, at: datetime
) -> None:
    name = "<b>A&B</b> {{ settings.SECRET_KEY }} {nazwa}"
    values = {"name": name, "email": "a@example.org", "basis": "public_task", "given_on": None, "basis_note": "strona"}
    contacts.add_contact(contact_list, values, actor=officer, at=at)
    mailing = write(text="Dla {nazwa}: {{ 7*7 }} {% now %}")
    send(mailing)
    run(Job.objects.get().pk, loud=True)
    deliver(settings)
    assert mail.outbox[0].body.startswith(f"Dla {name}: {{{{ 7*7 }}}} {{% now %}}\n\n")
    assert mail.outbox[0].subject == f"Zaproszenie: {name}"
    assert "zadaniu publicznym" in mail.outbox[0].body
    assert "Skąd go mamy: strona" in mail.outbox[0].body


# The preview


def test_the_preview_is_the_letter_and_the_number_is_the_number(
    officer: Actor, enter: Enter, add: Any, write: Write, settings: Any
) -> None:
    add(3)
    mailing, client = write(text="<script>alert(1)</script> & „Źdźbło”"), enter(officer)
    page = client.get(page_of(mailing))
    assert "&lt;script&gt;alert(1)" in page.content.decode()
    assert "<script>alert(1)" not in page.content.decode()
    assert "Wyślij na 3 adresy" in words(page)
    assert [each.email for each in page.context["page"]] == [f"adres{number}@example.org" for number in range(3)]
    assert PersonalRead.objects.filter(user=officer.user, subject_id=mailing.public_id).exists()
    seen = page.context["preview"]
    assert client.post(page_of(mailing), {"seen": page.context["seen"]}).url == page_of(mailing)
    run(Job.objects.get().pk, loud=True)
    assert deliver(settings) == 3
    first = next(each for each in mail.outbox if each.to == [seen.email])
    assert first.subject == seen.subject
    ours, theirs = (text.split("/rezygnacja/") for text in (seen.text, first.body))
    assert ours[0] == theirs[0]
    assert ours[1].partition("/")[2] == theirs[1].partition("/")[2]


def test_a_list_that_changed_since_the_preview_is_not_written_to(
    officer: Actor, enter: Enter, add: Any, write: Write, at: datetime
) -> None:
    add(2)
    mailing, client = write(), enter(officer)
    seen = client.get(page_of(mailing)).context["seen"]
    contacts.opt_out("adres0@example.org", way=Way.LINK, actor=system("adresat"), at=at)
    answer = client.post(page_of(mailing), {"seen": seen})
    assert answer.status_code == 409
    assert "zmieniła się od podglądu" in words(answer)
    assert not MailingLetter.objects.exists()
    with pytest.raises(AudienceChanged):
        actions.send(mailing, seen=seen, actor=officer, at=at)


def test_nobody_and_a_closed_list_are_said(officer: Actor, add: Any, write: Write, send: Any, at: datetime) -> None:
    mailing = write()
    with pytest.raises(NobodyThere):
        send(mailing)
    with pytest.raises(NobodyThere):
        actions.send_trial(mailing, actor=officer, at=at)
    add(1)
    contacts.close_list(mailing.contact_list, actor=officer, at=at)
    with pytest.raises(ClosedList):
        send(mailing)
    with pytest.raises(ClosedList):
        actions.write(mailing.contact_list, subject="x", text="y", actor=officer, at=at)


def test_a_trial_goes_to_its_writer_alone(officer: Actor, enter: Enter, add: Any, write: Write, settings: Any) -> None:
    add(2)
    mailing = write()
    assert enter(officer).post(reverse("mailing-trial", args=[mailing.public_id])).status_code == 302
    assert deliver(settings) == 1
    assert mail.outbox[0].to == [officer.person.email]
    assert mail.outbox[0].subject == "Zaproszenie: Fundacja 0"
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    for answer in (Client().get(link), Client().post(link)):
        assert "listu próbnego" in words(answer)
    assert not OptOut.objects.exists()
    mailing.refresh_from_db()
    assert mailing.state == State.DRAFT


@pytest.mark.parametrize("count", [3, 120])
def test_pages_cost_the_same_at_any_size(
    count: int, officer: Actor, enter: Enter, add: Any, write: Write, send: Any
) -> None:
    add(count)
    draft, sent = write(), write()
    client = enter(officer)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page_of(draft)).status_code == 200
    assert len(queries) == 9
    send(sent)
    run(Job.objects.get().pk, loud=True)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page_of(sent)).status_code == 200
    assert len(queries) == 10
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("contact-list", args=[draft.contact_list.public_id]))
    assert len(queries) <= 10


# Sending


def test_pressed_twice_it_is_sent_once(officer: Actor, add: Any, write: Write, send: Any) -> None:
    add(3)
    mailing = write()
    stale = Mailing.objects.get(pk=mailing.pk)
    send(mailing)
    send(stale)
    assert (MailingLetter.objects.count(), Job.objects.count()) == (3, 1)
    run(Job.objects.get().pk, loud=True)
    send(stale)
    assert (Notice.objects.count(), Job.objects.count()) == (3, 1)
    assert [entry.verb for entry in history(mailing)] == ["write_mailing", "send", "hand_over", "finish"]


def test_of_two_presses_at_once_one_sends(officer: Actor, add: Any, write: Write, send: Any, rival: Any) -> None:
    add(2)
    mailing, others = write(), []
    stale = Mailing.objects.get(pk=mailing.pk)
    with rival("ngo_mailing", lambda: others.append(send(stale))), pytest.raises(Conflict):
        send(mailing)
    assert others == [stale]
    # The rival shares this test's transaction, so its letters are undone with ours; no second set was added to them.
    assert not MailingLetter.objects.exists()


def test_the_database_refuses_a_second_letter_to_an_address(add: Any, write: Write, send: Any) -> None:
    add(1)
    mailing = write()
    send(mailing)
    row = mailing.letters.get()
    with pytest.raises(IntegrityError):
        MailingLetter.objects.create(mailing=mailing, email="ADRES0@example.org", key=row.key, name="x", reason="x")


@pytest.mark.django_db(transaction=True)
def test_cut_off_in_a_batch_it_goes_on_and_nobody_gets_two(
    officer: Actor, add: Any, write: Write, send: Any, monkeypatch: Any, at: datetime, settings: Any
) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    add(5)
    mailing = write()
    send(mailing)
    calls: list[int] = []
    real = actions.send_many

    def dies(*args: Any, **kwargs: Any) -> Any:
        made = real(*args, **kwargs)
        calls.append(len(made))
        if len(calls) == 2:
            raise SystemExit
        return made

    monkeypatch.setattr(actions, "send_many", dies)
    job = Job.objects.get()
    with pytest.raises(SystemExit):
        run(job.pk)
    assert mailing.letters.pending().count() == 3
    assert Notice.objects.count() == 2
    Job.objects.update(state="waiting", worker="", lease_until=None)
    assert run(job.pk, loud=True)
    assert not mailing.letters.pending().exists()
    mailing.refresh_from_db()
    job.refresh_from_db()
    assert (mailing.state, job.state, job.percent) == (State.SENT, "done", 100)
    deliver(settings)
    assert sorted(each.to[0] for each in mail.outbox) == [f"adres{number}@example.org" for number in range(5)]
    assert run(job.pk) is False
    assert actions.hand_over(mailing, actor=officer, at=at) == 0


def test_letters_are_paced(add: Any, write: Write, send: Any, settings: Any) -> None:
    settings.BULK_PER_MINUTE = 60
    add(3)
    mailing = write()
    send(mailing)
    run(Job.objects.get().pk, loud=True)
    times = list(Notice.objects.order_by("pk").values_list("not_before", flat=True))
    assert [(each - times[0]).total_seconds() for each in times] == [0, 1, 2]


def test_a_draft_is_changed_or_left_and_a_sent_one_neither(
    officer: Actor, enter: Enter, add: Any, write: Write, send: Any, at: datetime
) -> None:
    add(1)
    mailing, other, client = write(), write(), enter(officer)
    revise = reverse("mailing-revise", args=[mailing.public_id])
    for _ in range(2):
        assert client.post(revise, {"subject": "Nowy", "text": "Nowa"}).status_code == 302
    assert history(mailing).filter(verb="revise").count() == 1
    send(mailing)
    assert client.post(revise, {"subject": "Inny", "text": "Inna"}).status_code == 409
    with pytest.raises(NoDraft):
        actions.send_trial(mailing, actor=officer, at=at)
    assert client.post(reverse("mailing-discard", args=[mailing.public_id])).status_code == 409
    assert client.post(reverse("mailing-discard", args=[other.public_id])).status_code == 302
    other.refresh_from_db()
    assert other.state == State.DISCARDED
    assert client.get(page_of(other)).status_code == 200


# The way out


def test_one_click_ends_it_before_the_next_batch(
    officer: Actor, add: Any, write: Write, send: Any, monkeypatch: Any, at: datetime, settings: Any
) -> None:
    monkeypatch.setattr(actions, "BATCH", 1)
    add(3)
    mailing = write()
    send(mailing)
    actions.hand_over(mailing, actor=officer, at=at)
    page = Client().get(way_out(mailing, "adres1@example.org"))
    assert page.status_code == 200
    assert "adres1@example.org" not in page.content.decode()
    assert not OptOut.objects.exists(), "looking is not opting out: mail scanners open every link"
    assert Client().post(way_out(mailing, "adres1@example.org")).status_code == 200
    run(Job.objects.get().pk, loud=True)
    assert deliver(settings) == 2
    assert {each.to[0] for each in mail.outbox} == {"adres0@example.org", "adres2@example.org"}
    assert Contact.objects.get(key="adres1@example.org").withdrawn_at == OptOut.objects.get().at
    assert mailing.letters.tallied() == {
        "total": 3, "sent": 2, "failed": 0, "waiting": 0, "opted_out": 1, "left_after": 0,
    }  # fmt: skip


def test_a_mail_program_opts_out_with_one_post(add: Any, write: Write, send: Any, settings: Any) -> None:
    """RFC 8058: no cookies, no token of ours, the body says what it is; letters that wait are taken back."""
    add(2)
    mailing = write()
    send(mailing)
    run(Job.objects.get().pk, loud=True)
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = strict.post(
            way_out(mailing, "adres0@example.org"),
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 200
    assert OptOut.objects.count() == 1
    assert Entry.objects.filter(verb="opt_out").count() == 1
    assert deliver(settings) == 1
    assert mail.outbox[0].to == ["adres1@example.org"]
    assert Notice.objects.get(email="adres0@example.org").state == Sending.WITHDRAWN
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == f"<http://localhost:8000{way_out(mailing, 'adres1@example.org')}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_only_our_signature_opts_out(add: Any, write: Write, send: Any) -> None:
    add(1)
    mailing = write()
    send(mailing)
    identifier = mailing.letters.get().public_id
    good = signed(identifier)
    for token in (identifier, f"{identifier}.x", good[:-1], Signer(salt="inna", sep=".").sign(identifier), signed("x")):
        assert Client().post(reverse("opt-out", args=[token])).status_code == 404
    assert not OptOut.objects.exists()


def test_who_opted_out_after_the_letter_is_in_the_report(
    officer: Actor, enter: Enter, add: Any, write: Write, send: Any, settings: Any
) -> None:
    add(3)
    mailing = write()
    send(mailing)
    run(Job.objects.get().pk, loud=True)
    Notice.objects.filter(email="adres2@example.org").update(
        state=Sending.FAILED, error="Serwer poczty odrzucił adres."
    )
    deliver(settings)
    Client().post(way_out(mailing, "adres0@example.org"))
    page = enter(officer).get(page_of(mailing))
    assert page.context["tally"] == {
        "total": 3, "sent": 2, "failed": 1, "waiting": 0, "opted_out": 0, "left_after": 1,
    }  # fmt: skip
    said = words(page)
    assert "wysłano, potem rezygnacja" in said
    assert "Serwer poczty odrzucił adres." in said


def test_a_new_consent_brings_letters_back_and_an_old_link_ends_them_again(
    officer: Actor, contact_list: ContactList, add: Any, write: Write, send: Any, at: datetime
) -> None:
    add(1)
    first = write()
    send(first)
    actions.opt_out(first.letters.get(), actor=system("adresat"), at=at)
    given = {"given_on": (at + timedelta(days=2)).date(), "basis_note": "telefon"}
    values = {"name": "Fundacja 0", "email": "adres0@example.org", "basis": "consent", **given}
    later = at + timedelta(days=3)
    contacts.add_contact(contact_list, values, actor=officer, at=later)
    second = write()
    send(second)
    actions.opt_out(first.letters.get(), actor=system("adresat"), at=later)
    assert second.letters.get().opted_out_at == later
    assert OptOut.objects.count() == 2


def test_the_ledger_names_no_address(officer: Actor, add: Any, write: Write, send: Any, at: datetime) -> None:
    add(2)
    mailing = write()
    send(mailing)
    run(Job.objects.get().pk, loud=True)
    actions.opt_out(mailing.letters.first(), actor=system("adresat"), at=at)
    assert "example.org" not in str([(each.before, each.after, each.reason) for each in Entry.objects.all()])


def test_the_office_notes_who_opted_out_by_phone(
    officer: Actor, people: Any, enter: Enter, add: Any, write: Write, send: Any, settings: Any
) -> None:
    add(2)
    mailing = write()
    send(mailing)
    run(Job.objects.get().pk, loud=True)
    address = reverse("opt-out-note")
    for outsider in (people("auditor"), people("organisation_signatory", key="x")):
        assert enter(outsider).post(address, {"email": "adres0@example.org"}).status_code == 403
    assert enter(officer).get(address).status_code == 200
    assert enter(officer).post(address, {"email": "nie adres"}).status_code == 400
    assert enter(officer).post(address, {"email": "ADRES0@example.org"}).status_code == 302
    assert deliver(settings) == 1
    assert mail.outbox[0].to == ["adres1@example.org"]
    assert OptOut.objects.get().way == Way.OFFICE
    assert mailing.letters.tallied()["opted_out"] == 1


def test_who_left_between_two_batches_is_not_in_the_next(
    officer: Actor, add: Any, write: Write, send: Any, monkeypatch: Any, at: datetime
) -> None:
    """Also when only the note of opting out tells it, and the letter's own row does not."""
    monkeypatch.setattr(actions, "BATCH", 1)
    add(2)
    mailing = write()
    send(mailing)
    actions.hand_over(mailing, actor=officer, at=at)
    contacts.opt_out("adres1@example.org", way=Way.OFFICE, actor=officer, at=at)
    assert actions.hand_over(mailing, actor=officer, at=at) == 1
    assert Notice.objects.get().email == "adres0@example.org"
    assert mailing.letters.get(key="adres1@example.org").opted_out_at == at
