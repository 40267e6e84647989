"""Who sees resolutions (everyone: they are public information) and who records them."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from office.board.models import Resolution
from office.structure.access import is_staff


def visible(actor: Actor, at: datetime) -> QuerySet[Resolution]:
    """Adopted resolutions are public."""
    return Resolution.objects.select_related("unit")


def may_record(actor: Actor, obj: None, at: datetime) -> tuple[bool, str]:
    """Staff record resolutions."""
    return is_staff(actor), _("Uchwały odnotowują pracownicy urzędu.")
