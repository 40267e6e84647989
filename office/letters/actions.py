"""Verbs over sets of letters: write, revise, add, check, make, sign, send, drop; and over communiqués: write, publish, withdraw."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import localdate

from core.accounts.actor import Actor
from core.audit.ledger import record, sealed
from core.documents.issue import issue
from core.jobs.actions import enqueue
from core.publications.actions import publish
from core.publications.models import Place
from core.workflow.advance import advance, hold, made
from office.letters.documents import CommuniqueSheet
from office.letters.models import Addressee, Communique, LetterSet, PrintFile, PrintKind
from office.letters.queries import unchecked
from office.letters.refusals import (
    Nameless,
    Nobody,
    NotADraft,
    NotMade,
    PublishedCommunique,
    StaleSet,
    TooMany,
    Unchecked,
    UnknownPlaces,
)
from office.letters.states import NewsState, SetState
from office.letters.wording import proposed, unknown_places
from office.registers.models import Series
from office.structure.models import Unit

FIELDS = ("kind", "subject", "occasion", "text", "dated_on", "signatory", "office")
PERSON = ("gender", "title", "first_name", "last_name", "function", "institution", "street", "postcode", "city")
FORMS = ("salutation", "dative")
ADDRESSEES_MAX = 500
NEWS_SERIES = "komunikaty-prasowe"


@transaction.atomic
def write_letters(values: Mapping[str, Any], *, unit: Unit, once: str = "", actor: Actor, at: datetime) -> LetterSet:
    """Begin a set of letters. The same `once` again returns the first set. Raises UnknownPlaces."""
    _insist_on_places(values["text"])
    if once and (first := LetterSet.objects.filter(once=once).first()):
        return first
    letter_set = LetterSet(unit=unit, once=once or None, prepared_at=at, **{name: values[name] for name in FIELDS})
    letter_set.save()
    record(letter_set, "write_letters", actor=actor, at=at, after=_told(letter_set))
    return letter_set


@transaction.atomic
def revise_letters(
    letter_set: LetterSet, values: Mapping[str, Any], *, revision: int, actor: Actor, at: datetime
) -> LetterSet:
    """Change what letters say, before they are checked. Raises UnknownPlaces, NotADraft, StaleSet."""
    _insist_on_places(values["text"])
    _held(letter_set)
    if letter_set.revision != revision:
        raise StaleSet
    before = _told(letter_set)
    for name in FIELDS:
        setattr(letter_set, name, values[name])
    letter_set.revision += 1
    letter_set.save()
    record(letter_set, "revise", actor=actor, at=at, before=before, after=_told(letter_set))
    return letter_set


def _insist_on_places(text: str) -> None:
    if names := unknown_places(text):
        raise UnknownPlaces(names)


def _held(letter_set: LetterSet) -> None:
    """Locked until the transaction ends, while it may still be changed."""
    hold(letter_set)
    if letter_set.state != SetState.DRAFT:
        raise NotADraft


def _told(letter_set: LetterSet) -> dict[str, Any]:
    said = {name: getattr(letter_set, name) for name in FIELDS if name not in ("text", "subject")}
    return {**said, "text": sealed(letter_set.text), "subject": sealed(letter_set.subject)}


@transaction.atomic
def add_addressees(
    letter_set: LetterSet, rows: Sequence[tuple[str, Mapping[str, Any]]], *, actor: Actor, at: datetime
) -> int:
    """Put people on the list, each with forms as the rules propose them, still to be checked; how many were new.

    A row is the name under which it came, which never comes twice, and its values. Raises Nameless, TooMany, NotADraft.
    """
    _held(letter_set)
    known = set(letter_set.addressees.values_list("once", flat=True))
    new = [_addressee(letter_set, once, values) for once, values in rows if not once or once not in known]
    if letter_set.addressees.count() + len(new) > ADDRESSEES_MAX:
        raise TooMany(ADDRESSEES_MAX)
    Addressee.objects.bulk_create(new)
    if new:
        record(letter_set, "add_addressees", actor=actor, at=at, after={"addressees": [each.public_id for each in new]})
    return len(new)


def _addressee(letter_set: LetterSet, once: str, values: Mapping[str, Any]) -> Addressee:
    addressee = Addressee(letter_set=letter_set, once=once or None)
    _say(addressee, values)
    return addressee


def _say(addressee: Addressee, values: Mapping[str, Any]) -> None:
    """Who it is, and the forms that follow; nobody has checked them. Raises Nameless."""
    for name in PERSON:
        setattr(addressee, name, values.get(name) or "")
    if not addressee.last_name and not addressee.institution:
        raise Nameless
    forms = proposed(**{name: getattr(addressee, name) for name in PERSON[:5]})
    addressee.salutation, addressee.dative, addressee.checked = forms.salutation, forms.dative, False


@transaction.atomic
def revise_addressee(addressee: Addressee, values: Mapping[str, Any], *, actor: Actor, at: datetime) -> Addressee:
    """Change who an addressee is or where they live; a change of the person proposes the forms anew. Raises Nameless, NotADraft."""
    _held(addressee.letter_set)
    addressee.refresh_from_db(fields=[*PERSON, *FORMS, "checked"])
    before = [getattr(addressee, name) for name in PERSON[:5]]
    kept = {name: getattr(addressee, name) for name in (*FORMS, "checked")}
    _say(addressee, values)
    if before == [getattr(addressee, name) for name in PERSON[:5]]:
        for name, value in kept.items():
            setattr(addressee, name, value)
    addressee.save()
    record(addressee, "revise_addressee", actor=actor, at=at)
    return addressee


@transaction.atomic
def remove_addressee(addressee: Addressee, *, actor: Actor, at: datetime) -> LetterSet:
    """Take somebody off the list. Raises NotADraft."""
    letter_set = addressee.letter_set
    _held(letter_set)
    if Addressee.objects.filter(pk=addressee.pk).exists():
        record(addressee, "remove_addressee", actor=actor, at=at)
        Addressee.objects.filter(pk=addressee.pk).delete()
    return letter_set


@transaction.atomic
def check_forms(
    letter_set: LetterSet, rows: Sequence[tuple[Addressee, Mapping[str, Any]]], *, actor: Actor, at: datetime
) -> int:
    """Keep the forms that a person typed or left, and which of them they checked; how many are checked now. Raises NotADraft."""
    _held(letter_set)
    checked = []
    for addressee, forms in rows:
        addressee.salutation, addressee.dative = forms["salutation"], forms["dative"]
        addressee.checked = bool(forms["checked"])
        checked += [addressee.public_id] * addressee.checked
    Addressee.objects.bulk_update([each for each, _forms in rows], [*FORMS, "checked"])
    record(letter_set, "check_forms", actor=actor, at=at, after={"checked": checked})
    return len(checked)


@transaction.atomic
def check_letters(letter_set: LetterSet, *, actor: Actor, at: datetime) -> LetterSet:
    """Say that every letter is right, and have the files made. The checker's name stands on the set. Raises Nobody, Unchecked."""
    if made(letter_set, "check_letters"):
        return letter_set
    hold(letter_set)
    if letter_set.state == SetState.DRAFT:
        if not letter_set.text.strip() or not letter_set.addressees.exists():
            raise Nobody
        if waiting := unchecked(letter_set).count():
            raise Unchecked(waiting)
    advance(letter_set, "check_letters", actor=actor, at=at, checked_by=actor.user, checked_at=at)
    enqueue("letters.print", letter_set.pk, key=letter_set.public_id, actor=actor)
    return letter_set


