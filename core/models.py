"""Gathers the tables of the stages for Django."""

from core.accounts.models import Hat, User
from core.audit.models import Checkpoint, Entry, Head, PersonalRead
from core.jobs.models import Job
from core.notices.models import Notice

__all__ = ["Checkpoint", "Entry", "Hat", "Head", "Job", "Notice", "PersonalRead", "User"]
