"""The consent to letters on an organisation's page."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from core.web.templatetags.polish import data
from ngo.contacts.access import consent_of, is_inside
from ngo.registry.hats import ORGANISATION


def letters(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """Whether the organisation agreed to the office's letters; for its own people and the office."""
    own = actor.wears(*ORGANISATION) and actor.key == subject.public_id
    if not own and not is_inside(actor):
        return None
    consent = consent_of(subject)
    page = reverse("organisation-letters", args=[subject.public_id])
    if consent:
        note = _("zgoda z dnia %(day)s") % {"day": data(consent.given_at)}
        item = Item(_("Listy urzędu przychodzą"), page, note=note, tag=_("tak"), tone="good")
    else:
        note = _("O konkursach, konsultacjach i szkoleniach: tylko za zgodą organizacji.")
        item = Item(_("Listy urzędu nie przychodzą"), page, note=note, tag=_("nie"))
    return listing(_("Listy urzędu"), [item])
