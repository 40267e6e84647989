"""Offers and who wrote them: what is kept of a person, and how long an offer's file binds them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.offers.models import Attachment, Offer, Partner
from core.accounts.models import User
from core.privacy.retention import Rule
from core.privacy.shares import Rows, Share, case_files_until
from core.web.templatetags.polish import data
from ngo.papers import privacy as papers
from ngo.papers.models import OrganisationDocument, Signatory


def _of(user: User) -> "QuerySet[Offer]":
    rows = Offer.objects.filter(Q(created_by=user) | Q(submitted_by=user))
    return rows.defer("content").select_related("competition").order_by("pk")


def offers(user: User) -> Rows:
    """Offers begun or submitted by the person; their content names others and belongs to the organisation."""
    return [
        {
            "tytuł": each.title,
            "konkurs": each.competition.title,
            "rozpoczęta przez Ciebie": each.created_by_id == user.pk,
            "utworzona": each.created_at,
            "złożona przez Ciebie": each.submitted_at if each.submitted_by_id == user.pk else None,
        }
        for each in _of(user)
    ]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Offers as the read log knows them."""
    return {"competitions.offer": Offer.objects.filter(Q(created_by=user) | Q(submitted_by=user)).values("public_id")}


def binds(user: User, on: date) -> list[str]:
    """Submitted offers whose task, by the competition, ended less than the kept years ago."""
    return [
        gettext(
            "Oferta nr %(number)s w konkursie „%(title)s”: akta przechowujemy do %(day)s (RODO art. 17 ust. 3 lit. b)."
        )
        % {"number": each.number or "–", "title": each.competition.title, "day": data(until)}
        for each in _of(user).exclude(submitted_at=None)
        if each.submitted_at
        and on < (until := case_files_until(max(each.competition.task_to, localdate(each.submitted_at))))
    ]


OFFERS = Share(
    _("Oferty"), ("competitions.offer.created_by", "competitions.offer.submitted_by"), offers, records, binds
)


def relied_on(paper: Signatory | OrganisationDocument, on: date) -> list[str]:
    """Submitted offers of the paper's organisation whose files are still kept: they relied on who signed and on its statute."""
    rows = Offer.objects.filter(organisation=paper.organisation_id).exclude(submitted_at=None)
    return [
        gettext("Oferta nr %(number)s: akta przechowujemy do %(day)s (RODO art. 17 ust. 3 lit. b).")
        % {"number": each.number or "–", "day": data(until)}
        for each in rows.defer("content").select_related("competition").order_by("pk")
        if each.submitted_at
        and on < (until := case_files_until(max(each.competition.task_to, localdate(each.submitted_at))))
    ]


ENDED_SIGNATORIES = Rule(
    "signatories",
    _("Osoby, które przestały podpisywać za organizację"),
    _("imię, nazwisko i funkcja znikają"),
    papers.signatories,
    papers.forget_signatories,
    relied_on,
)
ENDED_DOCUMENTS = Rule(
    "documents",
    _("Nieaktualne dokumenty organizacji"),
    _("plik i tytuł znikają, suma kontrolna zostaje"),
    papers.documents,
    papers.forget_documents,
    relied_on,
)


def attachments(user: User) -> Rows:
    """Files that the person added to offers; they belong to the organisation's offer and stay with it."""
    rows = Attachment.objects.filter(added_by=user).select_related("offer").defer("offer__content")
    return [
        {"dokument": each.title, "plik": each.name, "oferta": each.offer.title, "dodano": each.added_at}
        for each in rows
    ]


ATTACHMENTS = Share(_("Załączniki ofert"), ("competitions.attachment.added_by",), attachments)


def partnerships(user: User) -> Rows:
    """Joint offers to which the person invited an organisation, or agreed in its name; the organisations' data stay theirs."""
    rows = Partner.objects.filter(Q(invited_by=user) | Q(agreed_by=user)).select_related("offer", "organisation")
    return [
        {
            "oferta": each.offer.title,
            "organizacja": each.organisation.name,
            "zaproszona przez Ciebie": each.invited_at if each.invited_by_id == user.pk else None,
            "Twoja zgoda": each.agreed_at if each.agreed_by_id == user.pk else None,
        }
        for each in rows.defer("offer__content")
    ]


PARTNERSHIPS = Share(
    _("Oferty wspólne"), ("competitions.partner.invited_by", "competitions.partner.agreed_by"), partnerships
)
