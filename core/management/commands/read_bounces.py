"""`manage.py read_bounces FILE…`: letters that came back, from an mbox, a maildir or a single message."""

import mailbox
from argparse import ArgumentParser
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from core.accounts.actor import system
from core.notices.actions import note_bounce
from core.notices.bounces import read


class Command(BaseCommand):
    """The mailbox of the sender is left as it is: reading it again notes nothing twice."""

    help = "Odnotowuje listy, które wróciły (RFC 3464), z plików mbox, katalogów maildir i pojedynczych listów."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        actor, at = system("manage.py read_bounces"), now()
        read_in_all = noted = 0
        for path in files:
            if not path.exists():
                raise CommandError(f"Nie ma pliku {path}.")
            for message in _messages(path):
                read_in_all += 1
                noted += sum(note_bounce(bounce, actor=actor, at=at) for bounce in read(message))
        self.stdout.write(f"przeczytano wiadomości: {read_in_all}, odnotowano zwrotów: {noted}")


def _messages(path: Path) -> Iterator[Message]:
    if path.is_dir():
        yield from mailbox.Maildir(path, create=False)
        return
    with path.open("rb") as file:
        start = file.read(5)
        if start != b"From ":
            yield message_from_bytes(start + file.read())
            return
    yield from mailbox.mbox(path, create=False)
