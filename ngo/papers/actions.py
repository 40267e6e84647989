"""Verbs over papers: declare and confirm who signs, keep accounts and documents, propose changes and decide them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Field
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from core.accounts.actor import Actor
from core.audit.ledger import plain, record, sealed
from core.files.check import check
from core.files.kinds import TEXTS
from core.notices.actions import send
from core.workflow.refusal import insist
from law.identity import cleaned
from ngo.papers.models import BankAccount, DocumentKind, OrganisationDocument, Proposal, Signatory
from ngo.papers.refusals import AlreadyDecided, NotDone
from ngo.registry.access import locked
from ngo.registry.actions.record import revise
from ngo.registry.matching import label
from ngo.registry.models import Organisation
from ngo.registry.provenance import origins

# Who signs


@transaction.atomic
def declare_signatory(
    organisation: Organisation, *, name: str, function: str, valid_from: date | None, actor: Actor, at: datetime
) -> Signatory:
    """Declare a person who may sign for the organisation. Raises Refused for a name that is none."""
    good, breaches = cleaned({"name": name})
    insist(breaches)
    signatory = Signatory.objects.create(
        organisation=organisation,
        name=good["name"],
        function=function,
        valid_from=valid_from,
        declared_at=at,
        declared_by=actor.person,
    )
    after = {"signatory": sealed(signatory.name), "function": function, "valid_from": valid_from}
    record(organisation, "declare_signatory", actor=actor, at=at, after=after)
    return signatory


@transaction.atomic
def end_signatory(signatory: Signatory, *, on: date, actor: Actor, at: datetime) -> Signatory:
    """The last day on which the person may sign. Raises NotDone for a day before the first one."""
    if signatory.valid_from and on < signatory.valid_from:
        raise NotDone(_("Ostatni dzień jest wcześniejszy niż pierwszy. Popraw datę."), "on")
    before = {"signatory": sealed(signatory.name), "valid_to": signatory.valid_to}
    signatory.valid_to = on
    signatory.save(update_fields=["valid_to"])
    after = {"signatory": sealed(signatory.name), "valid_to": on}
    record(signatory.organisation, "end_signatory", actor=actor, at=at, before=before, after=after)
    return signatory


@transaction.atomic
def confirm_signatory(signatory: Signatory, *, basis: str, actor: Actor, at: datetime) -> Signatory:
    """Staff checked in a register or a document that the person may sign; confirming again renews day and basis."""
    signatory.confirmed_at, signatory.confirmed_by, signatory.basis = at, actor.user, basis
    signatory.save(update_fields=["confirmed_at", "confirmed_by", "basis"])
    after = {"signatory": sealed(signatory.name), "function": signatory.function}
    record(signatory.organisation, "confirm_signatory", actor=actor, at=at, after=after, reason=basis)
    return signatory


# Accounts


@transaction.atomic
def add_account(
    organisation: Organisation, *, iban: str, purpose: str, valid_from: date | None, actor: Actor, at: datetime
) -> BankAccount:
    """Add a further account. Raises Refused for a wrong number, NotDone for one that is there already."""
    good, breaches = cleaned({"bank_account": iban})
    insist(breaches)
    known = Organisation.objects.select_for_update().get(pk=organisation.pk)
    number = good["bank_account"]
    if (
        number == known.bank_account
        or BankAccount.objects.filter(organisation=known, iban=number, valid_to=None).exists()
    ):
        raise NotDone(_("Ten rachunek jest już w danych organizacji."), "bank_account")
    account = BankAccount.objects.create(organisation=known, iban=number, purpose=purpose, valid_from=valid_from)
    after = {"bank_account": sealed(number), "purpose": purpose, "valid_from": valid_from}
    record(known, "add_bank_account", actor=actor, at=at, after=after)
    return account


@transaction.atomic
def end_account(account: BankAccount, *, on: date, actor: Actor, at: datetime) -> BankAccount:
    """The last day of an account. Raises NotDone for a day before the first one."""
    if account.valid_from and on < account.valid_from:
        raise NotDone(_("Ostatni dzień jest wcześniejszy niż pierwszy. Popraw datę."), "on")
    account.valid_to = on
    account.save(update_fields=["valid_to"])
    after = {"bank_account": sealed(account.iban), "valid_to": on}
    record(account.organisation, "end_bank_account", actor=actor, at=at, after=after)
    return account


@transaction.atomic
def use_for_grants(account: BankAccount, *, actor: Actor, at: datetime) -> Organisation:
    """Grants go to this account from now on; the one used so far becomes a further account, ended today.

    Raises NotDone for an account that was ended, or is gone because somebody did this before.
    """
    organisation = Organisation.objects.select_for_update().get(pk=account.organisation_id)
    if not BankAccount.objects.filter(pk=account.pk, valid_to=None).exists():
        raise NotDone(_("Tego rachunku nie można już wybrać do dotacji. Odśwież stronę albo dodaj rachunek."))
    if former := organisation.bank_account:
        since = origins(organisation).get("bank_account")
        BankAccount.objects.create(
            organisation=organisation,
            iban=former,
            purpose=_("poprzedni rachunek do dotacji"),
            valid_from=since.on if since else None,
            valid_to=localdate(at),
        )
    account.delete()
    return revise(organisation, {"bank_account": account.iban}, actor=actor, at=at)


# Documents


def add_document(
    organisation: Organisation,
    *,
    file: UploadedFile,
    kind: str,
    title: str,
    proves_spheres: bool,
    actor: Actor,
    at: datetime,
) -> OrganisationDocument:
    """Keep a document as the next version of its kind (of its title, for other documents). Raises RefusedFile, NotDone.

    The file is checked before the transaction begins: a scanner may take seconds, and no other writer waits for it.
    """
    title = " ".join(title.split()) if kind == DocumentKind.OTHER else ""
    if kind == DocumentKind.OTHER and not title:
        raise NotDone(_("Podaj tytuł, po którym będzie wiadomo, co to za dokument."), "title")
    stream = cast(BinaryIO, file.file)
    found = check(stream, file.name or "", kinds=TEXTS, max_mb=settings.UPLOAD_MAX_MB)
    with transaction.atomic():
        known = Organisation.objects.select_for_update().get(pk=organisation.pk)
        earlier = OrganisationDocument.objects.filter(organisation=known, kind=kind, title=title)
        document = OrganisationDocument(
            organisation=known,
            kind=kind,
            title=title,
            version=earlier.count() + 1,
            proves_spheres=proves_spheres,
            name=found.name,
            mime=found.kind.mime,
            size=found.size,
            sha256=found.sha256,
            uploaded_at=at,
            uploaded_by=actor.person,
        )
        path = f"organisations/{known.public_id}/{document.public_id}{found.kind.suffix}"
        document.file = default_storage.save(path, file)
        document.save(force_insert=True)
        after = {"document": document.public_id, "kind": document.get_kind_display(), "title": title}
        record(
            known,
            "add_document",
            actor=actor,
            at=at,
            after={**after, "version": document.version, "sha256": found.sha256},
        )
    return document


@transaction.atomic
def withdraw_document(
    document: OrganisationDocument, *, reason: str, actor: Actor, at: datetime
) -> OrganisationDocument:
    """Say that a document no longer holds. Its file stays, since offers and decisions relied on it."""
    if document.withdrawn_at is None:
        document.withdrawn_at = at
        document.save(update_fields=["withdrawn_at"])
        after = {"document": document.public_id, "kind": document.get_kind_display(), "title": document.title}
        record(document.organisation, "withdraw_document", actor=actor, at=at, after=after, reason=reason)
    return document


# Proposals of changes


@transaction.atomic
def propose(
    organisation: Organisation,
    values: Mapping[str, Any],
    *,
    reason: str,
    document: OrganisationDocument | None,
    actor: Actor,
    at: datetime,
) -> list[Proposal]:
    """Propose new values of fields that the organisation does not change itself; each is decided alone.

    The same value proposed again is the proposal that waits. Raises NotDone when another value of a field waits, when
    nothing is different, or when the organisation changes the field itself; Refused for wrong numbers.
    """
    known = Organisation.objects.select_for_update().get(pk=organisation.pk)
    texts, breaches = cleaned({field: value for field, value in values.items() if isinstance(value, str)})
    insist(breaches)
    new = {
        field: value
        for field, value in {**values, **texts}.items()
        if (getattr(known, field) or None) != (value or None)
    }
    if not new:
        raise NotDone(_("Żadna wartość nie różni się od obecnej. Zmień to, co jest nieaktualne."))
    if free := set(new) - set(locked(actor, known)):
        names = ", ".join(label(field) for field in sorted(free))
        raise NotDone(_("To organizacja zmienia sama, bez propozycji: %(names)s.") % {"names": names})
    waiting = {each.field: each for each in Proposal.objects.filter(organisation=known, decided_at=None)}
    made = []
    for field, value in new.items():
        if field not in waiting:
            made.append(_propose(known, field, plain(value), reason, document, actor, at))
        elif waiting[field].value == plain(value):
            made.append(waiting[field])
        else:
            raise NotDone(
                _(
                    "Propozycja zmiany pola „%(name)s” już czeka na decyzję urzędu. Poczekaj na nią albo zgłoś ją urzędowi."
                )
                % {"name": label(field)},
                field,
            )
    return made


def _propose(
    known: Organisation,
    field: str,
    value: Any,
    reason: str,
    document: OrganisationDocument | None,
    actor: Actor,
    at: datetime,
) -> Proposal:
    made = Proposal.objects.create(
        organisation=known,
        field=field,
        value=value,
        reason=reason,
        document=document,
        proposed_at=at,
        proposed_by=actor.person,
    )
    before = {field: getattr(known, field)}
    record(known, "propose", actor=actor, at=at, before=before, after={field: value}, reason=reason)
    return made


@transaction.atomic
def accept(proposal: Proposal, *, decision: str, actor: Actor, at: datetime) -> Proposal:
    """Accept a proposal: its value becomes the organisation's, told and verified by the office.

    Raises AlreadyDecided to the loser of a race, and what `revise` raises; then the proposal still waits.
    """
    _decide(proposal, accepted=True, decision=decision, actor=actor, at=at)
    value = cast("Field[Any, Any]", Organisation._meta.get_field(proposal.field)).to_python(proposal.value)
    revise(proposal.organisation, {proposal.field: value}, actor=actor, at=at)
    return proposal


@transaction.atomic
def refuse(proposal: Proposal, *, decision: str, actor: Actor, at: datetime) -> Proposal:
    """Refuse a proposal with a reason. Raises AlreadyDecided to the loser of a race."""
    return _decide(proposal, accepted=False, decision=decision, actor=actor, at=at)


def _decide(proposal: Proposal, *, accepted: bool, decision: str, actor: Actor, at: datetime) -> Proposal:
    waits = Proposal.objects.filter(pk=proposal.pk, decided_at=None)
    if not waits.update(decided_at=at, decided_by=actor.user, accepted=accepted, decision=decision):
        raise AlreadyDecided
    proposal.refresh_from_db()
    organisation, name = proposal.organisation, label(proposal.field)
    verb = "accept_proposal" if accepted else "refuse_proposal"
    record(organisation, verb, actor=actor, at=at, after={proposal.field: proposal.value}, reason=decision)
    context = {"organisation": organisation, "field": name, "accepted": accepted, "reason": decision}
    link = reverse("organisation-papers", args=[organisation.public_id])
    send(proposal.proposed_by, template="proposal-decided", context=context, subject_obj=proposal, at=at, link=link)
    return proposal
