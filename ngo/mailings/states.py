"""The life cycle of a mailing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(models.TextChoices):
    DRAFT = "draft", _("szkic")
    SENDING = "sending", _("trwa przekazywanie do wysłania")
    SENT = "sent", _("przekazana do wysłania")
    DISCARDED = "discarded", _("porzucona")


MACHINE = Machine(
    "wiadomość do listy",
    State,
    move(
        "send", State.DRAFT, State.SENDING, "Wyślij", "Zlecono wysłanie", "art. 6 ust. 1 lit. a i e RODO", turn="urząd"
    ),
    move("finish", State.SENDING, State.SENT, "Zakończ przekazywanie", "Przekazano do wysłania", turn="system"),
    move("discard", State.DRAFT, State.DISCARDED, "Porzuć szkic", "Porzucono szkic", turn="urząd"),
)
