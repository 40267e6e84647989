"""Verbs over offers: start, save, submit, withdraw, reopen, attach."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from secrets import randbelow, token_hex
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.calls.models import Competition, SubTask
from competitions.calls.states import ENDED
from competitions.calls.states import State as CompetitionState
from competitions.offers import checksum, copying, merge
from competitions.offers.models import Attachment, CostLine, Indicator, Offer, OfferVersion, Partner
from competitions.offers.queries import (
    attachments_snapshot,
    offer_facts,
    organisation_snapshot,
    outdated,
    partners_of,
    partners_snapshot,
    scope_of,
    seal,
)
from competitions.offers.refusals import ClockBehind, NotAttached, NotJoined, NotOpen, StaleDraft
from competitions.offers.states import BEFORE_AWARD, State
from core.accounts.actor import Actor
from core.audit.ledger import record
from core.files.check import Checked, check
from core.files.kinds import TEXTS
from core.jobs.actions import enqueue
from core.notices.actions import send
from core.workflow.advance import advance, hold
from core.workflow.refusal import Conflict, insist
from law import offer as law
from law.forms import Field, clean, form
from law.organisation import eligibility_breaches
from ngo.registry.access import signing
from ngo.registry.models import Organisation

# How many files go with one offer.
ATTACHMENTS_MAX = 20

# How many organisations beside the first make a joint offer.
PARTNERS_MAX = 9
# Clocks of two servers may differ by so much without one of them having jumped.
SLACK = timedelta(seconds=2)


@transaction.atomic
def start(
    competition: Competition,
    organisation: Organisation,
    *,
    subtask: SubTask | None = None,
    counties: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> Offer:
    """Begin an offer of an organisation. Raises Refused after the deadline, NotOpen when offers are not taken.

    `subtask` and `counties` (TERYT codes) are asked where the competition is divided or limited; submitting needs them.
    """
    insist_taken(competition)
    insist(law.late_breaches(competition.offers_due, at))
    if competition.state != CompetitionState.OPEN:
        raise NotOpen(competition)
    offer = Offer.objects.create(
        competition=competition,
        organisation=organisation,
        subtask=subtask,
        counties=list(counties),
        created_by=actor.person,
        created_at=at,
        saved_at=at,
    )
    after = {"competition": competition.public_id, "organisation": organisation.public_id, **_scope(offer)}
    record(offer, "start", actor=actor, at=at, after=after)
    return offer


def _scope(offer: Offer) -> dict[str, Any]:
    """What an offer is for, as the ledger says it; nothing in a competition that is neither divided nor limited."""
    subtask = {"subtask": offer.subtask.number} if offer.subtask else {}
    return {**subtask, **({"counties": offer.counties} if offer.counties else {})}


@transaction.atomic
def choose(offer: Offer, *, subtask: SubTask | None, counties: Sequence[str], actor: Actor, at: datetime) -> Offer:
    """Change the sub-task and the counties that a draft is for; the same again changes nothing. Raises Conflict later."""
    hold(offer)
    if (offer.subtask, offer.counties) == (subtask, list(counties)):
        return offer
    if offer.state != State.DRAFT:
        raise Conflict(offer.MACHINE, "submit", offer.state)
    before = _scope(offer)
    Offer.objects.filter(pk=offer.pk).update(subtask=subtask, counties=list(counties))
    offer.subtask, offer.counties = subtask, list(counties)
    record(offer, "choose", actor=actor, at=at, before=before, after=_scope(offer))
    return offer


@transaction.atomic
def start_from(
    competition: Competition,
    source: Offer,
    *,
    subtask: SubTask | None = None,
    counties: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> tuple[Offer, tuple[Field, ...]]:
    """Begin an offer with the content of an earlier one of the same organisation, as far as the form of today has it.

    Also returns the fields that stayed behind: see competitions/offers/copying.py; files never go along. The sub-task and the
    counties of the earlier offer are taken over, as far as this competition has them, unless others are given. Raises what
    `start` does.
    """
    subtask = subtask or _same_subtask(competition, source)
    counties = counties or [code for code in source.counties if code in competition.counties]
    offer = start(competition, source.organisation, subtask=subtask, counties=counties, actor=actor, at=at)
    taken = copying.copied(
        source.content,
        form(source.competition.form_version),
        form(competition.form_version),
        task_from=competition.task_from,
        task_to=competition.task_to,
    )
    return save(offer, taken.content, revision=0, actor=actor, at=at), taken.left_out


def _same_subtask(competition: Competition, source: Offer) -> SubTask | None:
    """The sub-task that is called like the one of an earlier offer; numbers may have changed from year to year."""
    if source.subtask is None or not competition.divided:
        return None
    return competition.subtasks.filter(title=source.subtask.title, cancelled_at=None).first()


@transaction.atomic
def save(offer: Offer, content: Mapping[str, Any], *, revision: int, actor: Actor, at: datetime) -> Offer:
    """Replace the whole content of a draft; saving is not an entry of the ledger. Nothing typed is checked here.

    `revision` is the one the writer began from: raises StaleDraft when somebody saved in between, Conflict once submitted.
    """
    current = _draft(offer)
    if current.revision != revision:
        raise StaleDraft()
    kept = clean(form(current.competition.form_version), content)
    keys = merge.kept_keys(current.content, current.row_keys, kept, fresh_keys())
    return _keep(current, kept, keys, at=at)


@transaction.atomic
def save_fields(
    offer: Offer, changes: Mapping[str, merge.Change], *, actor: Actor, at: datetime
) -> tuple[Offer, merge.Merged]:
    """Merge what one writer typed into a draft, field by field and cell by cell; nothing typed is checked here.

    What others saved meanwhile stays: a place that both changed keeps what is stored and is named in the conflicts. After the
    deadline the text is kept and marked late. Saving is not an entry of the ledger. Raises Conflict once submitted.
    """
    current = _draft(offer)
    official = form(current.competition.form_version)
    merged = merge.merged(official, current.content, current.row_keys, changes, fresh=fresh_keys())
    if not merged.changed and current.saved_at <= at:
        merged.keys = current.row_keys
        return current, merged
    return _keep(current, merged.content, merged.keys, at=at), merged


def _draft(offer: Offer) -> Offer:
    """The draft as it is now, its row locked. Raises Conflict once submitted."""
    rows = Offer.objects.select_for_update(of=("self",)).select_related("competition", "organisation")
    current = rows.get(pk=offer.pk)
    if current.state != State.DRAFT:
        raise Conflict(offer.MACHINE, "submit", current.state)
    return current


def fresh_keys() -> Iterator[str]:
    """Keys for new rows of tables, without end."""
    while True:
        yield token_hex(4)


def _keep(current: Offer, content: dict[str, Any], keys: dict[str, list[str]], *, at: datetime) -> Offer:
    """Store the content of a locked draft."""
    sums = law.totals(content)
    # Amounts a draft may contain are bounded by the column; a wrong one is refused at submission, in words.
    largest = Decimal("9999999999.99")
    values = {
        "content": content,
        "row_keys": keys,
        "title": str(content.get("III.1", ""))[:250],
        "requested": min(sums.grant, largest),
        "total_cost": min(sums.total, largest),
        "revision": current.revision + 1,
        "saved_at": at,
        "late_at": at if law.late_breaches(current.competition.offers_due, at) else None,
    }
    Offer.objects.filter(pk=current.pk).update(**values)
    for name, value in values.items():
        setattr(current, name, value)
    return current


@transaction.atomic
def submit(offer: Offer, *, actor: Actor, clock: Callable[[], datetime]) -> OfferVersion:
    """Submit an offer: judged by a stamp taken inside the transaction, frozen, numbered, summed (UDPP art. 14).

    Submitting the same content again gives the same version; one that was withdrawn keeps its number. Raises Refused with
    every breach, ClockBehind when the clock jumped back, and NotPossible or Conflict for an offer whose other content is
    already submitted.
    """
    # Lock order: competition, then offer. The competition's row gives the number and holds its deadline still.
    competition = Competition.objects.select_for_update().get(pk=offer.competition_id)
    offer = Offer.objects.select_for_update().select_related("organisation").get(pk=offer.pk)
    offer.competition = competition
    if offer.state in BEFORE_AWARD:
        last = offer.versions.latest("number")
        if offer.checksum == seal(offer, offer.content, form=last.canonical_form):
            return last
    at = clock()
    if offer.state == State.DRAFT:
        insist_taken(competition)
        insist(law.breaches(offer_facts(offer, offer.content), at=at))
        if competition.state != CompetitionState.OPEN:
            raise NotOpen(competition)
        # Its own last saving lies ahead: the clock jumped, and a moment it gives now would not be the true one.
        if at + SLACK < offer.saved_at:
            raise ClockBehind()
    sums = law.totals(offer.content)
    number = offer.number or competition.last_number + 1
    advance(
        offer,
        "submit",
        actor=actor,
        at=at,
        number=number,
        receipt=offer.receipt or _new_receipt(),
        submitted_at=at,
        submitted_by=actor.user,
        checksum=seal(offer, offer.content),
        requested=sums.grant,
        total_cost=sums.total,
    )
    Competition.objects.filter(pk=competition.pk).update(last_number=max(number, competition.last_number))
    version = freeze(offer, at=at, actor=actor)
    if actor.user:
        link = f"/moje/oferty/{offer.public_id}/"
        context = {"offer": offer, "competition": competition, "version": version}
        send(actor.user, template="offer-submitted", context=context, subject_obj=offer, at=at, link=link)
    return version


@transaction.atomic
def freeze(
    offer: Offer,
    *,
    at: datetime,
    actor: Actor,
    needs_confirmation: bool = True,
    confirmation_due: datetime | None = None,
) -> OfferVersion:
    """Keep the offer's content for ever as its next version, with rows for queries, and ask for its confirmation.

    A part of a verb that submits it, whose entry tells of it. `confirmation_due`: the version's own term, if it has one.
    """
    version = OfferVersion.objects.create(
        offer=offer,
        number=offer.versions.count() + 1,
        content=offer.content,
        organisation=organisation_snapshot(offer.organisation),
        partners=partners_snapshot(offer),
        attachments=attachments_snapshot(offer),
        form_version=offer.competition.form_version,
        scope=scope_of(offer),
        canonical_form=checksum.FORM,
        checksum=offer.checksum,
        submitted_at=at,
        needs_confirmation=needs_confirmation,
        confirmation_due=confirmation_due,
    )
    _derive(version, law.totals(offer.content))
    enqueue("offers.confirmation", version.pk, key=f"{offer.public_id}:{version.number}", actor=actor)
    return version


def insist_taken(competition: Competition) -> None:
    """Raise NotOpen for a competition that is suspended or over without a decision, whatever its deadline says."""
    if competition.state == CompetitionState.SUSPENDED or competition.state in ENDED:
        raise NotOpen(competition)


def _new_receipt() -> str:
    """A random number for the receipt, "4821-0937": it tells nobody how many offers came in before."""
    while True:
        receipt = f"{randbelow(10000):04}-{randbelow(10000):04}"
        if not Offer.objects.filter(receipt=receipt).exists():
            return receipt


def _derive(version: OfferVersion, sums: law.Totals) -> None:
    """Rows for queries, made from the frozen content."""
    CostLine.objects.bulk_create(
        CostLine(
            version=version, code=line.code, administrative=line.administrative, name=line.name[:500], value=line.value
        )
        for line in sums.lines
    )
    Indicator.objects.bulk_create(
        Indicator(
            version=version,
            number=number,
            name=row["name"][:500],
            target=row["target"][:200],
            monitoring=row["monitoring"],
        )
        for number, row in enumerate(version.content.get("III.6") or [], start=1)
    )


@transaction.atomic
def withdraw(offer: Offer, *, reason: str, actor: Actor, at: datetime) -> Offer:
    """Withdraw a submitted offer before the award; its versions stay."""
    advance(offer, "withdraw", actor=actor, at=at, reason=reason)
    return offer


@transaction.atomic
def reopen(offer: Offer, *, actor: Actor, at: datetime) -> Offer:
    """Make a withdrawn offer a draft again, with the content it had, while its competition takes offers.

    It may then be corrected and submitted as the next version under its number. Raises Refused after the deadline, NotOpen
    when offers are not taken. Reopening it again changes nothing.
    """
    hold(offer)
    if offer.state == State.DRAFT and offer.number:
        return offer
    insist_taken(offer.competition)
    insist(law.late_breaches(offer.competition.offers_due, at))
    if offer.competition.state != CompetitionState.OPEN:
        raise NotOpen(offer.competition)
    advance(offer, "reopen", actor=actor, at=at, checksum="", confirmed_at=None, confirmation_channel="", late_at=None)
    for partner in partners_of(offer):
        for hat in signing(partner.organisation).select_related("user"):
            context = {"offer": offer, "organisation": partner.organisation, "competition": offer.competition}
            link = f"/moje/oferty-wspolne/{partner.public_id}/"
            send(hat.user, template="partner-reopened", context=context, subject_obj=offer, at=at, link=link)
    return offer


def attach(offer: Offer, *, file: UploadedFile, title: str, actor: Actor, at: datetime) -> Attachment:
    """Add a file to a draft, of the kind and size that the announcement says for its title; the same again is the one there.

    Raises RefusedFile for a file that may not be kept, NotAttached when the offer is no draft or has its fill. The file is
    checked before the transaction begins: a scanner may take seconds. When it is silent the file waits in quarantine.
    """
    title = " ".join(title.split())
    found = checked(offer.competition, file, title=title)
    with transaction.atomic():
        _hold_draft(offer)
        return keep_file(offer, file, found=found, title=title, actor=actor, at=at)


def checked(competition: Competition, file: UploadedFile, *, title: str) -> Checked:
    """The file looked into, as the announcement asks of one with this title. Raises RefusedFile."""
    rule = next((each for each in competition.attachment_rules if each.name == title), None)
    kinds, max_mb = (rule.allowed, rule.max_mb) if rule else (TEXTS, settings.UPLOAD_MAX_MB)
    return check(cast(BinaryIO, file.file), file.name or "", kinds=kinds, max_mb=max_mb, quarantine=True)


@transaction.atomic
def keep_file(
    offer: Offer, file: UploadedFile, *, found: Checked, title: str, actor: Actor, at: datetime, pending: bool = False
) -> Attachment:
    """Keep a checked file with an offer that is held; the same title and content again is the file there. Raises NotAttached."""
    if known := offer.attachments.filter(title=title, sha256=found.sha256).first():
        return known
    if offer.attachments.filter(replaced_at=None).count() >= ATTACHMENTS_MAX:
        raise NotAttached(
            _("Oferta ma już %(most)s załączników i więcej nie może mieć. Usuń któryś albo połącz pliki w jeden PDF.")
            % {"most": ATTACHMENTS_MAX}
        )
    attachment = Attachment(
        offer=offer,
        title=title,
        name=found.name,
        mime=found.kind.mime,
        size=found.size,
        sha256=found.sha256,
        added_at=at,
        added_by=actor.person,
        pending=pending,
        quarantined=not found.scanned,
    )
    path = f"offers/{offer.public_id}/{attachment.public_id}{found.kind.suffix}"
    attachment.file = default_storage.save(path, file)
    attachment.save(force_insert=True)
    after = {"attachment": attachment.public_id, "title": title, "sha256": found.sha256}
    record(offer, "attach", actor=actor, at=at, after=after)
    if attachment.quarantined:
        enqueue("offers.scan", attachment.pk, key=attachment.public_id)
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, actor: Actor, at: datetime) -> None:
    """Take a file from a draft; it is not kept. Raises NotAttached when the offer is no draft."""
    _hold_draft(attachment.offer)
    drop_file(attachment, actor=actor, at=at)


@transaction.atomic
def drop_file(attachment: Attachment, *, actor: Actor, at: datetime) -> None:
    """Delete a file of an offer that is held; no version has it."""
    before = {"attachment": attachment.public_id, "title": attachment.title, "sha256": attachment.sha256}
    path = attachment.file
    if Attachment.objects.filter(pk=attachment.pk).delete()[0]:
        record(attachment.offer, "detach", actor=actor, at=at, before=before)
        transaction.on_commit(lambda: default_storage.delete(path), robust=True)


def _hold_draft(offer: Offer) -> None:
    hold(offer)
    if offer.state != State.DRAFT:
        raise NotAttached(
            _(
                "Oferta jest już złożona, więc jej załączników nie można zmienić. Do końca naboru można ją wycofać i złożyć nową."
            )
        )


@transaction.atomic
def release(attachment: Attachment, *, threat: str, actor: Actor, at: datetime) -> Attachment:
    """The scanner has looked into a file in quarantine: it is given out from now on, or gone, when there is a `threat` in it."""
    hold(attachment.offer)
    attachment.refresh_from_db()
    if not attachment.quarantined or attachment.threat:
        return attachment
    attachment.quarantined, attachment.threat = bool(threat), threat[:80]
    attachment.save(update_fields=["quarantined", "threat"])
    if threat:
        after = {"attachment": attachment.public_id, "title": attachment.title, "threat": attachment.threat}
        record(attachment.offer, "quarantine", actor=actor, at=at, after=after)
        context = {"offer": attachment.offer, "attachment": attachment}
        where = "uzupelnienie/zalaczniki" if attachment.pending else "zalaczniki"
        link = f"/moje/oferty/{attachment.offer.public_id}/{where}/"
        send(
            attachment.added_by,
            template="attachment-infected",
            context=context,
            subject_obj=attachment.offer,
            at=at,
            link=link,
        )
        transaction.on_commit(lambda: default_storage.delete(attachment.file), robust=True)
    return attachment


@transaction.atomic
def invite_partner(offer: Offer, organisation: Organisation, *, actor: Actor, at: datetime) -> Partner:
    """Invite another organisation of the register to make the offer jointly (art. 14 ust. 2); it learns of it and answers.

    Inviting it again changes nothing. Raises NotJoined when the offer is no draft or has its fill, Refused for one that may not
    apply.
    """
    _hold_joining(offer)
    if organisation.pk == offer.organisation_id:
        raise NotJoined(_("To organizacja, która pisze tę ofertę. Podaj numer innej."))
    insist(
        eligibility_breaches(
            organisation.legal_form,
            in_liquidation=organisation.in_liquidation,
            deleted_on=organisation.deleted_on,
            on=localdate(at),
        )
    )
    if known := offer.partners.filter(organisation=organisation).first():
        return known
    if offer.partners.count() >= PARTNERS_MAX:
        raise NotJoined(_("Oferta wspólna może mieć najwyżej %(most)s oferentów.") % {"most": PARTNERS_MAX + 1})
    partner = Partner.objects.create(offer=offer, organisation=organisation, invited_at=at, invited_by=actor.person)
    after = {"partner": organisation.public_id, "name": organisation.name}
    record(offer, "invite_partner", actor=actor, at=at, after=after)
    for hat in signing(organisation).select_related("user"):
        context = {"offer": offer, "organisation": organisation, "competition": offer.competition}
        link = f"/moje/oferty-wspolne/{partner.public_id}/"
        send(hat.user, template="partner-invited", context=context, subject_obj=offer, at=at, link=link)
    return partner


@transaction.atomic
def join(partner: Partner, *, read: str = "", actor: Actor, at: datetime) -> Partner:
    """Agree in the name of an invited organisation; it bears joint and several liability (art. 14 ust. 5). Raises NotJoined.

    Of an offer that was withdrawn it agrees to the content as it is now, and again after a change. `read` is the checksum of
    what the person had before them: when the content is another one by now, nothing is agreed to.
    """
    offer = partner.offer
    _hold_joining(offer)
    partner.refresh_from_db(fields=["agreed_at", "agreed_checksum"])
    content = seal(offer, offer.content) if offer.number else ""
    if partner.agreed_at and not outdated([partner]):
        return partner
    if read and content and read != content:
        raise NotJoined(_("Treść oferty właśnie się zmieniła. Przeczytaj ją jeszcze raz i dopiero potem się zgódź."))
    values = {"agreed_at": at, "agreed_by": actor.person, "agreed_checksum": content}
    Partner.objects.filter(pk=partner.pk).update(**values)
    after = {"partner": partner.organisation.public_id, "name": partner.organisation.name}
    record(offer, "join_offer", actor=actor, at=at, after={**after, **({"checksum": content} if content else {})})
    partner.refresh_from_db()
    return partner


@transaction.atomic
def part(partner: Partner, *, actor: Actor, at: datetime) -> None:
    """Take an organisation out of a joint offer that is a draft: it refused, leaves, or the others go on without it."""
    _hold_joining(partner.offer)
    if Partner.objects.filter(pk=partner.pk).delete()[0]:
        before = {"partner": partner.organisation.public_id, "name": partner.organisation.name}
        record(partner.offer, "part_offer", actor=actor, at=at, before=before)


def _hold_joining(offer: Offer) -> None:
    hold(offer)
    if offer.state != State.DRAFT:
        raise NotJoined(_("Oferta jest już złożona, więc jej oferentów nie można zmienić."))
