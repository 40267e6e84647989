"""Reads of corrections: what a corrected offer says, its terms, who is written to."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate, localtime, make_aware

from competitions.calls.models import Competition
from competitions.corrections.models import Correction
from competitions.offers.merge import with_keys
from competitions.offers.models import Attachment, Offer, OfferVersion
from competitions.offers.queries import offer_facts
from core.accounts.models import User
from law import offer as law
from law.calendar import add_working_days
from law.forms import Form, form
from law.verdict import Breach
from ngo.registry.hats import SIGNATORY


def corrected_content(correction: Correction) -> dict[str, Any]:
    """The base version with what is typed into the unlocked fields; everything else is the same to the byte."""
    typed = {code: value for code, value in correction.content.items() if code in correction.fields}
    return {**correction.base.content, **typed}


def corrected_files(correction: Correction) -> list[Attachment]:
    """The files of the offer with what the correction adds, each in the place of those with its title."""
    rows = list(correction.offer.attachments.filter(replaced_at=None))
    fresh = [row for row in rows if row.pending and row.title in correction.files]
    titles = {row.title for row in fresh}
    return [row for row in rows if not row.pending and row.title not in titles] + fresh


def file_titles(offer: Offer, version: OfferVersion) -> list[str]:
    """What files a correction may ask for: those that the announcement names, and those that the version has."""
    named = [rule.name for rule in offer.competition.attachment_rules]
    return list(dict.fromkeys([*named, *(row["title"] for row in version.attachments)]))


def unlocked(correction: Correction) -> Form:
    """The official form cut down to the fields that may be changed; a section without any is gone."""
    official = form(correction.base.form_version)
    cut = (
        replace(section, fields=tuple(field for field in section.fields if field.code in correction.fields))
        for section in official.sections
    )
    return replace(official, sections=tuple(section for section in cut if section.fields))


def with_row_keys(correction: Correction) -> dict[str, Any]:
    """The unlocked fields as they stand, each row of a table with its key: what the page takes along as its base."""
    return with_keys(corrected_content(correction), correction.row_keys, unlocked(correction))


def locked(correction: Correction, codes: Iterable[str]) -> list[str]:
    """Those codes of the official form's fields that this correction does not unlock."""
    known = {field.code for field in form(correction.base.form_version).fields()}
    return [code for code in codes if code in known and code not in correction.fields]


def open_correction(offer: Offer) -> Correction | None:
    """The correction of an offer, with what it starts from."""
    correction = Correction.objects.select_related("base", "version").filter(offer=offer).first()
    if correction:
        correction.offer = offer
    return correction


def breaches(correction: Correction, content: Mapping[str, Any], *, at: datetime) -> list[Breach]:
    """What keeps a correction from being submitted; the deadline of the offers is not its own, and the offer is counted."""
    files = [(row.title, row.threat) for row in corrected_files(correction)]
    found = law.breaches(offer_facts(correction.offer, content, files), at=at)
    return [breach for breach in found if breach.code not in ("offer.late", "offer.limit")]


def correction_due(competition: Competition, at: datetime) -> datetime:
    """The last second of the last working day of the term; the day of the call is not counted."""
    return make_aware(datetime.combine(add_working_days(localdate(at), competition.correction_days), time(23, 59, 59)))


def confirmation_due(correction: Correction) -> datetime | None:
    """Until when the corrected version has to be confirmed; None when it has not.

    The working days that the announcement gives after the term of the correction, to the hour of its first term.
    """
    competition = correction.offer.competition
    days = competition.correction_confirmation_days or (competition.correction_days if correction.sign_again else 0)
    if not days:
        return None
    hour = localtime(competition.confirmation_due).time()
    return make_aware(datetime.combine(add_working_days(localdate(correction.due), days), hour))


def addressees(offer: Offer) -> list[User]:
    """Whom the office writes to about an offer: who submitted it, and everyone who signs for the organisation."""
    signs = Q(hats__kind=SIGNATORY.code, hats__key=offer.organisation.public_id, hats__withdrawn_at=None)
    people = User.objects.filter(Q(pk=offer.submitted_by_id) | signs, is_active=True)
    return list(people.distinct().order_by("pk"))
