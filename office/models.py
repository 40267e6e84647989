"""Gathers the tables of the stages for Django."""

from office.agenda.models import Attendee, Event, Feed, Occurrence, Preparation, Room, Week
from office.board.models import Resolution
from office.cases.models import Case, Counter, FileClass
from office.correspondence.models import Decree, Intake, Letter, LetterFile
from office.feedback.models import Feedback
from office.registers.models import Cell, Entry, EntryFile, KnownField, Series
from office.structure.models import Appointment, MandateTask, Post, PublishedPage, Unit
from office.surveys.models import Comment, QuestionSet, Tally, UsedForm
from office.terms.models import Absence, DigestChoice, Escalation
from office.trips.models import Cost, Trip, TripFile

__all__ = [
    "Absence",
    "Appointment",
    "Attendee",
    "Case",
    "Cell",
    "Comment",
    "Cost",
    "Counter",
    "Decree",
    "DigestChoice",
    "Entry",
    "EntryFile",
    "Escalation",
    "Event",
    "Feed",
    "Feedback",
    "FileClass",
    "Intake",
    "KnownField",
    "Letter",
    "LetterFile",
    "MandateTask",
    "Occurrence",
    "Post",
    "Preparation",
    "PublishedPage",
    "QuestionSet",
    "Resolution",
    "Room",
    "Series",
    "Tally",
    "Trip",
    "TripFile",
    "Unit",
    "UsedForm",
    "Week",
]
