"""What ends in the correspondence: who wrote and about what, after the years of a letter; e-mails that nobody registered."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.privacy.retention import Rule
from office.correspondence.models import Decree, Intake, Letter, LetterFile

# What stays of a letter is its number, its days, its kind and where it went.
GONE = "–"
FORGOTTEN: dict[str, Any] = {
    "sender": GONE,
    "sender_contact": "",
    "matter": GONE,
    "text": "",
    "search_key": "",
    "personal": False,
}


def ended(before: datetime) -> "QuerySet[Letter]":
    """Letters that were over before a moment and still tell who wrote."""
    return Letter.objects.filter(over_at__lt=before, personal=True)


def forget(rows: Sequence[Letter], *, at: datetime) -> None:
    """The sender, the matter, the text, instructions and files go."""
    keys = [row.pk for row in rows]
    Letter.objects.filter(pk__in=keys).update(**FORGOTTEN)
    Decree.objects.filter(letter__in=keys).update(instruction="")
    Intake.objects.filter(letter__in=keys).update(sender="", sender_contact="", matter="", text="", left_out=[])
    files = LetterFile.objects.filter(letter__in=keys, removed_at=None)
    _erase(files)
    for file in files:
        file.removed_at = at
        file.name = file.public_id
        file.save(update_fields=["removed_at", "name"])


def _erase(files: Iterable[LetterFile]) -> None:
    for file in files:
        path = file.file
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]


def unregistered(before: datetime) -> "QuerySet[Intake]":
    """E-mails read in before a moment that got no number."""
    return Intake.objects.filter(letter=None, read_at__lt=before)


def drop(rows: Sequence[Intake], *, at: datetime) -> None:
    keys = [row.pk for row in rows]
    _erase(list(LetterFile.objects.filter(intake__in=keys)))
    Intake.objects.filter(pk__in=keys).delete()


ENDED_LETTERS = Rule(
    "correspondence",
    _("Korespondencja zakończona"),
    _("nadawca, sprawa, treść, polecenia i pliki znikają; numer, daty i komórka zostają"),
    ended,
    forget,
)
UNREGISTERED_MAILS = Rule(
    "mail_intakes", _("E-maile wczytane i niezarejestrowane"), _("wiersz i pliki są usuwane"), unregistered, drop
)
