"""Notices: plain text, one line of subject, sent once, kept on the desk of the addressee alone."""

import email
import smtplib
from datetime import datetime, timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from core.accounts.actor import VISITOR, Actor
from core.notices import delivery
from core.notices.access import visible
from core.notices.actions import mark_read, send, send_many, take_back
from core.notices.delivery import deliver_due
from core.notices.letter import Addressed, Letter, parts
from core.notices.models import Notice, State
from core.notices.panels import mine
from core.notices.queries import newest_unread, unread_count

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letters(settings: Any) -> None:
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parents[2] / "templates"]}
    ]
    parts.cache_clear()


@pytest.fixture
def alice(people: Any) -> Actor:
    actor: Actor = people(name="Alicja")
    return actor


def write(to: Any, at: datetime, *, about: Any, title: str = "Świetlica", link: str = "/powiadomienia/") -> Notice:
    return send(to, template="test-letter", context={"title": title}, subject_obj=about, at=at, link=link)


def test_sent_once_as_plain_text(alice: Actor, at: datetime) -> None:
    notice = write(alice.user, at, about=alice.user)
    assert (deliver_due(), deliver_due()) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == [alice.user.email]
    assert letter.subject == "Oferta: Świetlica"
    assert letter.body.startswith(
        "Dzień dobry,\n\noferta „Świetlica” została złożona.\n\nhttp://localhost:8000/powiadomienia/\n"
    )
    assert "Urząd Marszałkowski" in letter.body
    assert not getattr(letter, "alternatives", [])
    notice.refresh_from_db()
    assert notice.state == State.SENT
    assert notice.sent_at is not None
    assert notice.chain == alice.user.chain
    assert (notice.subject_kind, notice.subject_id) == ("core.user", alice.user.public_id)


def test_what_people_type_never_becomes_a_header_or_markup(alice: Actor, at: datetime) -> None:
    title = 'A&B <b>"x"</b>\r\nBcc: ofiara@example.org\n\n\x00{{ settings.SECRET_KEY }}'
    notice = write(alice.user, at, about=alice.user, title=title)
    assert notice.subject == 'Oferta: A&B <b>"x"</b> Bcc: ofiara@example.org {{ settings.SECRET_KEY }}'
    deliver_due()
    raw = email.message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert raw["Bcc"] is None
    assert raw.get_content_type() == "text/plain"
    assert "A&B <b>" in raw.get_content()


def test_long_subject_is_cut(alice: Actor, at: datetime) -> None:
    assert len(write(alice.user, at, about=alice.user, title="ż" * 500).subject) == 200


@pytest.mark.parametrize("link", ["https://example.org/", "//example.org/", "moje/"])
def test_link_leads_only_here(alice: Actor, at: datetime, link: str) -> None:
    with pytest.raises(ValueError, match="only to this site"):
        write(alice.user, at, about=alice.user, link=link)


def test_bare_address_gets_a_letter_and_no_copy(alice: Actor, at: datetime) -> None:
    notice = write("kontakt@example.org", at, about=alice.user)
    deliver_due()
    assert mail.outbox[0].to == ["kontakt@example.org"]
    assert notice.user is None