@transaction.atomic
def keep_print(
    letter_set: LetterSet,
    *,
    kind: str,
    content: bytes,
    addressee: Addressee | None = None,
    revision: int,
    actor: Actor,
    at: datetime,
) -> PrintFile | None:
    """Keep a PDF made of a set as it was at a revision; None when the set was changed meanwhile. The one kept first stays."""
    hold(letter_set)
    if letter_set.state == SetState.DRAFT or letter_set.revision != revision:
        return None
    if known := letter_set.prints.filter(kind=kind, addressee=addressee).first():
        return known
    sha256 = hashlib.sha256(content).hexdigest()
    row = PrintFile(
        letter_set=letter_set,
        addressee=addressee,
        kind=kind,
        revision=revision,
        sha256=sha256,
        size=len(content),
        made_at=at,
    )
    row.file = default_storage.save(f"letters/{letter_set.public_id}/{row.public_id}.pdf", ContentFile(content))
    row.save(force_insert=True)
    after = {"kind": kind, "sha256": sha256, "addressee": addressee.public_id if addressee else ""}
    record(letter_set, "print_letters", actor=actor, at=at, after=after)
    return row


@transaction.atomic
def reopen_letters(letter_set: LetterSet, *, reason: str, actor: Actor, at: datetime) -> LetterSet:
    """Open checked or signed letters for changes: their files go, and they are checked anew."""
    advance(
        letter_set,
        "reopen_letters",
        actor=actor,
        at=at,
        reason=reason,
        checked_by=None,
        checked_at=None,
        signed_on=None,
        revision=letter_set.revision + 1,
    )
    drop_prints(letter_set)
    return letter_set


