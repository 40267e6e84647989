"""Gathers the tables of the stages for Django."""

from office.board.models import Resolution
from office.cases.models import Case, Counter, FileClass
from office.correspondence.models import Decree, Intake, Letter, LetterFile
from office.feedback.models import Feedback
from office.registers.models import Cell, Entry, EntryFile, KnownField, Series
from office.structure.models import Appointment, MandateTask, Post, PublishedPage, Unit

__all__ = [
    "Appointment",
    "Case",
    "Cell",
    "Counter",
    "Decree",
    "Entry",
    "EntryFile",
    "Feedback",
    "FileClass",
    "Intake",
    "KnownField",
    "Letter",
    "LetterFile",
    "MandateTask",
    "Post",
    "PublishedPage",
    "Resolution",
    "Series",
    "Unit",
]
