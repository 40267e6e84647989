"""Reads of issued documents."""

from django.db.models import QuerySet

from core.audit.ledger import Subject, subject_of
from core.documents.models import Document


def documents_of(subject: Subject) -> QuerySet[Document]:
    """Documents issued for a row, oldest first, without their data."""
    kind, identifier = subject_of(subject)
    return Document.objects.filter(subject_kind=kind, subject_id=identifier).defer("data")


def documents_of_case(case: Subject) -> QuerySet[Document]:
    """Documents issued in a case file, whatever row of it they are about, oldest first, without their data."""
    return Document.objects.filter(chain=case.chain).defer("data")
