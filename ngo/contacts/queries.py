"""Reads of the other databases: which institutions are asked for, to whom a list leads at a moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import system
from core.tables.folding import fold
from core.web.templatetags.polish import data
from ngo.contacts.models import (
    ALL_KINDS,
    Basis,
    Contact,
    ContactConsent,
    ContactList,
    Institution,
    InstitutionQuerySet,
    OptOut,
    address_digest,
    address_key,
)
from ngo.registry.access import visible


def asked_for(rows: InstitutionQuerySet, asked: dict[str, Any], *, on: date) -> InstitutionQuerySet:
    """The institutions that fit a filter (cleaned values of InstitutionFilter), in Polish order."""
    for word in fold(asked.get("szukaj") or "").split():
        rows = rows.filter(search_text__contains=word)
    if kind := asked.get("rodzaj"):
        rows = rows.filter(kind=kind)
    if county := asked.get("powiat"):
        rows = rows.serving(county)
    if state := asked.get("stan"):
        working = rows.active(on)
        rows = working if state == "tak" else rows.exclude(pk__in=working.values("pk"))
    return rows.order_by("sort_key", "pk")


@dataclass(frozen=True, slots=True)
class Recipient:
    """One addressee: where a letter goes, whom it names, and the sentence that says why they get it."""

    email: str
    name: str
    reason: str
    # From when a consent counts; nothing for the address of an institution.
    given_at: datetime | None

    @property
    def key(self) -> str:
        return address_key(self.email)


@dataclass(frozen=True, slots=True)
class Audience:
    """Everyone a list leads to, each address once, and how many were left out."""

    recipients: list[Recipient]
    opted_out: int
    doubled: int


def audience(contact_list: ContactList, at: datetime) -> Audience:
    """Whom a letter to this list would reach at a moment; four queries, whatever the length of the list.

    Of several entries of one address the first counts: one put on the list by hand, then an organisation, then an
    institution. An address that opted out counts again only by a consent given after that.
    """
    left = last_opt_outs()
    found: dict[str, Recipient] = {}
    refused: set[str] = set()
    doubled = 0
    for each in (*_by_hand(contact_list), *_organisations(contact_list, at), *_institutions(contact_list, at)):
        if opted_out(each.key, each.given_at, left):
            refused.add(each.key)
        elif each.key in found:
            doubled += 1
        else:
            found[each.key] = each
    return Audience(list(found.values()), len(refused - found.keys()), doubled)


def last_opt_outs(*keys: str) -> dict[str, datetime]:
    """Digest of an address → when it opted out last; of some addresses, or of all."""
    rows = OptOut.objects.filter(key__in=map(address_digest, keys)) if keys else OptOut.objects.all()
    return dict(rows.values_list("key").annotate(last=Max("at")).order_by())


def opted_out(key: str, given_at: datetime | None, left: dict[str, datetime]) -> bool:
    """Whether an address opted out and no later consent of it is known."""
    last = left.get(address_digest(key))
    return last is not None and (given_at is None or given_at <= last)


def address_of(digest: str) -> str:
    """The address to which a list still leads and whose digest this is; empty when there is none."""
    asked = (
        Contact.objects.live().values_list("email", flat=True),
        ContactConsent.objects.filter(withdrawn_at=None).values_list("email", flat=True),
        Institution.objects.exclude(email="").values_list("email", flat=True),
    )
    return next((each for each in chain(*asked) if address_digest(address_key(each)) == digest), "")


def _by_hand(contact_list: ContactList) -> Iterator[Recipient]:
    for each in contact_list.contacts.live().order_by("sort_key", "pk"):
        said = {"list": contact_list.name, "day": data(each.given_on), "note": each.basis_note}
        if each.basis == Basis.CONSENT:
            reason = _("Ten adres jest na liście „%(list)s” za zgodą z dnia %(day)s (art. 6 ust. 1 lit. a RODO).")
        else:
            reason = _(
                "Ten adres jest na liście „%(list)s” w zadaniu publicznym urzędu (art. 6 ust. 1 lit. e RODO). "
                "Skąd go mamy: %(note)s."
            )
        yield Recipient(each.email, each.name, reason % said, each.given_at)


def _organisations(contact_list: ContactList, at: datetime) -> Iterator[Recipient]:
    """Organisations that agreed to letters and fit the list's filter of the register."""
    if not contact_list.organisations:
        return
    rows = visible(system("lista kontaktowa"), at)
    if contact_list.county_id:
        rows = rows.filter(county=contact_list.county_id)
    if contact_list.legal_form:
        rows = rows.filter(legal_form=contact_list.legal_form)
    if contact_list.opp_only:
        rows = rows.filter(is_opp=True)
    agreed = ContactConsent.objects.filter(withdrawn_at=None, organisation__in=rows.values("pk"))
    for each in agreed.select_related("organisation").order_by("organisation__sort_key", "pk"):
        # Spheres are a JSON list, which SQLite cannot search; the organisations that agreed are few enough to look at.
        if not contact_list.sphere or contact_list.sphere in each.organisation.spheres:
            said = {"name": each.organisation.name, "day": data(each.given_at)}
            reason = _("Zgodę na listy urzędu dała organizacja %(name)s dnia %(day)s (art. 6 ust. 1 lit. a RODO).")
            yield Recipient(each.email, each.organisation.name, reason % said, each.given_at)


def _institutions(contact_list: ContactList, at: datetime) -> Iterator[Recipient]:
    """Institutions that work, by their public address."""
    if not contact_list.institutions:
        return
    rows = Institution.objects.active(localdate(at)).exclude(email="")
    if contact_list.institutions != ALL_KINDS:
        rows = rows.filter(kind=contact_list.institutions)
    if contact_list.county:
        rows = rows.serving(contact_list.county)
    for each in rows.order_by("sort_key", "pk"):
        reason = _(
            "Ten adres jest publicznym adresem instytucji; piszemy w zadaniu publicznym urzędu (art. 6 ust. 1 lit. e "
            "RODO). Skąd go mamy: %(source)s."
        )
        yield Recipient(each.email, each.name, reason % {"source": each.source}, None)
