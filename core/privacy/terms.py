"""The kernel's rules of what ends: closed accounts, invitations, letters, ended sessions, the read log, copies, requests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.accounts.models import User
from core.audit.models import Entry, PersonalRead
from core.notices.models import OVER, Notice, RefusedAddress
from core.privacy.models import ErasureRequest, OwnDataCopy
from core.privacy.queries import binds
from core.privacy.retention import Rule, delete
from core.privacy.shares import shares
from core.signin.models import Invitation

DONE_LETTER = "erasure-done"


def closed_accounts(before: datetime) -> QuerySet[User]:
    """Accounts closed before a moment and never since."""
    closings = Entry.objects.filter(subject_kind="core.user", subject_id=OuterRef("public_id"), verb="close_account")
    rows = User.objects.filter(is_active=False, anonymised_at=None)
    return rows.filter(Exists(closings), ~Exists(closings.filter(at__gte=before)))


def forget_accounts(rows: Sequence[User], *, at: datetime) -> None:
    """Every share of each person forgets; the account itself last, since others look for its address."""
    for user in rows:
        for share in reversed(shares()):
            share.forget(user, at=at)


def invitations(before: datetime) -> QuerySet[Invitation]:
    """Invitations sent before a moment, whatever became of them."""
    return Invitation.objects.filter(created_at__lt=before).exclude(email="")


def forget_invitations(rows: Sequence[Invitation], *, at: datetime) -> None:
    Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(email="")


def letters(before: datetime) -> QuerySet[Notice]:
    """Letters that are over; that of an erasure goes as soon as it is sent."""
    old = Q(created_at__lt=before) | Q(template=DONE_LETTER)
    return Notice.objects.filter(old, state__in=OVER).exclude(email="")


def forget_letters(rows: Sequence[Notice], *, at: datetime) -> None:
    gone = str(_("treść usunięta po okresie przechowywania"))
    values: dict[str, Any] = {"email": "", "subject": gone, "body": "", "link": "", "unsubscribe": "", "error": ""}
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(**values)


def refused_addresses(before: datetime) -> QuerySet[RefusedAddress]:
    """Marks on addresses that nobody confirmed: a new letter may try again."""
    return RefusedAddress.objects.filter(refused_at__lt=before)


def sessions(before: datetime) -> QuerySet[UserSession]:
    """Places of signing in, long ended."""
    return UserSession.objects.filter(created_at__lt=before, last_seen_at__lt=before)


def reads(before: datetime) -> QuerySet[PersonalRead]:
    """Old entries of the read log."""
    return PersonalRead.objects.filter(at__lt=before)


def copies(before: datetime) -> QuerySet[OwnDataCopy]:
    """Copies of own data that nobody needs any more."""
    return OwnDataCopy.objects.filter(asked_at__lt=before)


def delete_copies(rows: Sequence[OwnDataCopy], *, at: datetime) -> None:
    for row in rows:
        row.file.delete(save=False)
        row.delete()


def requests(before: datetime) -> QuerySet[ErasureRequest]:
    """Requests for erasure decided before a moment, with what was written in them."""
    return ErasureRequest.objects.filter(decided_at__lt=before).exclude(text="", reason="")


def forget_requests(rows: Sequence[ErasureRequest], *, at: datetime) -> None:
    ErasureRequest.objects.filter(pk__in=[row.pk for row in rows]).update(text="", reason="")


ACCOUNTS = Rule(
    "closed_accounts",
    gettext_lazy("Zamknięte konta"),
    gettext_lazy("imię, adres, listy, sesje i klucze znikają; w aktach zostaje „osoba usunięta”"),
    closed_accounts,
    forget_accounts,
    binds,
)
INVITATIONS = Rule(
    "invitations", gettext_lazy("Zaproszenia"), gettext_lazy("adres znika"), invitations, forget_invitations
)
LETTERS = Rule("letters", gettext_lazy("Listy"), gettext_lazy("adres i treść znikają"), letters, forget_letters)
REFUSED = Rule(
    "refused_addresses",
    gettext_lazy("Adresy, które odrzucają listy"),
    gettext_lazy("wpis jest usuwany"),
    refused_addresses,
    delete,
)
SESSIONS = Rule("sign_ins", gettext_lazy("Zakończone sesje"), gettext_lazy("wpis jest usuwany"), sessions, delete)
READS = Rule("reads", gettext_lazy("Dziennik odczytów"), gettext_lazy("wpis jest usuwany"), reads, delete)
COPIES = Rule(
    "copies", gettext_lazy("Kopie danych do pobrania"), gettext_lazy("plik jest usuwany"), copies, delete_copies
)
REQUESTS = Rule(
    "erasure_requests",
    gettext_lazy("Wnioski o usunięcie danych"),
    gettext_lazy("treść wniosku i uzasadnienie znikają"),
    requests,
    forget_requests,
)
