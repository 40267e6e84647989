"""The life cycle of an offer, from its draft to the agreement; later stages make the later moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    DRAFT = "draft", _("wersja robocza")
    SUBMITTED = "submitted", _("złożona, czeka na potwierdzenie")
    CONFIRMED = "confirmed", _("złożona i potwierdzona")
    RETURNED = "returned", _("wezwana do uzupełnienia")
    CORRECTED = "corrected", _("uzupełniona, czeka na ocenę")
    UNEXAMINED = "unexamined", _("pozostawiona bez rozpatrzenia")
    ACCEPTED = "accepted", _("poprawna formalnie")
    REJECTED = "rejected", _("odrzucona formalnie")
    OPINIONED = "opinioned", _("zaopiniowana przez komisję")
    AWARDED = "awarded", _("z przyznaną dotacją")
    REFUSED = "refused", _("bez dotacji")
    CONTRACTED = "contracted", _("umowa zawarta")
    VOIDED = "voided", _("w unieważnionym podzadaniu")
    WITHDRAWN = "withdrawn", _("wycofana")


# Submitted, and neither accepted nor rejected in the formal check.
BEFORE_CHECK = {State.SUBMITTED, State.CONFIRMED, State.RETURNED, State.CORRECTED}
BEFORE_AWARD = BEFORE_CHECK | {State.ACCEPTED, State.OPINIONED}

MACHINE = Machine(
    "offer",
    State,
    move("submit", State.DRAFT, State.SUBMITTED, "Złóż ofertę", "Złożono ofertę", "art. 14 ust. 1", turn="organizacja"),
    move("withdraw", BEFORE_AWARD, State.WITHDRAWN, "Wycofaj ofertę", "Wycofano ofertę", turn="organizacja"),
    move(
        "reopen",
        State.WITHDRAWN,
        State.DRAFT,
        "Popraw i złóż jeszcze raz",
        "Otwarto wycofaną ofertę, aby złożyć ją jeszcze raz",
        "ogłoszenie",
        turn="organizacja",
    ),
    move(
        "confirm",
        {State.SUBMITTED, State.RETURNED, State.CORRECTED},
        State.CONFIRMED,
        "Odnotuj potwierdzenie",
        "Odnotowano potwierdzenie",
        "ogłoszenie",
        turn="urząd",
    ),
    move(
        "leave",
        {State.SUBMITTED, State.RETURNED, State.CORRECTED},
        State.UNEXAMINED,
        "Pozostaw bez rozpatrzenia",
        "Pozostawiono bez rozpatrzenia",
        "ogłoszenie",
        turn="urząd",
    ),
    move(
        "call_back",
        State.CONFIRMED,
        State.RETURNED,
        "Wezwij do uzupełnienia",
        "Wezwano do uzupełnienia",
        "ogłoszenie",
        turn="urząd",
    ),
    move(
        "correct",
        State.RETURNED,
        State.CORRECTED,
        "Złóż uzupełnienie",
        "Złożono uzupełnienie",
        "ogłoszenie",
        turn="organizacja",
    ),
    move(
        "accept",
        {State.CONFIRMED, State.RETURNED, State.CORRECTED},
        State.ACCEPTED,
        "Uznaj za poprawną formalnie",
        "Uznano za poprawną formalnie",
        "art. 15 ust. 1",
        turn="urząd",
    ),
    move(
        "reject",
        {State.CONFIRMED, State.RETURNED, State.CORRECTED},
        State.REJECTED,
        "Odrzuć formalnie",
        "Odrzucono formalnie",
        "art. 15 ust. 1",
        turn="urząd",
    ),
    move(
        "opine",
        State.ACCEPTED,
        State.OPINIONED,
        "Zapisz opinię komisji",
        "Zapisano opinię komisji",
        "art. 15 ust. 2a",
        turn="komisja",
    ),
    move(
        "award",
        State.OPINIONED,
        State.AWARDED,
        "Przyznaj dotację",
        "Przyznano dotację",
        "art. 15 ust. 2g–2h",
        turn="Zarząd",
    ),
    move(
        "refuse",
        State.OPINIONED,
        State.REFUSED,
        "Nie przyznaj dotacji",
        "Nie przyznano dotacji",
        "art. 15 ust. 2g–2h",
        turn="Zarząd",
    ),
    move(
        "void",
        State.OPINIONED,
        State.VOIDED,
        "Unieważnij z podzadaniem",
        "Unieważniono podzadanie, którego dotyczyła",
        "art. 18a",
        turn="Zarząd",
    ),
    move("contract", State.AWARDED, State.CONTRACTED, "Zawrzyj umowę", "Zawarto umowę", "art. 16", turn="urząd"),
)
