"""Verbs over notices: send one, send many, take back, mark as read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.models import User
from core.audit.ledger import Subject, record, subject_of
from core.notices.access import signed
from core.notices.bounces import Bounce
from core.notices.delivery import DELIVER
from core.notices.letter import Addressed, visible, write
from core.notices.models import Notice, NoticeQuerySet, RefusedAddress, State
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
    by_email: bool = True,
) -> Notice:
    """Put a letter into the outbox, in the caller's transaction; a worker delivers it after the commit.

    `to` is a user (who also gets a copy on the desk) or a bare e-mail address; `template` names `mail/<template>.txt`, whose
    first line is the subject; `link` is a path on this site. `subject_obj` is the case the letter is about.
    With `by_email` off it stays on the desk of a user and goes nowhere.
    A `secret` letter carries a key (a password reset, an invitation): its text and link are forgotten once it is sent.
    Raises ValueError for a link that leads elsewhere.
    """
    _insist_here(link)
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
        state=State.WAITING if by_email else State.DESK,
        chain=subject_obj.chain,
        subject_kind=kind,
        subject_id=identifier,
        created_at=at,
    )
    if by_email:
        wake(DELIVER)
    return notice


@transaction.atomic
def send_many(letters: Sequence[Addressed], *, template: str, subject_obj: Subject, at: datetime) -> list[Notice]:
    """Put letters of a mailing into the outbox, in the caller's transaction, in the order given.

    They go out one after another, settings.BULK_PER_MINUTE a minute, behind those of other mailings that still wait; letters
    to one person are not held up. `template` says where the text comes from. Raises ValueError for a way out that leads
    elsewhere or is missing, and for a subject that is not one line.
    """
    for each in letters:
        _insist_here(each.unsubscribe)
        if not each.unsubscribe or not all(map(visible, each.letter.subject)):
            raise ValueError("a letter to many has one line of subject and a way out")
    kind, identifier = subject_of(subject_obj)
    step = timedelta(minutes=1) / settings.BULK_PER_MINUTE
    # One that is tried again later is out of the queue.
    last = Notice.objects.bulk().filter(state=State.WAITING, attempts=0).aggregate(last=Max("not_before"))["last"]
    first = max(at, last + step) if last else at
    made = Notice.objects.bulk_create(
        Notice(
            email=each.email,
            template=template,
            subject=each.letter.subject,
            body=each.letter.body,
            unsubscribe=each.unsubscribe,
            chain=subject_obj.chain,
            subject_kind=kind,
            subject_id=identifier,
            created_at=at,
            not_before=first + number * step,
        )
        for number, each in enumerate(letters)
    )
    wake(DELIVER)
    return made


@transaction.atomic
def take_back(notices: NoticeQuerySet) -> int:
    """Keep letters that still wait from being sent; how many. What a sender holds or has sent stays as it is."""
    return notices.filter(state=State.WAITING).update(state=State.WITHDRAWN)


@transaction.atomic
def hide(user: User, chain: str) -> int:
    """Take the letters of a case off the desk of a person who is excluded from it; how many. What still waits is not sent."""
    found = Notice.objects.filter(user=user, chain=chain)
    take_back(found)
    return found.update(hidden=True)


def _insist_here(link: str) -> None:
    """Raise ValueError for a link that leads to another site."""
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError("a notice links only to this site")


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


@transaction.atomic
def note_bounce(bounce: Bounce, *, actor: Actor, at: datetime) -> bool:
    """Note that a letter which was sent came back; whether anything was noted.

    Only who got a letter knows its number, and the report must name its addressee, so nobody closes others' addresses by
    forging one. An address that takes no letters at all is marked; its owner reads of it on the desk. Again changes nothing.
    """
    sent = Notice.objects.filter(public_id=bounce.letter, email__iexact=bounce.email, state=State.SENT)
    notice = sent.select_related("user").first()
    error = _("List wrócił do nadawcy (kod %(status)s).") % {"status": bounce.status or "–"}
    if notice is None or not sent.update(state=State.FAILED, error=error):
        return False
    if bounce.dead:
        address, new = RefusedAddress.objects.get_or_create(email=bounce.email.lower(), defaults={"refused_at": at})
        if new:
            record(address, "refuse_address", actor=actor, at=at, after={"status": bounce.status})
            if notice.user:
                context = {"subject": notice.subject}
                link = reverse("notices")
                to = notice.user
                send(to, template="address-refused", context=context, subject_obj=to, at=at, link=link, by_email=False)
    return True


@transaction.atomic
def check_address(address: RefusedAddress, *, actor: Actor, at: datetime) -> Notice:
    """Send a letter whose link confirms that the address takes letters again."""
    RefusedAddress.objects.filter(pk=address.pk).update(checked_at=at)
    record(address, "check_address", actor=actor, at=at)
    link = reverse("address-confirm", args=[signed(address)])
    return send(address.email, template="address-check", context={}, subject_obj=address, at=at, link=link, secret=True)


@transaction.atomic
def confirm_address(address: RefusedAddress, *, actor: Actor, at: datetime) -> None:
    """Its owner got a letter there: letters go out again. Those that came back meanwhile stay on the desk."""
    record(address, "confirm_address", actor=actor, at=at)
    RefusedAddress.objects.filter(pk=address.pk).delete()
