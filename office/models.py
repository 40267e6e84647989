"""Gathers the tables of the stages for Django."""

from office.agenda.models import Attendee, Event, Feed, Occurrence, Preparation, Room, Week
from office.board.models import (
    BoardFile,
    BoardItem,
    BoardMember,
    BoardNumber,
    BoardPresence,
    BoardVote,
    Resolution,
    Sitting,
)
from office.cases.models import Case, Counter, FileClass
from office.controls.models import Control, ControlFile, ControlNumber, Recommendation
from office.correspondence.models import Decree, Intake, Letter, LetterFile
from office.dialogue.models import CouncilNumber, CouncilSitting, Position, PositionFile, Seat
from office.feedback.models import Feedback
from office.letters.models import Addressee, Communique, LetterSet, PrintFile
from office.papers.models import Paper, PaperFile, PaperNumber
from office.registers.models import Cell, Entry, EntryFile, KnownField, Series
from office.structure.models import Appointment, MandateTask, Post, PublishedPage, Unit
from office.surveys.models import Comment, QuestionSet, Tally, UsedForm
from office.terms.models import Absence, DigestChoice, Escalation
from office.trips.models import Cost, Trip, TripFile

__all__ = [
    "Absence",
    "Addressee",
    "Appointment",
    "Attendee",
    "BoardFile",
    "BoardItem",
    "BoardMember",
    "BoardNumber",
    "BoardPresence",
    "BoardVote",
    "Case",
    "Cell",
    "Comment",
    "Communique",
    "Control",
    "ControlFile",
    "ControlNumber",
    "Cost",
    "CouncilNumber",
    "CouncilSitting",
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
    "LetterSet",
    "MandateTask",
    "Occurrence",
    "Paper",
    "PaperFile",
    "PaperNumber",
    "Position",
    "PositionFile",
    "Post",
    "Preparation",
    "PrintFile",
    "PublishedPage",
    "QuestionSet",
    "Recommendation",
    "Resolution",
    "Room",
    "Seat",
    "Series",
    "Sitting",
    "Tally",
    "Trip",
    "TripFile",
    "Unit",
    "UsedForm",
    "Week",
]
