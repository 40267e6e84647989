"""Gathers the tables of the stages for Django."""

from office.board.models import Resolution
from office.cases.models import Case, Counter, FileClass
from office.feedback.models import Feedback
from office.structure.models import MandateTask, Post, PublishedPage, Unit

__all__ = ["Case", "Counter", "Feedback", "FileClass", "MandateTask", "Post", "PublishedPage", "Resolution", "Unit"]