@transaction.atomic
def drop_prints(letter_set: LetterSet) -> None:
    """Delete the files of a set."""
    for each in letter_set.prints.all():
        path = each.file
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]
    letter_set.prints.all().delete()


@transaction.atomic
def sign_letters(letter_set: LetterSet, on: date, *, actor: Actor, at: datetime) -> LetterSet:
    """Note the day on which letters were signed. Raises NotMade while their files are not there."""
    if made(letter_set, "sign_letters", signed_on=on):
        return letter_set
    hold(letter_set)
    if letter_set.state == SetState.CHECKED and not letter_set.prints.filter(kind=PrintKind.ENVELOPES).exists():
        raise NotMade
    advance(letter_set, "sign_letters", actor=actor, at=at, signed_on=on)
    return letter_set


@transaction.atomic
def send_letters(letter_set: LetterSet, on: date, *, actor: Actor, at: datetime) -> LetterSet:
    """Note the day on which letters were sent."""
    if not made(letter_set, "send_letters", sent_on=on):
        advance(letter_set, "send_letters", actor=actor, at=at, sent_on=on, ended_on=localdate(at))
    return letter_set


@transaction.atomic
def drop_letters(letter_set: LetterSet, *, reason: str, actor: Actor, at: datetime) -> LetterSet:
    """Give letters up, with the reason; their files go."""
    if not made(letter_set, "drop_letters", reason=reason):
        advance(letter_set, "drop_letters", actor=actor, at=at, reason=reason, ended_on=localdate(at))
        drop_prints(letter_set)
    return letter_set


NEWS = ("title", "lead", "text", "contact")


@transaction.atomic
def write_communique(
    values: Mapping[str, Any], *, unit: Unit, once: str = "", actor: Actor, at: datetime
) -> Communique:
    """Begin a communiqué. The same `once` again returns the first one."""
    if once and (first := Communique.objects.filter(once=once).first()):
        return first
    communique = Communique(unit=unit, once=once or None, written_at=at, **{name: values[name] for name in NEWS})
    communique.save()
    record(communique, "write_communique", actor=actor, at=at, after={"title": communique.title})
    return communique


@transaction.atomic
def revise_communique(
    communique: Communique, values: Mapping[str, Any], *, revision: int, actor: Actor, at: datetime
) -> Communique:
    """Change a communiqué before it is published. Raises PublishedCommunique, StaleSet."""
    hold(communique)
    if communique.state != NewsState.DRAFT:
        raise PublishedCommunique
    if communique.revision != revision:
        raise StaleSet
    before = {"title": communique.title, "text": sealed(communique.text)}
    for name in NEWS:
        setattr(communique, name, values[name])
    communique.revision += 1
    communique.save()
    after = {"title": communique.title, "text": sealed(communique.text)}
    record(communique, "revise", actor=actor, at=at, before=before, after=after)
    return communique


@transaction.atomic
def publish_communique(communique: Communique, *, actor: Actor, at: datetime) -> Communique:
    """Publish a communiqué under the next number of the year; its PDF is issued and is the proof (UDIP art. 8 ust. 6)."""
    if made(communique, "publish_communique"):
        return communique
    year = localdate(at).year
    Series.objects.get_or_create(register=NEWS_SERIES, year=year)
    series = Series.objects.select_for_update().get(register=NEWS_SERIES, year=year)
    hold(communique)
    number = series.last + 1
    advance(communique, "publish_communique", actor=actor, at=at, published_at=at, year=year, number=number)
    Series.objects.filter(pk=series.pk).update(last=number)
    document = issue(CommuniqueSheet.of(communique, localdate(at)), communique, actor=actor, at=at)
    publish(communique, place=Place.WEBSITE, document=document, actor=actor, at=at)
    return communique


@transaction.atomic
def withdraw_communique(communique: Communique, *, reason: str, actor: Actor, at: datetime) -> Communique:
    """Withdraw a communiqué: its page says so with the reason, its text is shown no more."""
    if not made(communique, "withdraw_communique", reason=reason):
        advance(
            communique, "withdraw_communique", actor=actor, at=at, reason=reason, withdrawn_at=at, withdrawn_why=reason
        )
    return communique
