"""Letters to lists: what is kept of a person at their account's addresses, and what ends after sending."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.privacy.retention import Rule
from core.privacy.shares import Rows, Share
from ngo.contacts.models import address_digest
from ngo.contacts.privacy import keys
from ngo.mailings.models import MailingLetter


def _to(user: User) -> "QuerySet[MailingLetter]":
    return MailingLetter.objects.filter(key__in=keys(user)).select_related("mailing").order_by("pk")


def letters(user: User) -> Rows:
    """Letters of lists to the person's addresses, with the reason for which each was sent."""
    return [
        {"temat": each.mailing.subject, "wysłany": each.mailing.sent_at, "adres": each.email, "dlaczego": each.reason}
        for each in _to(user)
    ]


def sent(before: datetime) -> "QuerySet[MailingLetter]":
    """Letters sent before a moment that still name their addressee."""
    return MailingLetter.objects.filter(mailing__sent_at__lt=before).exclude(email="")


def forget(rows: Sequence[MailingLetter], *, at: datetime) -> None:
    """Addressee and reason go; the digest stays, so that the link in the letter still takes its address off the lists."""
    for row in rows:
        row.email, row.name, row.reason, row.key = "", "", "", address_digest(row.key)
    MailingLetter.objects.bulk_update(rows, ["email", "name", "reason", "key"])


def forget_person(user: User, *, at: datetime) -> None:
    forget(list(_to(user)), at=at)


LIST_LETTERS = Share(_("Listy do list kontaktowych"), (), letters, forget=forget_person)
SENT_LETTERS = Rule("list_letters", _("Adresaci wysłanych listów"), _("adres, nazwa i powód znikają"), sent, forget)
