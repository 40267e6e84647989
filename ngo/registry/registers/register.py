"""What a register is to us: it is asked for a number and gives a record, the reason why there is none, or nothing."""

from typing import Protocol

from django.utils.translation import gettext as _

from core.workflow.refusal import Refusal
from ngo.registry.readers.rows import Record, Rejected

Answer = Record | Rejected


class RegisterFault(Refusal):
    """The register gave no answer that can be read; nothing was changed. `busy` when it asks not to be asked for a while."""

    code = "register-fault"
    status = 503

    def __init__(self, text: str, *, busy: bool = False) -> None:
        super().__init__(text)
        self.busy = busy

    @property
    def sentences(self) -> list[str]:
        return [str(self), _("Dane w bazie pozostały bez zmian.")]


class Register(Protocol):
    """A public register that answers for one number at a time.

    `source` is a value of `ngo.registry.models.Source`; `numbers` are the fields of an organisation by which the register
    can be asked, the surest first.
    """

    source: str
    numbers: tuple[str, ...]

    def fetch(self, number: str, field: str) -> Answer | None:
        """What the register says of a number of the field ("krs", "regon", "nip"), in the one form of law.identity.

        A record; or a rejection with the reason when it answers, but tells nothing that may be taken; None when it does not
        know the number. Raises RegisterFault.
        """

    def close(self) -> None:
        """End the session. Raises nothing."""
