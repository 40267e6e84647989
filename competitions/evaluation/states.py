"""The life cycles of a formal card, a score card and a panel."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class FormalState(TextChoices):
    FILLED = "filled", _("wypełniona, czeka na zatwierdzenie")
    SENT_BACK = "sent_back", _("zwrócona do poprawy")
    APPROVED = "approved", _("zatwierdzona")


FORMAL = Machine(
    "formal_check",
    FormalState,
    move(
        "fill_again",
        {FormalState.FILLED, FormalState.SENT_BACK},
        FormalState.FILLED,
        "Popraw kartę oceny formalnej",
        "Poprawiono kartę oceny formalnej",
        turn="urząd",
    ),
    move(
        "send_back_check",
        FormalState.FILLED,
        FormalState.SENT_BACK,
        "Zwróć kartę do poprawy",
        "Zwrócono kartę oceny formalnej",
        turn="urząd",
    ),
    move(
        "approve_check",
        FormalState.FILLED,
        FormalState.APPROVED,
        "Zatwierdź kartę oceny formalnej",
        "Zatwierdzono kartę oceny formalnej",
        "art. 15 ust. 1",
        turn="urząd",
    ),
)


class CardState(TextChoices):
    ASSIGNED = "assigned", _("czeka na deklarację bezstronności")
    DECLARED = "declared", _("w ocenie")
    EXCLUDED = "excluded", _("ekspert wyłączony")
    TAKEN_BACK = "taken_back", _("odebrana ekspertowi")
    REFUSED = "refused", _("ekspert odmówił oceny")
    SUBMITTED = "submitted", _("złożona")


# Cards that count no more: the offer needs another expert.
GONE = (CardState.EXCLUDED, CardState.TAKEN_BACK, CardState.REFUSED)

CARD = Machine(
    "score_card",
    CardState,
    move(
        "declare",
        CardState.ASSIGNED,
        CardState.DECLARED,
        "Złóż deklarację bezstronności",
        "Złożono deklarację bezstronności",
        "art. 15 ust. 2f; KPA art. 24",
        turn="ekspert",
    ),
    move(
        "exclude",
        CardState.ASSIGNED,
        CardState.EXCLUDED,
        "Wyłącz się z oceny",
        "Ekspert wyłączył się z oceny",
        "KPA art. 24",
        turn="ekspert",
    ),
    move(
        "refuse_card",
        {CardState.ASSIGNED, CardState.DECLARED},
        CardState.REFUSED,
        "Odmów oceny",
        "Odmówiono oceny oferty",
        turn="ekspert",
    ),
    move(
        "take_back",
        {CardState.ASSIGNED, CardState.DECLARED},
        CardState.TAKEN_BACK,
        "Odbierz kartę",
        "Odebrano kartę ekspertowi",
        turn="urząd",
    ),
    move(
        "submit",
        CardState.DECLARED,
        CardState.SUBMITTED,
        "Złóż kartę oceny",
        "Złożono kartę oceny",
        "art. 15 ust. 2ea pkt 2",
        turn="ekspert",
    ),
    move(
        "return_card",
        CardState.SUBMITTED,
        CardState.DECLARED,
        "Zwróć kartę ekspertowi do poprawy",
        "Zwrócono kartę oceny ekspertowi do poprawy",
        turn="urząd",
    ),
)


class PanelState(TextChoices):
    APPOINTED = "appointed", _("powołana")
    CONCLUDED = "concluded", _("prace zakończone")


PANEL = Machine(
    "panel",
    PanelState,
    move(
        "conclude",
        PanelState.APPOINTED,
        PanelState.CONCLUDED,
        "Zamknij protokół",
        "Zamknięto protokół",
        "art. 15 ust. 2a",
        turn="przewodniczący komisji",
    ),
)


class PlanState(TextChoices):
    ASKED = "asked", _("liczy się")
    PROPOSED = "proposed", _("propozycja, czeka na decyzję")
    IMPOSSIBLE = "impossible", _("nie da się ułożyć")
    ACCEPTED = "accepted", _("przyjęta, karty rozdane")
    DROPPED = "dropped", _("odrzucona")


PLAN = Machine(
    "plan",
    PlanState,
    move(
        "propose_plan",
        PlanState.ASKED,
        PlanState.PROPOSED,
        "Zaproponuj przydział",
        "Zaproponowano przydział ofert ekspertom",
        turn="urząd",
    ),
    move(
        "find_impossible",
        PlanState.ASKED,
        PlanState.IMPOSSIBLE,
        "Wykaż, że przydziału nie da się ułożyć",
        "Uznano przydział za niemożliwy do ułożenia",
        turn="urząd",
    ),
    move(
        "accept_plan",
        PlanState.PROPOSED,
        PlanState.ACCEPTED,
        "Przyjmij przydział",
        "Przyjęto przydział i rozdano karty",
        "art. 15 ust. 2ea pkt 2",
        turn="urząd",
    ),
    move(
        "drop_plan",
        {PlanState.ASKED, PlanState.PROPOSED, PlanState.IMPOSSIBLE},
        PlanState.DROPPED,
        "Odrzuć propozycję",
        "Odrzucono propozycję przydziału",
        turn="urząd",
    ),
)
