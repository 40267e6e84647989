"""Issuing a document once: render, store by content, row, ledger entry."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from core.accounts.actor import Actor
from core.audit.ledger import Subject, plain, record, subject_of
from core.documents.models import Document
from core.documents.render import render
from core.documents.sheet import Sheet


def issue(sheet: Sheet, subject: Subject, *, actor: Actor, at: datetime, version: int = 1) -> Document:
    """Issue the document of a subject in a version; issuing it again, even at the same moment, returns the first one.

    The database's uniqueness decides between two who race; the file is named by its content, so the loser's costs nothing.
    """
    kind, identifier = subject_of(subject)
    key = {"kind": sheet.KIND, "subject_kind": kind, "subject_id": identifier, "version": version}
    if existing := Document.objects.filter(**key).first():
        return existing
    content = render(sheet, draft=False, issued_at=at)
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"documents/{sha256[:2]}/{sha256}.pdf"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    try:
        with transaction.atomic():
            document = Document.objects.create(
                **key,
                title=sheet.title[:400],
                chain=subject.chain,
                issued_at=at,
                issued_by=actor.user,
                data=plain(sheet.data),
                data_sha256=sheet.data_sha256,
                file=path,
                sha256=sha256,
                size=len(content),
            )
            after = {"kind": sheet.KIND, "version": version, "sha256": sha256, "data_sha256": sheet.data_sha256}
            record(subject, "issue_document", actor=actor, at=at, after=after)
    except IntegrityError:
        return Document.objects.get(**key)
    return document


def issue_next(sheet: Sheet, subject: Subject, *, actor: Actor, at: datetime) -> Document:
    """Issue a document whose subject may change later: the same data give the same document, other data the next version."""
    kind, identifier = subject_of(subject)
    rows = Document.objects.filter(kind=sheet.KIND, subject_kind=kind, subject_id=identifier)
    same = rows.filter(data_sha256=sheet.data_sha256).first()
    return same or issue(sheet, subject, actor=actor, at=at, version=rows.count() + 1)


def preview(sheet: Sheet) -> bytes:
    """A draft, marked so on every page and kept nowhere."""
    return render(sheet, draft=True)
