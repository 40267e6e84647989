"""Gathers the tables of the stages for Django."""

from core.accounts.models import Hat, User
from core.audit.models import Checkpoint, Entry, Head, PersonalRead

__all__ = ["Checkpoint", "Entry", "Hat", "Head", "PersonalRead", "User"]
