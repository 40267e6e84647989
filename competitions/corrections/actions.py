"""Verbs over corrections: call an offer back, save what is typed, submit the correction."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from competitions.corrections import queries
from competitions.corrections.models import Correction
from competitions.corrections.presentation import names
from competitions.corrections.refusals import (
    CorrectionLate,
    LockedFields,
    NothingCorrected,
    had_its_correction,
    locked_file,
    no_corrections,
    nothing_named,
    same_file,
)
from competitions.offers import merge
from competitions.offers.actions import checked, drop_file, freeze, fresh_keys, keep_file
from competitions.offers.models import Attachment, Offer, OfferVersion
from competitions.offers.queries import seal
from competitions.offers.refusals import StaleDraft
from competitions.offers.states import State
from core.accounts.actor import Actor
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.workflow.advance import advance, hold
from core.workflow.refusal import Conflict, insist
from law import offer as law
from law.competition import deadline_passed
from law.forms import form


@transaction.atomic
def call_back(
    offer: Offer,
    *,
    fields: Sequence[str],
    files: Sequence[str] = (),
    sign_again: bool,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Correction:
    """Call an organisation to correct its offer once, in the working days of the announcement (office practice).

    `fields` are the codes of the form that it may change, `files` the titles of attachments that it may add or replace;
    `sign_again` asks for a new signed confirmation. Raises
    NotCorrectable when the competition knows no correction, the offer had one, or nothing is named.
    """
    hold(offer)
    if earlier := Correction.objects.filter(offer=offer).first():
        raise had_its_correction(earlier)
    if not offer.competition.correction_days:
        raise no_corrections()
    base = offer.versions.latest("number")
    known = [field.code for field in form(base.form_version).fields() if field.type != "auto" and field.code in fields]
    titles = [title for title in queries.file_titles(offer, base) if title in files]
    if not known and not titles and not sign_again:
        raise nothing_named()
    correction = Correction.objects.create(
        offer=offer,
        base=base,
        fields=known,
        files=titles,
        sign_again=sign_again,
        reason=reason,
        called_at=at,
        called_by=actor.person,
        due=queries.correction_due(offer.competition, at),
    )
    note = {"fields": known, "files": titles, "sign_again": sign_again, "due": correction.due}
    advance(offer, "call_back", actor=actor, at=at, reason=reason, note=note)
    context = {"offer": offer, "correction": correction, "competition": offer.competition}
    link = f"/moje/oferty/{offer.public_id}/uzupelnienie/" if correction.written else f"/moje/oferty/{offer.public_id}/"
    for person in queries.addressees(offer):
        send(person, template="offer-returned", context=context, subject_obj=offer, at=at, link=link)
    enqueue("corrections.call", correction.pk, key=offer.public_id, actor=actor)
    return correction


@transaction.atomic
def save(
    correction: Correction,
    changes: Mapping[str, merge.Change],
    *,
    revision: int | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[Correction, merge.Merged]:
    """Merge what one writer typed into the unlocked fields, as in a draft (offers.actions.save_fields); no entry of the ledger.

    After the term the text is kept and marked late. Raises LockedFields when another field of the form is among the changes,
    whatever they say, and Conflict once the offer waits for no correction. A program that sends whole fields names the
    `revision` it wrote them from: raises StaleDraft when somebody saved since.
    """
    # One who saves and one who submits wait for each other on the row of the offer.
    offer = Offer.objects.select_for_update(of=("self",)).select_related("competition").get(pk=correction.offer_id)
    current = Correction.objects.select_related("base").get(pk=correction.pk)
    current.offer = offer
    if offer.state != State.RETURNED:
        raise Conflict(offer.MACHINE, "correct", offer.state)
    if revision is not None and current.revision != revision:
        raise StaleDraft()
    if foreign := queries.locked(current, changes):
        raise LockedFields(names(form(current.base.form_version), foreign))
    content = queries.corrected_content(current)
    merged = merge.merged(queries.unlocked(current), content, current.row_keys, changes, fresh=fresh_keys())
    if not merged.changed:
        merged.keys = current.row_keys
        return current, merged
    values = {
        # What is as it was submitted is not kept: an empty field would differ from one that is not there.
        "content": {code: merged.content[code] for code in current.fields if _differs(current, code, merged.content)},
        "row_keys": {code: keys for code, keys in merged.keys.items() if code in current.fields},
        "revision": current.revision + 1,
        "saved_at": at,
        "late_at": at if deadline_passed(current.due, at) else None,
    }
    Correction.objects.filter(pk=current.pk).update(**values)
    for name, value in values.items():
        setattr(current, name, value)
    return current, merged


def _differs(correction: Correction, code: str, content: Mapping[str, Any]) -> bool:
    there: Any = content.get(code) or ""
    return bool(there != (correction.base.content.get(code) or ""))


def attach(correction: Correction, *, file: UploadedFile, title: str, actor: Actor, at: datetime) -> Attachment:
    """Add a file that the correction names, checked as in a draft; once submitted it takes the place of those with its title.

    The same file again is the one there. Raises NotThisFile for a title that is not unlocked and for what the submitted offer
    has already, CorrectionLate after the term, Conflict once the offer waits for no correction, and what a draft raises.
    """
    offer = correction.offer
    if title not in correction.files:
        raise locked_file(title, correction.files)
    found = checked(offer.competition, file, title=title)
    with transaction.atomic():
        hold(offer)
        if offer.state != State.RETURNED:
            raise Conflict(offer.MACHINE, "correct", offer.state)
        if deadline_passed(correction.due, at):
            raise CorrectionLate(correction)
        kept = keep_file(offer, file, found=found, title=title, pending=True, actor=actor, at=at)
        if not kept.pending:
            raise same_file(title)
        return kept


@transaction.atomic
def detach(attachment: Attachment, *, actor: Actor, at: datetime) -> None:
    """Take back a file of a correction that is not submitted; the one that the submitted offer has stays. Raises Conflict."""
    offer = attachment.offer
    hold(offer)
    if offer.state != State.RETURNED or not attachment.pending:
        raise Conflict(offer.MACHINE, "correct", offer.state)
    drop_file(attachment, actor=actor, at=at)


@transaction.atomic
def correct(correction: Correction, *, actor: Actor, clock: Callable[[], datetime]) -> OfferVersion:
    """Submit the correction: the next version of the offer, judged by a stamp taken inside the transaction.

    The last second of the term is in time. Everything but the unlocked fields is as it was submitted. Submitting it again
    gives the same version. Raises CorrectionLate, NothingCorrected, and Refused with every breach of the announcement.
    """
    offer = (
        Offer.objects.select_for_update(of=("self",))
        .select_related("competition", "organisation")
        .get(pk=correction.offer_id)
    )
    correction = Correction.objects.select_related("base", "version").get(pk=correction.pk)
    correction.offer = offer
    if correction.version:
        return correction.version
    at = clock()
    content = queries.corrected_content(correction)
    files = queries.corrected_files(correction)
    summed = [(row.name, row.sha256) for row in files]
    if offer.state == State.RETURNED:
        if deadline_passed(correction.due, at):
            raise CorrectionLate(correction)
        if seal(offer, content, files=summed, form=correction.base.canonical_form) == correction.base.checksum:
            raise NothingCorrected()
        insist(queries.breaches(correction, content, at=at))
    sums = law.totals(content)
    due = queries.confirmation_due(correction)
    fresh: dict[str, Any] = {"confirmed_at": None, "confirmation_channel": ""} if due else {}
    advance(
        offer,
        "correct",
        actor=actor,
        at=at,
        checksum=seal(offer, content, files=summed),
        content=content,
        title=str(content.get("III.1", ""))[:250],
        requested=sums.grant,
        total_cost=sums.total,
        note={"version": correction.base.number + 1, "confirmation_due": due},
        **fresh,
    )
    offer.attachments.current().exclude(pk__in=[row.pk for row in files]).update(replaced_at=at)
    offer.attachments.filter(pk__in=[row.pk for row in files]).update(pending=False)
    version = freeze(offer, at=at, actor=actor, needs_confirmation=due is not None, confirmation_due=due)
    Correction.objects.filter(pk=correction.pk).update(version=version, corrected_at=at)
    if actor.user:
        context = {"offer": offer, "competition": offer.competition, "version": version}
        link = f"/moje/oferty/{offer.public_id}/"
        send(actor.user, template="offer-corrected", context=context, subject_obj=offer, at=at, link=link)
    return version
