"""Agreements on other pages: what the office signs and pays, what an organisation signs and reports, an offer's agreement.

The office's desk shows them in one list with reports (competitions.reports.panels.to_settle).
"""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from competitions.agreements.access import may_prepare, visible
from competitions.agreements.models import Agreement
from competitions.agreements.states import State
from competitions.offers.models import Offer
from competitions.offers.queries import names_together
from competitions.offers.states import State as OfferState
from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing, nearness
from core.web.templatetags.polish import data, zloty

# Awarded offers without an agreement, and those whose agreement is to be signed or paid.
UNFINISHED = Q(state=OfferState.AWARDED, agreement=None) | Q(agreement__state__in=(State.PREPARED, State.SIGNED))


def to_sign_or_pay(row: Any) -> Item:
    """What the office does next with the agreement of such an offer."""
    agreement: Agreement | None = getattr(row, "agreement", None)
    name = names_together(row, row.joint_with)
    if agreement is None:
        note = _("przyznano %(amount)s") % {"amount": zloty(row.award.amount)}
        return Item(
            _("Przygotuj umowę: %(name)s") % {"name": name},
            reverse("agreement-prepare", args=[row.public_id]),
            note=note,
        )
    words = _("Odnotuj podpisy: %(name)s") if agreement.state == State.PREPARED else _("Wypłać dotację: %(name)s")
    note = _("umowa nr %(number)s, %(amount)s") % {"number": agreement.number, "amount": zloty(agreement.amount)}
    return Item(words % {"name": name}, reverse("agreement-page", args=[agreement.public_id]), note=note)


def mine(actor: Actor, subject: Any, at: datetime) -> Panel:
    """The organisation's agreements that are not settled: to sign, to spend, to report on."""
    rows = visible(actor, at).exclude(state=State.SETTLED).defer("offer__content", "version__content")
    items = []
    for row in rows.order_by("report_due", "pk")[:10]:
        if row.state == State.PREPARED:
            items.append(
                Item(
                    _("Podpiszcie umowę nr %(number)s") % {"number": row.number},
                    reverse("agreement-page", args=[row.public_id]),
                    note=row.offer.title,
                    tag=row.get_state_display(),
                    tone="warn",
                )
            )
        else:
            tag, tone = nearness(row.report_due, at)
            items.append(
                Item(
                    _("Realizujcie zadanie z umowy nr %(number)s") % {"number": row.number},
                    reverse("agreement-page", args=[row.public_id]),
                    note=_("%(task)s, dotację wydajcie do %(use)s, sprawozdanie do %(report)s")
                    % {"task": row.offer.title, "use": data(row.use_until), "report": data(row.report_due)},
                    tag=tag,
                    tone=tone,
                )
            )
    return listing(_("Umowy: co teraz"), items, more=(_("Wszystkie umowy"), reverse("my-agreements")))


def of_offer(actor: Actor, offer: Offer, at: datetime) -> Panel | None:
    """On an offer's page: its agreement, or the way to prepare one."""
    if offer.state not in (OfferState.AWARDED, OfferState.CONTRACTED):
        return None
    agreement = visible(actor, at).filter(offer=offer).defer("version__content").first()
    if agreement is not None:
        item = Item(
            _("Umowa nr %(number)s") % {"number": agreement.number},
            reverse("agreement-page", args=[agreement.public_id]),
            note=zloty(agreement.amount),
            tag=agreement.get_state_display(),
        )
    elif may_prepare(actor, offer, at)[0]:
        item = Item(_("Przygotuj umowę"), reverse("agreement-prepare", args=[offer.public_id]))
    else:
        return listing(_("Umowa"), [], empty=_("Urząd przygotowuje umowę. Powiadomimy, gdy będzie gotowa do podpisu."))
    return listing(_("Umowa"), [item])
