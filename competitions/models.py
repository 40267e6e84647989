"""Gathers the tables of the stages for Django."""

from competitions.agreements.models import Agreement, Payment
from competitions.annual.models import AnnualReport
from competitions.awards.models import Award
from competitions.calls.models import Competition, Criterion, SubTask
from competitions.changes.models import Change
from competitions.confirmations.models import Receipt
from competitions.conflicts.models import Link, Statement
from competitions.contracts.models import Bill, BillLine, Contract
from competitions.corrections.models import Correction
from competitions.dossiers.models import Dossier
from competitions.evaluation.models import (
    FormalCheck,
    Motion,
    Opinion,
    Panel,
    PanelMember,
    Plan,
    Recusal,
    Score,
    ScoreCard,
)
from competitions.experts.models import Absence, Expert
from competitions.meetings.models import Item, Meeting, Presence
from competitions.messages.models import Message, Thread
from competitions.nominations.models import Nomination
from competitions.offers.models import Attachment, CostLine, Indicator, Offer, OfferVersion, Partner
from competitions.questions.models import Question, QuestionTerm
from competitions.recruitment.models import Candidacy, Condition, Field, Proof, Recruitment, Standing
from competitions.reminders.models import AlertedCall, CallAlert, Reminder, ReminderChoice
from competitions.replay.models import Replay
from competitions.reports.models import Report

__all__ = [
    "Absence",
    "Agreement",
    "AlertedCall",
    "AnnualReport",
    "Attachment",
    "Award",
    "Bill",
    "BillLine",
    "CallAlert",
    "Candidacy",
    "Change",
    "Competition",
    "Condition",
    "Contract",
    "Correction",
    "CostLine",
    "Criterion",
    "Dossier",
    "Expert",
    "Field",
    "FormalCheck",
    "Indicator",
    "Item",
    "Link",
    "Meeting",
    "Message",
    "Motion",
    "Nomination",
    "Offer",
    "OfferVersion",
    "Opinion",
    "Panel",
    "PanelMember",
    "Partner",
    "Payment",
    "Plan",
    "Presence",
    "Proof",
    "Question",
    "QuestionTerm",
    "Receipt",
    "Recruitment",
    "Recusal",
    "Reminder",
    "ReminderChoice",
    "Replay",
    "Report",
    "Score",
    "ScoreCard",
    "Standing",
    "Statement",
    "SubTask",
    "Thread",
]
