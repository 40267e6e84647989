"""The installation itself as a subject of the ledger: when it was backed up, restored, given an administrator."""

from core.audit.ledger import subject_of
from core.audit.models import Entry


class Installation:
    """What the ledger's entries about the whole installation are about; there is one, in a chain of its own."""

    pk = "installation"
    chain = "installation"


INSTALLATION = Installation()


def last(verb: str) -> Entry | None:
    """The newest entry of a verb ("back_up", "restore") about the installation."""
    kind, identifier = subject_of(INSTALLATION)
    rows = Entry.objects.filter(subject_kind=kind, subject_id=identifier, verb=verb)
    return rows.order_by("-seq").first()
