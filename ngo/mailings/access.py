"""Who sees mailings: staff and the auditor; who opts out: whoever holds the signed link of a letter."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.jobs.access import visible as jobs
from core.jobs.models import Job
from ngo.contacts.access import READERS, is_inside
from ngo.mailings.models import Mailing, MailingLetter
from office.structure.access import is_staff

__all__ = ["READERS", "job_of", "may_write", "of_link", "signed", "visible"]

SIGNER = Signer(salt="ngo.mailings.opt-out", sep=".")


def visible(actor: Actor, at: datetime) -> QuerySet[Mailing]:
    """The gate of mailings."""
    rows = Mailing.objects.select_related("contact_list__county", "written_by")
    return rows if is_inside(actor) else rows.none()


def may_write(actor: Actor, mailing: Mailing, at: datetime) -> tuple[bool, str]:
    """Staff write and send."""
    return is_staff(actor), _("Wiadomości do list piszą i wysyłają pracownicy urzędu.")


def job_of(actor: Actor, mailing: Mailing, at: datetime) -> Job | None:
    """The handing over of a mailing, for who asked for it."""
    return jobs(actor, at).filter(name="mailings.hand_over", key=mailing.public_id).order_by("-pk").first()


def signed(identifier: str) -> str:
    """What a letter's link carries: the letter's identifier with our signature, so that nobody opts others out by guessing."""
    return SIGNER.sign(identifier)


def of_link(token: str) -> MailingLetter | None:
    """The letter of a link; None for one that we did not sign, and for that of a test letter."""
    try:
        identifier = SIGNER.unsign(token)
    except BadSignature:
        return None
    return MailingLetter.objects.select_related("mailing").filter(public_id=identifier).first()
