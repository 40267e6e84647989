"""Gathers the tables of the stages for Django."""

from core.accounts.models import Hat, User
from core.api.models import ApiToken
from core.audit.models import Checkpoint, Entry, Head, PersonalRead, Verification
from core.documents.models import Document
from core.jobs.models import Job
from core.notices.models import Notice, RefusedAddress
from core.privacy.models import ErasureRequest, OwnDataCopy
from core.publications.models import Publication
from core.signin.models import Invitation

__all__ = [
    "ApiToken",
    "Checkpoint",
    "Document",
    "Entry",
    "ErasureRequest",
    "Hat",
    "Head",
    "Invitation",
    "Job",
    "Notice",
    "OwnDataCopy",
    "PersonalRead",
    "Publication",
    "RefusedAddress",
    "User",
    "Verification",
]
