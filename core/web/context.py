"""What every page knows: the office, the actor, where one can go, what people are told of their data."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.accounts.actor import VISITOR, Actor
from core.web.information import groups
from core.web.navigation import entries
from core.web.page import EVERYONE, THROUGH_GATE
from core.web.templatetags.polish import data


def page(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page: `office`, `actor`, `navigation` (list of {label, url, current}), `information` (see core.web.information), on public ones `bip` (who answers for it)."""
    actor = getattr(request, "actor", VISITOR)
    known: dict[str, Any] = {
        "office": settings.OFFICE,
        "actor": actor,
        "navigation": entries(actor, request.path),
        "information": groups(),
    }
    if _is_public(request, actor):
        known["bip"] = _standing()
    return known


def _is_public(request: HttpRequest, actor: Actor) -> bool:
    """A page for anyone, or one that its gate opens to the visitor who reads it."""
    view = getattr(getattr(request, "resolver_match", None), "func", None)
    opens_to = str(getattr(view, "opens_to", ""))
    if not getattr(view, "informs", True):
        return False
    return opens_to == EVERYONE or (opens_to.startswith(THROUGH_GATE) and actor.is_anonymous)


def _standing() -> dict[str, Any]:
    """Who answers for a page that no one person wrote: a list, a search, a form (UDIP art. 8 ust. 6)."""
    about = settings.OFFICE["accessibility"]
    note = _(
        "Strona powstaje na bieżąco z danych urzędu; kto i kiedy opublikował i zmienił każdą pozycję, mówi jej własna strona. "
        "Serwis działa od %(since)s, ostatnia zmiana serwisu: %(updated)s"
    )
    days = {"since": data(about["site_published"]), "updated": data(about["site_updated"])}
    return {"produced_by": settings.OFFICE["department"], "note": note % days}
