"""The life cycle of a competition."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    DRAFT = "draft", _("przygotowywany")
    APPROVED = "approved", _("zatwierdzony, przed ogłoszeniem")
    OPEN = "open", _("trwa nabór ofert")
    CLOSED = "closed", _("ocena formalna")
    EVALUATION = "evaluation", _("ocena merytoryczna")
    CONCLUDED = "concluded", _("zaopiniowany przez komisję")
    RESOLVED = "resolved", _("rozstrzygnięty")
    SETTLED = "settled", _("rozliczony")
    SUSPENDED = "suspended", _("nabór zawieszony")
    CALLED_OFF = "called_off", _("odwołany")
    CANCELLED = "cancelled", _("unieważniony")


# A competition that ended without a decision on its offers.
ENDED = frozenset({State.CALLED_OFF, State.CANCELLED})
BEFORE_DECISION = {State.CLOSED, State.EVALUATION, State.CONCLUDED}


MACHINE = Machine(
    "competition",
    State,
    move(
        "approve",
        State.DRAFT,
        State.APPROVED,
        "Zatwierdź ogłoszenie",
        "Zatwierdzono ogłoszenie",
        "art. 11 ust. 2",
        turn="Zarząd",
    ),
    move(
        "send_back", State.APPROVED, State.DRAFT, "Cofnij do przygotowania", "Cofnięto do przygotowania", turn="urząd"
    ),
    move(
        "announce", State.APPROVED, State.OPEN, "Ogłoś konkurs", "Ogłoszono konkurs", "art. 13 ust. 1 i 3", turn="urząd"
    ),
    move("close", State.OPEN, State.CLOSED, "Zamknij nabór", "Zamknięto nabór", "art. 13 ust. 2 pkt 5", turn="zegar"),
    move(
        "suspend",
        State.OPEN,
        State.SUSPENDED,
        "Zawieś nabór",
        "Zawieszono nabór",
        "publikacja jak w art. 13 ust. 3",
        turn="urząd",
    ),
    move(
        "resume",
        State.SUSPENDED,
        State.OPEN,
        "Wznów nabór",
        "Wznowiono nabór",
        "publikacja jak w art. 13 ust. 3",
        turn="urząd",
    ),
    move(
        "call_off",
        {State.APPROVED, State.OPEN, State.SUSPENDED, *BEFORE_DECISION},
        State.CALLED_OFF,
        "Odwołaj konkurs",
        "Odwołano konkurs",
        "zastrzeżenie w ogłoszeniu",
        turn="Zarząd",
    ),
    move(
        "cancel",
        BEFORE_DECISION,
        State.CANCELLED,
        "Unieważnij konkurs",
        "Unieważniono konkurs",
        "art. 18a",
        turn="Zarząd",
    ),
    move(
        "start_evaluation",
        State.CLOSED,
        State.EVALUATION,
        "Rozpocznij ocenę merytoryczną",
        "Rozpoczęto ocenę merytoryczną",
        "art. 15",
        turn="urząd",
    ),
    move(
        "conclude",
        State.EVALUATION,
        State.CONCLUDED,
        "Zamknij prace komisji",
        "Zamknięto prace komisji",
        "art. 15 ust. 2a",
        turn="komisja",
    ),
    move(
        "resolve",
        State.CONCLUDED,
        State.RESOLVED,
        "Rozstrzygnij konkurs",
        "Rozstrzygnięto konkurs",
        "art. 15 ust. 2g–2j",
        turn="Zarząd",
    ),
    move(
        "settle",
        State.RESOLVED,
        State.SETTLED,
        "Zakończ rozliczenie konkursu",
        "Zakończono rozliczenie konkursu",
        turn="urząd",
    ),
)
