"""Reports of letters that came back (RFC 3464): which letter, to whom, why; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser

# What says of the address, and not of this letter or of a full mailbox, that letters do not reach it (RFC 3463).
DEAD = re.compile(r"5\.(0\.0|1\.\d+|2\.1|4\.4)")


@dataclass(frozen=True, slots=True)
class Bounce:
    """One addressee whom a letter did not reach; `letter` is the part of our Message-ID before the "@"."""

    letter: str
    email: str
    status: str

    @property
    def dead(self) -> bool:
        """Whether other letters to the address would come back too."""
        return bool(DEAD.fullmatch(self.status))


def read(report: Message) -> Iterator[Bounce]:
    """What a message reports as failed for good; nothing for any other message, for a delay and for a letter that is not named."""
    if report.get_content_type() != "multipart/report" or not report.is_multipart():
        return
    letter = _letter(report)
    if not letter:
        return
    for part in report.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message) or str(block.get("Action", "")).strip().lower() != "failed":
                continue
            status = re.match(r"\s*(\d\.\d{1,3}\.\d{1,3})", str(block.get("Status", "")))
            email = _address(str(block.get("Original-Recipient") or block.get("Final-Recipient") or ""))
            if email:
                yield Bounce(letter, email, status.group(1) if status else "")


def _address(recipient: str) -> str:
    """The address of "rfc822; anna@example.org"."""
    return recipient.partition(";")[2].strip().strip("<>").lower()


def _letter(report: Message) -> str:
    """Which letter came back, from the copy or the headers of it that the report carries."""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            found = first.get("Message-ID") if isinstance(first, Message) else None
        elif kind == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            words = text.decode("utf-8", "replace") if isinstance(text, bytes) else ""
            found = HeaderParser().parsestr(words).get("Message-ID")
        else:
            continue
        if found:
            return str(found).strip().strip("<>").partition("@")[0]
    return ""
