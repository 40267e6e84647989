"""Letters that come back after a server took them: reports as Postfix and Exchange write them, tied to the outbox."""

import mailbox
from datetime import datetime
from email import message_from_string
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from competitions.reminders.access import refused
from competitions.reminders.panels import bounced
from core.accounts.actor import Actor
from core.audit.models import Entry
from core.notices.actions import send
from core.notices.bounces import read
from core.notices.models import Notice, RefusedAddress, State
from tests.architecture.source import ROOT

pytestmark = pytest.mark.django_db
REPORTS = ROOT / "tests" / "data" / "bounces"


@pytest.fixture
def anna(people: Any) -> Actor:
    actor = people(name="Anna Lipa")
    actor.user.email = "anna@example.org"
    actor.user.save(update_fields=["email"])
    return actor


@pytest.fixture
def letter(anna: Actor, at: datetime) -> Notice:
    """A letter to Anna that the server took."""
    made = send(anna.person, template="address-check", context={}, subject_obj=anna.person, at=at)
    Notice.objects.filter(pk=made.pk).update(state=State.SENT, sent_at=at)
    made.refresh_from_db()
    return made


def report(name: str, letter: Notice, **changes: str) -> str:
    text = (REPORTS / f"{name}.eml").read_text().replace("LETTER", letter.public_id)
    for old, new in changes.items():
        text = text.replace({"status": "5.1.1", "action": "Action: failed", "to": "ANNA@example.org"}[old], new)
    return text


def came(tmp_path: Path, *texts: str) -> str:
    """The command reads the reports from one mbox; what it says."""
    box = mailbox.mbox(tmp_path / "zwroty.mbox")
    for text in texts:
        box.add(text.encode())
    box.close()
    out = StringIO()
    call_command("read_bounces", str(tmp_path / "zwroty.mbox"), stdout=out)
    return out.getvalue().strip()


def test_an_unknown_address_is_marked_and_both_desks_tell_it(
    tmp_path: Path, letter: Notice, anna: Actor, people: Any, at: datetime, time_machine: Any
) -> None:
    time_machine.move_to(at, tick=False)
    assert came(tmp_path, report("postfix-unknown", letter)) == "przeczytano wiadomości: 1, odnotowano zwrotów: 1"
    letter.refresh_from_db()
    assert (letter.state, letter.error) == (State.FAILED, "List wrócił do nadawcy (kod 5.1.1).")
    address = RefusedAddress.objects.get()
    assert (address.email, address.refused_at) == ("anna@example.org", at)
    told = Notice.objects.get(template="address-refused")
    assert (told.user, told.state) == (anna.user, State.DESK)
    assert Entry.objects.get(verb="refuse_address").system == "manage.py read_bounces"
    officer = people("officer", key="KMIII")
    assert list(refused(officer, at)) == [address]
    (item,) = bounced(officer, None, at).context["items"]
    assert item.url == "/urzad/niedoreczone/"
    # The same mailbox again, and the command for a file that is one message.
    assert came(tmp_path).endswith("odnotowano zwrotów: 0")
    assert Notice.objects.filter(template="address-refused").count() == 1


def test_a_full_mailbox_fails_the_letter_and_not_the_address(tmp_path: Path, letter: Notice) -> None:
    (tmp_path / "jeden.eml").write_text(report("exchange-full", letter))
    call_command("read_bounces", str(tmp_path / "jeden.eml"))
    letter.refresh_from_db()
    assert letter.state == State.FAILED
    assert not RefusedAddress.objects.exists()


def test_a_maildir_is_read_too(tmp_path: Path, letter: Notice) -> None:
    mailbox.Maildir(tmp_path / "skrzynka").add(report("postfix-unknown", letter))
    call_command("read_bounces", str(tmp_path / "skrzynka"))
    assert RefusedAddress.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "Action: delayed"},
        {"to": "bob@example.org"},
        {"action": "Action: delivered"},
    ],
)
def test_what_proves_nothing_changes_nothing(tmp_path: Path, letter: Notice, changes: dict[str, str]) -> None:
    """A delay, a delivery, and a report that names somebody else."""
    came(tmp_path, report("postfix-unknown", letter, **changes))
    letter.refresh_from_db()
    assert letter.state == State.SENT
    assert not RefusedAddress.objects.exists()


def test_other_mail_and_rubbish_are_no_reports(tmp_path: Path, letter: Notice) -> None:
    plain = "From: a@example.org\nSubject: Urlop\n\nWracam w poniedziałek."
    broken = "Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nbzdura"
    unknown = report("postfix-unknown", letter).replace(letter.public_id, "nieznany")
    assert [list(read(message_from_string(text))) for text in (plain, broken)] == [[], []]
    assert came(tmp_path, plain, broken, unknown).endswith("odnotowano zwrotów: 0")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nie ma pliku"):
        call_command("read_bounces", str(tmp_path / "brak"))
