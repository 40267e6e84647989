"""Who sees what: one's own copies and requests; the queue of requests for administrators."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.accounts.hats import ADMINISTRATOR
from core.privacy.models import ErasureRequest, OwnDataCopy


def copies(actor: Actor, at: datetime) -> QuerySet[OwnDataCopy]:
    """The gate of copies: one's own that are made."""
    return OwnDataCopy.objects.filter(user=actor.user).exclude(made_at=None)


def own_requests(actor: Actor, at: datetime) -> QuerySet[ErasureRequest]:
    """One's own requests for erasure, newest first."""
    return ErasureRequest.objects.filter(user=actor.user)


def requests(actor: Actor, at: datetime) -> QuerySet[ErasureRequest]:
    """The gate of requests for erasure: administrators see all; those that wait first, the nearest term on top."""
    rows = ErasureRequest.objects.select_related("user").order_by(
        F("decided_at").desc(nulls_first=True), "due_on", "pk"
    )
    return rows if actor.wears(ADMINISTRATOR.code) or actor.system else rows.none()


def may_decide(actor: Actor, request: ErasureRequest, at: datetime) -> tuple[bool, str]:
    """An administrator answers, but not to themselves."""
    if not actor.wears(ADMINISTRATOR.code):
        return False, _("Na wnioski o usunięcie danych odpowiada administrator.")
    return request.user_id != actor.person.pk, _("Na Twój wniosek odpowie inny administrator.")
