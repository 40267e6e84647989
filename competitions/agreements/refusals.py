"""Refusals of agreements, in words."""

from django.utils.translation import gettext as _

from competitions.agreements.models import Agreement
from core.workflow.refusal import Refusal


class AlreadyPrepared(Refusal):
    """The offer has an agreement with another account or other signatories."""

    code = "already-prepared"

    def __init__(self, agreement: Agreement) -> None:
        super().__init__(agreement.number)
        self.agreement = agreement

    @property
    def sentences(self) -> list[str]:
        return [
            _(
                "Umowa nr %(number)s do tej oferty jest już przygotowana, z innym rachunkiem albo innymi osobami. "
                "Jej treść jest wystawionym dokumentem i nie zmienia się (art. 16 ust. 1)."
            )
            % {"number": self.agreement.number}
        ]
