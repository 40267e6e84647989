"""The life cycle of a paper to sign, and what is checked before it is put before the one who signs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move

CHECKER, UNIT = "sekretariat", "komórka"


class State(TextChoices):
    SUBMITTED = "submitted", _("do sprawdzenia")
    CHECKED = "checked", _("czeka na podpis")
    RETURNED = "returned", _("zwrócony do poprawy")
    SIGNED = "signed", _("podpisany")
    WITHDRAWN = "withdrawn", _("wycofany")


MACHINE = Machine(
    "paper",
    State,
    move("check_paper", State.SUBMITTED, State.CHECKED, "Przekaż do podpisu", "Przekazano do podpisu", turn=CHECKER),
    move(
        "return_paper",
        {State.SUBMITTED, State.CHECKED},
        State.RETURNED,
        "Zwróć do poprawy",
        "Zwrócono do poprawy",
        turn=CHECKER,
    ),
    move("resubmit_paper", State.RETURNED, State.SUBMITTED, "Przekaż ponownie", "Przekazano ponownie", turn=UNIT),
    move("sign_paper", State.CHECKED, State.SIGNED, "Wpisz podpis", "Podpisano", turn=CHECKER),
    move(
        "withdraw_paper",
        {State.SUBMITTED, State.CHECKED, State.RETURNED},
        State.WITHDRAWN,
        "Wycofaj",
        "Wycofano",
        turn=UNIT,
    ),
)
LIVE = (State.SUBMITTED, State.CHECKED, State.RETURNED)


class Found(TextChoices):
    """What a point of the check found."""

    YES = "yes", _("jest")
    NO = "no", _("brakuje")
    NOT_NEEDED = "na", _("nie dotyczy")


# What the secretariat looks at, in order; a paper with anything missing is returned.
CHECKS: dict[str, object] = {
    "legal": _("Opinia radcy prawnego"),
    "finance": _("Kontrasygnata skarbnika albo akceptacja finansowa"),
    "attachments": _("Załączniki, o których mowa w piśmie"),
    "form": _("Forma: znak sprawy, adresat, data, podpis osoby przygotowującej"),
}
