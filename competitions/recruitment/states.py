"""The life cycles of a recruitment and of a candidacy."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    DRAFT = "draft", _("w przygotowaniu")
    OPEN = "open", _("trwa nabór")
    CLOSED = "closed", _("sprawdzanie zgłoszeń")
    DRAWN_UP = "drawn_up", _("lista do zatwierdzenia")
    RESOLVED = "resolved", _("rozstrzygnięty")
    CALLED_OFF = "called_off", _("odwołany")


RECRUITMENT = Machine(
    "recruitment",
    State,
    move(
        "announce", State.DRAFT, State.OPEN, "Ogłoś nabór", "Ogłoszono nabór ekspertów", "art. 15 ust. 2e", turn="urząd"
    ),
    move("close_recruitment", State.OPEN, State.CLOSED, "Zamknij nabór", "Zamknięto nabór ekspertów", turn="zegar"),
    move(
        "draw_up",
        {State.CLOSED, State.DRAWN_UP},
        State.DRAWN_UP,
        "Ułóż listę",
        "Ułożono listę ekspertów",
        turn="urząd",
    ),
    move(
        "send_back_list",
        State.DRAWN_UP,
        State.CLOSED,
        "Cofnij listę do poprawy",
        "Cofnięto listę ekspertów do poprawy",
        turn="urząd",
    ),
    move(
        "approve_list",
        State.DRAWN_UP,
        State.RESOLVED,
        "Zatwierdź i ogłoś listę",
        "Zatwierdzono listę ekspertów",
        turn="urząd",
    ),
    move(
        "call_off_recruitment",
        {State.DRAFT, State.OPEN, State.CLOSED, State.DRAWN_UP},
        State.CALLED_OFF,
        "Odwołaj nabór",
        "Odwołano nabór ekspertów",
        turn="urząd",
    ),
)


class CandidacyState(TextChoices):
    DRAFT = "draft", _("w przygotowaniu")
    SUBMITTED = "submitted", _("złożone")
    SUPPLEMENT = "supplement", _("wezwane do uzupełnienia")
    SUPPLEMENTED = "supplemented", _("uzupełnione")
    ELIGIBLE = "eligible", _("spełnia warunki")
    REJECTED = "rejected", _("odrzucone")
    LISTED = "listed", _("na liście ekspertów")
    RESERVE = "reserve", _("na liście rezerwowej")
    LEFT_OUT = "left_out", _("poza listą")
    WITHDRAWN = "withdrawn", _("wycofane")


# In these the office checks; the last one also after the term for the supplement has passed.
TO_CHECK = (CandidacyState.SUBMITTED, CandidacyState.SUPPLEMENTED, CandidacyState.SUPPLEMENT)

CANDIDACY = Machine(
    "candidacy",
    CandidacyState,
    move(
        "apply",
        CandidacyState.DRAFT,
        CandidacyState.SUBMITTED,
        "Złóż zgłoszenie",
        "Złożono zgłoszenie",
        turn="kandydat",
    ),
    move(
        "withdraw_candidacy",
        {CandidacyState.DRAFT, *TO_CHECK},
        CandidacyState.WITHDRAWN,
        "Wycofaj zgłoszenie",
        "Wycofano zgłoszenie",
        turn="kandydat",
    ),
    move(
        "reopen_candidacy",
        {CandidacyState.WITHDRAWN, CandidacyState.SUBMITTED},
        CandidacyState.DRAFT,
        "Otwórz do zmiany",
        "Otwarto zgłoszenie do zmiany",
        turn="kandydat",
    ),
    move(
        "ask_supplement",
        CandidacyState.SUBMITTED,
        CandidacyState.SUPPLEMENT,
        "Wezwij do uzupełnienia",
        "Wezwano do uzupełnienia zgłoszenia",
        turn="urząd",
    ),
    move(
        "supplement",
        CandidacyState.SUPPLEMENT,
        CandidacyState.SUPPLEMENTED,
        "Złóż uzupełnienie",
        "Uzupełniono zgłoszenie",
        turn="kandydat",
    ),
    move(
        "find_eligible",
        set(TO_CHECK),
        CandidacyState.ELIGIBLE,
        "Uznaj warunki za spełnione",
        "Uznano warunki za spełnione",
        turn="urząd",
    ),
    move(
        "reject_candidacy",
        set(TO_CHECK),
        CandidacyState.REJECTED,
        "Odrzuć zgłoszenie",
        "Odrzucono zgłoszenie",
        turn="urząd",
    ),
    move(
        "check_again",
        {CandidacyState.ELIGIBLE, CandidacyState.REJECTED},
        CandidacyState.SUBMITTED,
        "Sprawdź jeszcze raz",
        "Cofnięto sprawdzenie zgłoszenia",
        turn="urząd",
    ),
    move(
        "put_on_list",
        {CandidacyState.ELIGIBLE, CandidacyState.RESERVE},
        CandidacyState.LISTED,
        "Wpisz na listę",
        "Wpisano kandydata na listę ekspertów",
        turn="urząd",
    ),
    move(
        "put_in_reserve",
        CandidacyState.ELIGIBLE,
        CandidacyState.RESERVE,
        "Wpisz na listę rezerwową",
        "Wpisano kandydata na listę rezerwową",
        turn="urząd",
    ),
    move(
        "leave_out",
        CandidacyState.ELIGIBLE,
        CandidacyState.LEFT_OUT,
        "Pozostaw poza listą",
        "Pozostawiono kandydata poza listą",
        turn="urząd",
    ),
)
