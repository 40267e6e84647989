"""Papers on other pages: on the organisation's page, on its desk, and for staff what waits in the affairs of organisations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.accounts.actor import Actor
from core.web.panels import Item, Panel, listing
from ngo.papers import access
from ngo.papers.presentation import lacking
from ngo.papers.queries import counted, to_settle
from ngo.registry import access as registry
from ngo.registry.matching import label
from ngo.registry.models import Organisation
from ngo.registry.presentation import missing
from office.structure.access import is_staff


def of_organisation(actor: Actor, subject: Organisation, at: datetime) -> Panel | None:
    """On an organisation's page: the ways to its papers; its own people read how much there is and what is missing."""
    if not registry.is_inside(actor, subject):
        return None
    papers = reverse("organisation-papers", args=[subject.public_id])
    own = counted(registry.own(actor, at).filter(pk=subject.pk), localdate(at)).first() if not is_staff(actor) else None
    items = [
        Item(_("Kto podpisuje"), f"{papers}#podpisy", note=_signing(own) if own else ""),
        Item(_("Rachunki"), f"{papers}#rachunki"),
        Item(_("Dokumenty"), f"{papers}#dokumenty", note=_documents(own) if own else ""),
        Item(_("Propozycje zmian"), f"{papers}#propozycje", note=_proposals(own) if own else ""),
    ]
    if own and registry.may_edit(actor, subject, at)[0]:
        items += [
            Item(
                _("Dodaj: %(what)s") % {"what": what},
                reverse(route, args=[subject.public_id]),
                tag=_("brakuje"),
                tone="warn",
            )
            for what, route in lacking(own, signatories=own.signing, proofs=own.proofs)
        ]
    return listing(_("Akta organizacji"), items)


def _signing(found: Any) -> str:
    if not found.signing:
        return _("nikogo nie wpisano")
    words = ngettext("podpisuje %(count)s osoba", "podpisują %(count)s osoby", found.signing) % {"count": found.signing}
    return _("%(words)s; urząd nie potwierdził wszystkich") % {"words": words} if found.unconfirmed else words


def _documents(found: Any) -> str:
    return ngettext("%(count)s dokument", "%(count)s dokumenty", found.papers) % {"count": found.papers}


def _proposals(found: Any) -> str:
    return ngettext("%(count)s czeka", "%(count)s czekają", found.proposed) % {"count": found.proposed}


def own_data(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """On the organisation's desk: what the next offer will need, whether the office confirmed it, what is proposed."""
    organisation = counted(registry.own(actor, at), localdate(at)).first()
    if organisation is None:
        return None
    page = reverse("organisation-page", args=[organisation.public_id])
    may_edit = registry.may_edit(actor, organisation, at)[0]
    items = []
    if gaps := missing(organisation):
        words = _("Uzupełnij dane do oferty") if may_edit else _("Dane potrzebne do oferty")
        where = f"{reverse('organisation-edit', args=[organisation.public_id])}#{gaps[0].anchor}" if may_edit else page
        note = ", ".join(gap.label for gap in gaps)
        items.append(Item(words, where, note=note, tag=_("brakuje"), tone="warn"))
    for what, route in lacking(organisation, signatories=organisation.signing, proofs=organisation.proofs):
        where = reverse(route, args=[organisation.public_id]) if may_edit else page
        items.append(Item(_("Dodaj: %(what)s") % {"what": what}, where, tag=_("brakuje"), tone="warn"))
    if organisation.proposed:
        papers = reverse("organisation-papers", args=[organisation.public_id])
        count = {"count": organisation.proposed}
        words = ngettext("%(count)s propozycja zmiany", "%(count)s propozycje zmian", organisation.proposed) % count
        items.append(Item(words, f"{papers}#propozycje", tag=_("czeka na urząd"), tone="info"))
    if not organisation.verified_at and not organisation.is_from_register:
        note = _("Urząd sprawdzi dane z rejestrem. Oferty możesz pisać i składać już teraz.")
        items.append(Item(_("Dane czekają na potwierdzenie urzędu"), page, note=note, tag=_("czeka"), tone="info"))
    return listing(
        _("Dane organizacji"), items, more=(_("Zobacz dane organizacji"), page), empty=_("Dane są kompletne.")
    )


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of affairs that wait for the office: the words of a line with the organisation's name, and its page."""

    words: Any
    route: str
    tag: Any
    tone: str = "info"


# By the kinds of ngo.papers.queries.to_settle.
MATTERS = {
    "request": Matter(gettext_lazy("Zdecyduj, kto działa: %(name)s"), "representation-decide", gettext_lazy("prośba")),
    "declared": Matter(gettext_lazy("Sprawdź z rejestrem: %(name)s"), "organisation-page", gettext_lazy("zgłoszenie")),
    "proposal": Matter(gettext_lazy("Rozpatrz zmianę danych: %(name)s"), "proposal-decide", gettext_lazy("propozycja")),
    "left": Matter(
        gettext_lazy("Nikt nie podpisuje: %(name)s"), "organisation-people", gettext_lazy("bez podpisu"), "warn"
    ),
}


def waiting(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """On the office's desk: who waits for a decision about an organisation, and which ones nobody may sign for."""
    if not is_staff(actor):
        return None
    found = to_settle(actor, at)
    items = []
    for kind, matter in MATTERS.items():
        for each in (each for each in found if each.kind == kind):
            words = matter.words % {"name": each.name}
            items.append(
                Item(words, reverse(matter.route, args=[each.public_id]), tag=str(matter.tag), tone=matter.tone)
            )
    total = sum({each.kind: each.total for each in found}.values())
    more = _("Wszystkie sprawy organizacji (%(count)s)") % {"count": total}
    return listing(_("Organizacje: co teraz"), items, more=(more, reverse("organisations-to-confirm")))


def to_decide(actor: Actor, subject: Any, at: datetime) -> Panel | None:
    """For staff: proposals of changes that wait, the oldest first."""
    if not is_staff(actor):
        return None
    items = [
        Item(
            f"{each.organisation}: {label(each.field)}",
            reverse("proposal-decide", args=[each.public_id]),
            note=each.reason,
        )
        for each in access.waiting(actor, at)[:20]
    ]
    return listing(_("Propozycje zmian w danych organizacji"), items)
