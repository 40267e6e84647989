"""Gathers the addresses of the stages."""

from competitions.agreements.urls import urlpatterns as agreements
from competitions.annual.urls import urlpatterns as annual
from competitions.awards.urls import urlpatterns as awards
from competitions.calls.urls import urlpatterns as calls
from competitions.changes.urls import urlpatterns as changes
from competitions.confirmations.urls import urlpatterns as confirmations
from competitions.conflicts.urls import urlpatterns as conflicts
from competitions.consolidated.urls import urlpatterns as consolidated
from competitions.contracts.urls import urlpatterns as contracts
from competitions.corrections.urls import urlpatterns as corrections
from competitions.dossiers.urls import urlpatterns as dossiers
from competitions.evaluation.urls import urlpatterns as evaluation
from competitions.experts.urls import urlpatterns as experts
from competitions.meetings.urls import urlpatterns as meetings
from competitions.messages.urls import urlpatterns as messages
from competitions.nominations.urls import urlpatterns as nominations
from competitions.offers.urls import urlpatterns as offers
from competitions.questions.urls import urlpatterns as questions
from competitions.recruitment.urls import urlpatterns as recruitment
from competitions.reminders.urls import urlpatterns as reminders
from competitions.replay.urls import urlpatterns as replay
from competitions.reports.urls import urlpatterns as reports

urlpatterns = [
    *calls,
    *experts,
    *recruitment,
    *nominations,
    *questions,
    *changes,
    *offers,
    *messages,
    *corrections,
    *confirmations,
    *conflicts,
    *evaluation,
    *contracts,
    *meetings,
    *awards,
    *consolidated,
    *agreements,
    *reports,
    *annual,
    *dossiers,
    *reminders,
    *replay,
]
