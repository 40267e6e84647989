"""The life cycle of a nomination."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    NOMINATED = "nominated", _("czeka na zgodę osoby")
    CONSENTED = "consented", _("do sprawdzenia w urzędzie")
    LISTED = "listed", _("na liście kandydatów")
    REFUSED = "refused", _("nieprzyjęta")
    DECLINED = "declined", _("osoba się nie zgodziła")
    WITHDRAWN = "withdrawn", _("wycofana")


MACHINE = Machine(
    "nomination",
    State,
    move(
        "consent_to_nomination",
        State.NOMINATED,
        State.CONSENTED,
        "Zgadzam się kandydować",
        "Wyrażono zgodę na kandydowanie do komisji",
        "art. 15 ust. 2d",
        turn="osoba wskazana",
    ),
    move(
        "decline_nomination",
        {State.NOMINATED, State.CONSENTED, State.LISTED},
        State.DECLINED,
        "Nie zgadzam się",
        "Odmówiono zgody na kandydowanie do komisji",
        turn="osoba wskazana",
    ),
    move(
        "verify_nomination",
        State.CONSENTED,
        State.LISTED,
        "Wpisz na listę kandydatów",
        "Wpisano na listę kandydatów do komisji",
        "art. 15 ust. 2d",
        turn="urząd",
    ),
    move(
        "refuse_nomination",
        State.CONSENTED,
        State.REFUSED,
        "Nie przyjmuj kandydatury",
        "Nie przyjęto kandydatury do komisji",
        turn="urząd",
    ),
    move(
        "withdraw_nomination",
        {State.NOMINATED, State.CONSENTED, State.LISTED},
        State.WITHDRAWN,
        "Wycofaj wskazanie",
        "Wycofano wskazanie do komisji",
        turn="organizacja",
    ),
)
