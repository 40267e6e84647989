"""The register on other pages: a search on the first page."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Panel


def search(actor: Actor, subject: Any, at: datetime) -> Panel:
    """On the first page: find an organisation by name, place or number."""
    return Panel(_("Znajdź organizację"), "ngo/registry/search_panel.html")
