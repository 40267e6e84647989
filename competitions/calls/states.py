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
