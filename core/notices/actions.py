"""Verbs over notices: send, mark as read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from core.accounts.models import User
from core.audit.ledger import Subject, subject_of
from core.notices.delivery import DELIVER
from core.notices.letter import write
from core.notices.models import Notice
from core.wake import wake


@transaction.atomic
def send(
    to: User | str,
    *,
    template: str,
    context: Mapping[str, Any],
    subject_obj: Subject,
    at: datetime,
    link: str = "",
    secret: bool = False,
) -> Notice:
    """Put a letter into the outbox, in the caller's transaction; a worker delivers it after the commit.

    `to` is a user (who also gets a copy on the desk) or a bare e-mail address; `template` names `mail/<template>.txt`, whose
    first line is the subject; `link` is a path on this site. `subject_obj` is the case the letter is about.
    A `secret` letter carries a key (a password reset, an invitation): its text and link are forgotten once it is sent.
    Raises ValueError for a link that leads elsewhere.
    """
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError("a notice links only to this site")
    letter = write(template, context)
    user, email = (to, to.email) if isinstance(to, User) else (None, to)
    kind, identifier = subject_of(subject_obj)
    notice = Notice.objects.create(
        user=user,
        email=email,
        template=template,
        subject=letter.subject,
        body=letter.body,
        link=link,
        secret=secret,
        chain=subject_obj.chain,
        subject_kind=kind,
        subject_id=identifier,
        created_at=at,
    )
    wake(DELIVER)
    return notice


@transaction.atomic
def mark_read(notice: Notice, *, at: datetime) -> Notice:
    """Note that the addressee has read the copy on the desk; reading again changes nothing."""
    if Notice.objects.unread().filter(pk=notice.pk).update(read_at=at):
        notice.read_at = at
    return notice


@transaction.atomic
def mark_all_read(user: User, *, at: datetime) -> int:
    """Mark all copies on a user's desk as read; how many were not."""
    return Notice.objects.unread().filter(user=user).update(read_at=at)
