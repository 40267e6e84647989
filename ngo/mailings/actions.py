"""Verbs over mailings: write, revise, try, send, hand over a batch, finish, discard; opting out by a letter's link."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from core.accounts.actor import Actor
from core.audit.ledger import record
from core.jobs.actions import enqueue
from core.notices.actions import send_many, take_back
from core.notices.models import Notice
from core.workflow.advance import advance, hold
from ngo.contacts.actions import opt_out as opt_address_out
from ngo.contacts.models import ContactList, OptOut, Way, address_digest, address_key
from ngo.contacts.queries import Recipient, address_of, audience, last_opt_outs, opted_out
from ngo.contacts.refusals import ClosedList
from ngo.mailings.models import Mailing, MailingLetter
from ngo.mailings.presentation import TRIAL, letter, of_row
from ngo.mailings.refusals import AudienceChanged, NobodyThere, NoDraft
from ngo.mailings.states import State

JOB = "mailings.hand_over"
TEMPLATE = "mailing"
# Letters put into the outbox in one transaction; who opted out before it is not in it.
BATCH = 100


def fingerprint(recipients: Iterable[Recipient]) -> str:
    """What the person who sends has seen: the addresses, whatever their order."""
    return hashlib.sha256("\n".join(sorted(each.key for each in recipients)).encode()).hexdigest()


@transaction.atomic
def write(contact_list: ContactList, *, subject: str, text: str, actor: Actor, at: datetime) -> Mailing:
    """Begin a mailing to a list. Raises ClosedList."""
    if contact_list.closed_at:
        raise ClosedList
    mailing = Mailing.objects.create(
        contact_list=contact_list, subject=subject, text=text, written_by=actor.user, written_at=at
    )
    record(mailing, "write_mailing", actor=actor, at=at, after={"list": contact_list, "subject": subject})
    return mailing


@transaction.atomic
def revise(mailing: Mailing, *, subject: str, text: str, actor: Actor, at: datetime) -> Mailing:
    """Change a draft; the same words change nothing. Raises NoDraft."""
    _hold_draft(mailing)
    if (mailing.subject, mailing.text) != (subject, text):
        before = {"subject": mailing.subject}
        mailing.subject, mailing.text = subject, text
        mailing.save(update_fields=["subject", "text"])
        record(mailing, "revise", actor=actor, at=at, before=before, after={"subject": subject})
    return mailing


@transaction.atomic
def send_trial(mailing: Mailing, *, actor: Actor, at: datetime) -> Notice:
    """Send the letter to its writer alone, as the first recipient would get it. Raises NoDraft, NobodyThere."""
    _hold_draft(mailing)
    first = next(iter(audience(mailing.contact_list, at).recipients), None)
    if first is None:
        raise NobodyThere
    own = actor.person.email
    one = letter(mailing, email=own, name=first.name, reason=first.reason, identifier=TRIAL)
    record(mailing, "send_trial", actor=actor, at=at)
    return send_many([one], template=TEMPLATE, subject_obj=mailing, at=at)[0]


@transaction.atomic
def send(mailing: Mailing, *, seen: str, actor: Actor, at: datetime) -> Mailing:
    """Fix to whom the letter goes and ask for the handing over; pressed twice it is sent once.

    `seen` is the fingerprint of the recipients in the preview. Raises AudienceChanged, NobodyThere, ClosedList, NotPossible.
    """
    hold(mailing)
    if mailing.state in (State.SENDING, State.SENT):
        return mailing
    contact_list = ContactList.objects.get(pk=mailing.contact_list_id)
    if contact_list.closed_at:
        raise ClosedList
    recipients = audience(contact_list, at).recipients
    if not recipients:
        raise NobodyThere
    if fingerprint(recipients) != seen:
        raise AudienceChanged
    advance(mailing, "send", actor=actor, at=at, note={"letters": len(recipients)}, sent_at=at)
    MailingLetter.objects.bulk_create(
        (
            MailingLetter(
                mailing=mailing,
                email=each.email,
                key=each.key,
                name=each.name,
                reason=each.reason,
                given_at=each.given_at,
            )
            for each in recipients
        ),
        batch_size=500,
    )
    enqueue(JOB, mailing.pk, key=mailing.public_id, actor=actor)
    return mailing


@transaction.atomic
def hand_over(mailing: Mailing, *, actor: Actor, at: datetime) -> int:
    """Put the next batch of letters into the outbox; how many rows it dealt with, nothing when none is left.

    One transaction: cut off in the middle, nothing of it has happened. Whoever opted out since is stopped here.
    """
    hold(mailing)
    rows = list(mailing.letters.pending().order_by("pk")[:BATCH])
    if not rows:
        return 0
    left = last_opt_outs(*(row.key for row in rows))
    staying = [row for row in rows if not opted_out(row.key, row.given_at, left)]
    for row in rows:
        if row not in staying:
            row.opted_out_at = left[address_digest(row.key)]
    addressed = [of_row(mailing, row) for row in staying]
    notices = send_many(addressed, template=TEMPLATE, subject_obj=mailing, at=at)
    for row, notice in zip(staying, notices, strict=True):
        row.notice = notice
    MailingLetter.objects.bulk_update(rows, ["notice", "opted_out_at"])
    record(
        mailing, "hand_over", actor=actor, at=at, after={"letters": len(staying), "opted_out": len(rows) - len(staying)}
    )
    return len(rows)


@transaction.atomic
def finish(mailing: Mailing, *, actor: Actor, at: datetime) -> Mailing:
    """All letters are in the outbox; finishing again changes nothing."""
    hold(mailing)
    if mailing.state == State.SENDING:
        advance(mailing, "finish", actor=actor, at=at)
    return mailing


@transaction.atomic
def discard(mailing: Mailing, *, actor: Actor, at: datetime) -> Mailing:
    """Leave a draft unsent. Raises NotPossible."""
    hold(mailing)
    if mailing.state != State.DISCARDED:
        advance(mailing, "discard", actor=actor, at=at)
    return mailing


@transaction.atomic
def stop(email: str, *, way: Way, actor: Actor, at: datetime) -> OptOut:
    """Send no more letters of lists to an address, at once: also those that wait in the outbox are taken back."""
    noted = opt_address_out(email, way=way, actor=actor, at=at)
    unsent = MailingLetter.objects.filter(key=address_key(email), opted_out_at=None).exclude(notice__state="sent")
    take_back(Notice.objects.bulk().filter(pk__in=unsent.values("notice")))
    unsent.update(opted_out_at=noted.at)
    return noted


@transaction.atomic
def opt_out(row: MailingLetter, *, actor: Actor, at: datetime) -> MailingLetter:
    """The addressee of a letter wants no more of them (stop); that it was this letter stands in its report.

    Of an old letter only the digest of its address is left; an address to which no list leads any more gets nothing anyway.
    """
    email = row.email or address_of(row.key)
    left_at = stop(email, way=Way.LINK, actor=actor, at=at).at if email else at
    MailingLetter.objects.filter(pk=row.pk, opted_out_at=None).update(opted_out_at=left_at)
    row.refresh_from_db()
    return row


def _hold_draft(mailing: Mailing) -> None:
    """Raise NoDraft unless it is one."""
    hold(mailing)
    if mailing.state != State.DRAFT:
        raise NoDraft
