"""A mailing as its addressee reads it, and what became of its letters in words."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core.notices.delivery import envelope
from core.notices.letter import SUBJECT_LENGTH, Addressed, Letter, visible
from core.notices.models import State as Sending
from ngo.contacts.queries import Recipient
from ngo.mailings.access import signed
from ngo.mailings.models import Mailing, MailingLetter

NAME = "{nazwa}"
# What a test letter's link carries instead of a letter's identifier.
TRIAL = "proba"


def letter(mailing: Mailing, *, email: str, name: str, reason: str, identifier: str) -> Addressed:
    """The letter to one address: what staff wrote, word for word, with the name put in, then why they get it."""
    text = mailing.text.replace(NAME, name)
    subject = "".join(filter(visible, " ".join(mailing.subject.replace(NAME, name).split())))
    if len(subject) > SUBJECT_LENGTH:
        subject = subject[: SUBJECT_LENGTH - 1] + "…"
    privacy = settings.SITE_ADDRESS.rstrip("/") + reverse("privacy")
    context = {"text": text, "reason": reason, "purpose": mailing.contact_list.purpose, "privacy": privacy}
    context["organ"] = settings.OFFICE["organ"]
    # rstrip also takes off the mark of safe HTML that a rendered template carries: this is plain text.
    body = render_to_string("mail/mailing.txt", context).rstrip()
    return Addressed(email, Letter(subject, body), reverse("opt-out", args=[signed(identifier)]))


def of_row(mailing: Mailing, row: MailingLetter) -> Addressed:
    """The letter of a row."""
    return letter(mailing, email=row.email, name=row.name, reason=row.reason, identifier=row.public_id)


@dataclass(frozen=True, slots=True)
class Preview:
    """One letter as its addressee will see it."""

    email: str
    subject: str
    text: str


def preview(mailing: Mailing, recipient: Recipient) -> Preview:
    """The letter to one recipient; the link in it is that of a test letter."""
    one = letter(mailing, email=recipient.email, name=recipient.name, reason=recipient.reason, identifier=TRIAL)
    return Preview(one.email, one.letter.subject, envelope(one.letter.body, unsubscribe=one.unsubscribe))


def outcome(row: MailingLetter) -> tuple[str, str]:
    """What became of a letter, with its tone."""
    state = row.notice.state if row.notice else ""
    if state == Sending.SENT:
        return (_("wysłano, potem rezygnacja"), "warn") if row.opted_out_at else (_("wysłano"), "good")
    if state == Sending.FAILED:
        return _("niedoręczone"), "bad"
    if state == Sending.WITHDRAWN or (not state and row.opted_out_at):
        return _("nie wysłano: rezygnacja"), "warn"
    return _("czeka na wysłanie"), "info"
