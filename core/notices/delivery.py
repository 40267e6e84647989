"""Delivery of the outbox: claim a letter by compare-and-swap, hand it to the mail server, note how it ended."""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.notices.models import Notice, RefusedAddress, State
from core.notices.queries import refuses

log = logging.getLogger(__name__)

DELIVER = "core.notices.deliver"
MAX_ATTEMPTS = 6
# A sender that has not finished one letter in this time is gone.
LEASE = timedelta(minutes=2)


def deliver_due() -> int:
    """Send every letter that is due over one connection; how many went out."""
    sent = 0
    mail: Any = get_connection()
    try:
        for pk in list(Notice.objects.due(now()).order_by("created_at", "pk").values_list("pk", flat=True)):
            notice = _claim(pk)
            if notice is not None:
                sent += _deliver(notice, mail)
    finally:
        mail.close()
    return sent


def message(notice: Notice, mail: Any = None) -> EmailMessage:
    """The letter as a plain text message.

    Its Message-ID comes from the row: should a sender die between sending and noting it, the second copy is the same message.
    """
    headers = {"Message-ID": f"<{notice.public_id}@{_domain()}>", "Auto-Submitted": "auto-generated"}
    if notice.unsubscribe:
        # RFC 8058: the addressee's mail program opts out with one POST, without opening the page.
        headers |= {
            "List-Unsubscribe": f"<{_absolute(notice.unsubscribe)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    text = envelope(notice.body, link=notice.link, unsubscribe=notice.unsubscribe)
    return EmailMessage(notice.subject, text, None, [notice.email], headers=headers, connection=mail)


def envelope(body: str, *, link: str = "", unsubscribe: str = "") -> str:
    """The text as the addressee reads it: with the addresses of its page and of opting out, and who writes."""
    context = {
        "body": body,
        "address": _absolute(link),
        "unsubscribe": _absolute(unsubscribe),
        "office": settings.OFFICE,
    }
    # What a template renders counts as safe HTML; a letter is plain text, and a page that shows it must escape it.
    return render_to_string("mail/parts/envelope.txt", context) + ""


def _absolute(path: str) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + path if path else ""


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"


def _claim(pk: int) -> Notice | None:
    at = now()
    notice = Notice.objects.due(at).filter(pk=pk).first()
    if notice is None:
        return None
    notice.attempts += 1
    claimed = Notice.objects.due(at).filter(pk=pk, attempts=notice.attempts - 1)
    return notice if claimed.update(state=State.SENDING, lease_until=at + LEASE, attempts=notice.attempts) else None


def _deliver(notice: Notice, mail: Any) -> bool:
    # A letter with a key goes even there: it is how an address is confirmed and an account opened again.
    if not notice.secret and refuses(notice.email):
        _finish(
            notice, state=State.FAILED, error=_("Adres odrzuca listy; wyślemy je znowu, gdy zostanie potwierdzony.")
        )
        return False
    try:
        message(notice, mail).send()
    except Exception as error:
        # Whatever goes wrong with one letter must not keep the others back.
        log.warning("notice %s not sent", notice.public_id, exc_info=True)
        _not_sent(notice, error, at=now())
        mail.close()
        return False
    _finish(notice, state=State.SENT, sent_at=now(), error="")
    return True


def _finish(notice: Notice, **values: Any) -> None:
    if notice.secret and values["state"] in (State.SENT, State.FAILED):
        values |= {"body": "", "link": ""}
    Notice.objects.filter(pk=notice.pk, state=State.SENDING, attempts=notice.attempts).update(
        lease_until=None, **values
    )


def _not_sent(notice: Notice, error: Exception, *, at: datetime) -> None:
    """A bounce ends it; trouble of the server is tried again, ever more rarely."""
    if refused_for_good(error):
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            # It was the address that was refused, not this letter: others would come back too.
            RefusedAddress.objects.get_or_create(email=notice.email.lower(), defaults={"refused_at": at})
        _finish(notice, state=State.FAILED, error=_("Serwer poczty odrzucił adres lub treść wiadomości."))
    elif notice.attempts >= MAX_ATTEMPTS:
        text = _("Serwer poczty nie przyjął wiadomości mimo kolejnych prób (%(kind)s).")
        _finish(notice, state=State.FAILED, error=text % {"kind": type(error).__name__})
    else:
        text = _("Wysyłka się nie powiodła (%(kind)s); system spróbuje ponownie.") % {"kind": type(error).__name__}
        pause = timedelta(seconds=settings.JOB_RETRY_SECONDS * 6 ** (notice.attempts - 1))
        _finish(notice, state=State.WAITING, error=text, not_before=at + pause)


def refused_for_good(error: Exception) -> bool:
    """Whether the server said "no" (5xx), or the address is none, and not "later" (4xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)
    return isinstance(error, (ValueError, smtplib.SMTPNotSupportedError))
