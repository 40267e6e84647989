"""The life cycle of a question."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.workflow.machine import Machine, move


class State(TextChoices):
    ASKED = "asked", _("czeka na odpowiedź")
    ANSWERED = "answered", _("z odpowiedzią tylko dla pytającego")
    PUBLISHED = "published", _("opublikowane z odpowiedzią")
    DECLINED = "declined", _("bez odpowiedzi, z podaniem powodu")


MACHINE = Machine(
    "question",
    State,
    move("answer", State.ASKED, State.ANSWERED, "Odpowiedz", "Udzielono odpowiedzi", turn="urząd"),
    move(
        "publish",
        State.ANSWERED,
        State.PUBLISHED,
        "Opublikuj pytanie z odpowiedzią",
        "Opublikowano pytanie z odpowiedzią",
        "art. 13 ust. 3",
        turn="urząd",
    ),
    move(
        "decline", State.ASKED, State.DECLINED, "Nie odpowiadaj, podaj powód", "Nie udzielono odpowiedzi", turn="urząd"
    ),
)