class Server:
    """A mail connection that answers as told."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)
        self.taken: list[Any] = []

    def send_messages(self, messages: list[Any]) -> int:
        answer = self.answers.pop(0) if self.answers else None
        if answer:
            raise answer
        self.taken += messages
        return len(messages)

    def close(self) -> None:
        pass


def later(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(not_before=now())


def test_trouble_is_tried_again_and_keeps_no_other_letter_back(alice: Actor, at: datetime, monkeypatch: Any) -> None:
    server = Server(ConnectionRefusedError("10.0.0.5"), None)
    monkeypatch.setattr(delivery, "get_connection", lambda: server)
    first, second = write(alice.user, at, about=alice.user), write(alice.user, at, about=alice.user)
    assert deliver_due() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.WAITING, State.SENT)
    assert first.not_before > now()
    assert "10.0.0.5" not in first.error
    later(first)
    assert deliver_due() == 1
    assert {letter.extra_headers["Message-ID"].partition("@")[0][1:] for letter in server.taken} == {
        first.public_id,
        second.public_id,
    }


def test_trouble_without_end_is_a_failure(alice: Actor, at: datetime, monkeypatch: Any) -> None:
    server = Server(*[ConnectionRefusedError()] * 9)
    monkeypatch.setattr(delivery, "get_connection", lambda: server)
    notice = write(alice.user, at, about=alice.user)
    for _ in range(9):
        later(notice)
        deliver_due()
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (State.FAILED, delivery.MAX_ATTEMPTS)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"no such user")}), State.FAILED),
        (smtplib.SMTPRecipientsRefused({"x@example.org": (450, b"greylisted")}), State.WAITING),
        (smtplib.SMTPDataError(554, b"spam"), State.FAILED),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), State.WAITING),
        (smtplib.SMTPServerDisconnected(), State.WAITING),
    ],
)
def test_bounce_ends_it(alice: Actor, at: datetime, monkeypatch: Any, error: Exception, state: str) -> None:
    monkeypatch.setattr(delivery, "get_connection", lambda: Server(error))
    notice = write(alice.user, at, about=alice.user)
    deliver_due()
    notice.refresh_from_db()
    assert notice.state == state
    assert notice.error


def test_letter_in_the_hands_of_a_sender_is_left_until_the_sender_is_gone(alice: Actor, at: datetime) -> None:
    notice = write(alice.user, at, about=alice.user)
    assert delivery._claim(notice.pk) is not None
    assert deliver_due() == 0
    Notice.objects.update(lease_until=now() - timedelta(seconds=1))
    assert deliver_due() == 1


def test_of_two_senders_that_saw_it_waiting_one_sends_it(alice: Actor, at: datetime, rival: Any) -> None:
    write(alice.user, at, about=alice.user)
    others = []
    with rival("core_notice", lambda: others.append(deliver_due())):
        assert deliver_due() == 0
    assert others == [1]
    assert len(mail.outbox) == 1


def test_files_are_readable_and_the_same_letter_is_one_file(
    alice: Actor, at: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "core.notices.eml.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    notice = write(alice.user, at, about=alice.user)
    deliver_due()
    Notice.objects.update(state=State.WAITING)
    deliver_due()
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name == f"{notice.public_id}.eml"
    assert "została złożona" in file.read_text()


def test_mine_alone(alice: Actor, people: Any, at: datetime) -> None:
    notice = write(alice.user, at, about=alice.user)
    bob = people()
    assert list(visible(alice, at)) == [notice]
    assert not visible(bob, at).exists()
    assert not visible(VISITOR, at).exists()
    client = Client()
    client.force_login(bob.user)
    assert client.get(f"/powiadomienia/{notice.public_id}/").status_code == 404
    assert client.post(f"/powiadomienia/{notice.public_id}/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_read_once(alice: Actor, at: datetime) -> None:
    notice = write(alice.user, at, about=alice.user)
    panel = mine(alice, None, at)
    assert panel is not None
    assert not panel.empty
    mark_read(notice, at=at)
    mark_read(notice, at=at + timedelta(days=1))
    notice.refresh_from_db()
    assert notice.read_at == at
    panel = mine(alice, None, at)
    assert panel is not None
    assert panel.empty


@pytest.mark.parametrize("rows", [1, 3])
def test_pages(alice: Actor, at: datetime, rows: int, client: Client) -> None:
    for number in range(rows):
        notice = write(alice.user, at, about=alice.user, title=f"<i>{number}</i>")
    client.force_login(alice.user)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get("/powiadomienia/")
    assert page.content.decode().count("nieprzeczytane</strong>") == rows
    assert "<i>0" not in page.content.decode()
    assert len([each for each in queries.captured_queries if "core_notice" in each["sql"]]) == 3
    assert client.get(f"/powiadomienia/{notice.public_id}/").status_code == 200
    assert client.post(f"/powiadomienia/{notice.public_id}/").status_code == 302
    assert visible(alice, at).unread().count() == rows - 1
    client.post("/powiadomienia/przeczytane/")
    assert not visible(alice, at).unread().exists()


@pytest.mark.parametrize("rows", [0, 1, 7])
def test_a_panel_and_the_count_in_the_header_are_one_read(
    alice: Actor, people: Any, at: datetime, rows: int, django_assert_num_queries: Any
) -> None:
    write(people().user, at, about=alice.user)
    for _ in range(rows):
        write(alice.user, at, about=alice.user)
    assert unread_count(alice, at) == rows
    with django_assert_num_queries(1):
        assert len(newest_unread(alice, at, 5)) == min(rows, 5)
        assert unread_count(alice, at) == rows


def test_empty_page_says_what_will_be_here(alice: Actor, client: Client) -> None:
    client.force_login(alice.user)
    assert "Nie masz jeszcze powiadomień" in client.get("/powiadomienia/").content.decode()
    client.logout()
    assert client.get("/powiadomienia/").status_code == 302


# Letters to many


def addressed(number: int, *, subject: str = "Zaproszenie", unsubscribe: str = "/rezygnacja/abc/") -> Addressed:
    return Addressed(f"adres{number}@example.org", Letter(subject, "Treść"), unsubscribe)


def many(about: Any, at: datetime, *letters: Addressed) -> list[Notice]:
    return send_many(letters, template="mailing", subject_obj=about, at=at)


def test_letters_to_many_go_out_one_after_another(alice: Actor, at: datetime, settings: Any) -> None:
    settings.BULK_PER_MINUTE = 30
    first, second = many(alice.user, at, addressed(1), addressed(2))
    (third,) = many(alice.user, at, addressed(3))
    assert [first.not_before, second.not_before, third.not_before] == [
        at + timedelta(seconds=seconds) for seconds in (0, 2, 4)
    ]
    assert list(Notice.objects.due(at + timedelta(seconds=1))) == [first]
    write("kontakt@example.org", at, about=alice.user)
    assert Notice.objects.due(at).count() == 2, "a letter to one person is not held up"


def test_one_that_is_tried_again_later_holds_nobody_up(alice: Actor, at: datetime) -> None:
    (first,) = many(alice.user, at, addressed(1))
    Notice.objects.filter(pk=first.pk).update(attempts=4, not_before=at + timedelta(hours=3))
    assert many(alice.user, at, addressed(2))[0].not_before == at


def test_a_letter_to_many_carries_the_way_out_of_rfc_8058(alice: Actor, at: datetime) -> None:
    many(alice.user, at, addressed(1))
    assert deliver_due() == 1
    source = mail.outbox[0].message().as_bytes()
    raw = email.message_from_bytes(source, policy=policy.default)
    assert raw["List-Unsubscribe"] == "<http://localhost:8000/rezygnacja/abc/>"
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "http://localhost:8000/rezygnacja/abc/" in raw.get_content()
    write("kontakt@example.org", at, about=alice.user)
    deliver_due()
    assert "List-Unsubscribe" not in mail.outbox[1].message()


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Temat\r\nBcc: ofiara@example.org"},
        {"subject": "Temat\u2028Bcc: ofiara@example.org"},
        {"unsubscribe": ""},
        {"unsubscribe": "https://example.org/"},
        {"unsubscribe": "//example.org/"},
    ],
)
def test_letters_to_many_are_all_good_or_none(alice: Actor, at: datetime, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"way out|only to this site"):
        many(alice.user, at, addressed(1), addressed(2, **wrong))
    assert not Notice.objects.exists()


def test_taken_back_unless_a_sender_has_it(alice: Actor, at: datetime) -> None:
    first, second = many(alice.user, at, addressed(1), addressed(2))
    assert delivery._claim(first.pk) is not None
    assert take_back(Notice.objects.bulk()) == 1
    second.refresh_from_db()
    assert second.state == State.WITHDRAWN
    Notice.objects.update(not_before=None)
    assert deliver_due() == 0


def test_a_letter_keeps_no_break_spaces_and_joiners(alice: Actor, at: datetime) -> None:
    title = "12\u00a0345,67\u00a0zł 👩\u200d🔧 \u200fשלום"
    assert title in write(alice.user, at, about=alice.user, title=title).body
