"""Who sees keys of the API: each person their own; who makes them: a person in a hat, for that hat."""

from datetime import datetime

from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.api.models import ApiToken, ApiTokenQuerySet


def visible(actor: Actor, at: datetime) -> ApiTokenQuerySet:
    """A person's own keys, of all their hats."""
    rows = ApiToken.objects.select_related("hat", "user")
    return rows.filter(user=actor.user) if actor.user else rows.none()


def may_create(actor: Actor, obj: None, at: datetime) -> tuple[bool, str]:
    """A key is made in the hat it will wear, so a hat that needs a second factor gives none without it."""
    return actor.hat is not None, _("Najpierw wybierz rolę: klucz działa zawsze w jednej roli.")


def may_revoke(actor: Actor, token: ApiToken, at: datetime) -> tuple[bool, str]:
    """Whoever sees a key may revoke it."""
    return True, ""
