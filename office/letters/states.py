"""The life cycles of a set of letters and of a communiqué."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class SetState(TextChoices):
    DRAFT = "draft", _("w przygotowaniu")
    CHECKED = "prepared", _("sprawdzone, do podpisu")
    SIGNED = "signed", _("podpisane")
    SENT = "sent", _("wysłane")
    CANCELLED = "cancelled", _("zaniechane")


# Where a set has its files.
PRINTED = (SetState.CHECKED, SetState.SIGNED, SetState.SENT)

SET_MACHINE = Machine(
    "letter-sets",
    SetState,
    move("check_letters", SetState.DRAFT, SetState.CHECKED, "Potwierdź sprawdzenie", "Sprawdzono pisma", turn="urząd"),
    move(
        "reopen_letters",
        {SetState.CHECKED, SetState.SIGNED},
        SetState.DRAFT,
        "Zwróć do zmiany",
        "Zwrócono pisma do zmiany",
        turn="urząd",
    ),
    move("sign_letters", SetState.CHECKED, SetState.SIGNED, "Odnotuj podpisanie", "Podpisano pisma", turn="urząd"),
    move("send_letters", SetState.SIGNED, SetState.SENT, "Odnotuj wysłanie", "Wysłano pisma", turn="urząd"),
    move(
        "drop_letters",
        {SetState.DRAFT, SetState.CHECKED, SetState.SIGNED},
        SetState.CANCELLED,
        "Zaniechaj",
        "Zaniechano pism",
        turn="urząd",
    ),
)


class NewsState(TextChoices):
    DRAFT = "draft", _("w przygotowaniu")
    PUBLISHED = "published", _("opublikowany")
    WITHDRAWN = "annulled", _("wycofany")


NEWS_MACHINE = Machine(
    "communiques",
    NewsState,
    move(
        "publish_communique",
        NewsState.DRAFT,
        NewsState.PUBLISHED,
        "Opublikuj komunikat",
        "Opublikowano komunikat",
        "regulamin urzędu, KM I pkt 10",
        turn="urząd",
    ),
    move(
        "withdraw_communique",
        NewsState.PUBLISHED,
        NewsState.WITHDRAWN,
        "Wycofaj komunikat",
        "Wycofano komunikat",
        turn="urząd",
    ),
)
