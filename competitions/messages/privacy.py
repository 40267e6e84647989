"""Messages and who wrote them: what is kept of a person, and what ends where no offer came of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.messages.models import Message
from core.accounts.models import User
from core.privacy.retention import Rule
from core.privacy.shares import Rows, Share, case_files_until
from core.web.templatetags.polish import data


def _of(user: User) -> "QuerySet[Message]":
    rows = Message.objects.filter(author=user).select_related("thread__offer__competition").order_by("pk")
    return rows.defer("thread__offer__content")


def messages(user: User) -> Rows:
    """What the person wrote; what the other side wrote is in the case."""
    return [
        {
            "kiedy": each.sent_at,
            "konkurs": each.thread.offer.competition.title,
            "jako": each.get_side_display(),
            "wiadomość": each.text,
        }
        for each in _of(user)
    ]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Messages as the read log knows them."""
    return {"competitions.message": Message.objects.filter(author=user).values("public_id")}


def binds(user: User, on: date) -> list[str]:
    """Messages in the files of submitted offers: they are kept with the case."""
    found: dict[int, str] = {}
    for each in _of(user).exclude(thread__offer__submitted_at=None):
        offer = each.thread.offer
        until = case_files_until(max(offer.competition.task_to, localdate(offer.submitted_at)))
        if on < until:
            found[offer.pk] = gettext(
                "Wiadomości w sprawie oferty nr %(number)s: akta przechowujemy do %(day)s (RODO art. 17 ust. 3 lit. b)."
            ) % {"number": offer.number or "–", "day": data(until)}
    return list(found.values())


def ended(before: datetime) -> "QuerySet[Message]":
    """Messages written before a moment about offers that were never submitted, with their words."""
    return Message.objects.filter(sent_at__lt=before, thread__offer__submitted_at=None).exclude(text="")


def forget(rows: Sequence[Message], *, at: datetime) -> None:
    """The words go; that there was a message stays, as the ledger says."""
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(text="")


MESSAGES = Share(_("Wiadomości w sprawach ofert"), ("competitions.message.author",), messages, records, binds)
ENDED_MESSAGES = Rule(
    "messages",
    _("Wiadomości o ofertach, których nie złożono"),
    _("treść znika; zostaje to, że wiadomość była"),
    ended,
    forget,
)
