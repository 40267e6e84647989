"""Gathers the addresses of the stages."""

from office.agenda.urls import urlpatterns as agenda
from office.board.urls import urlpatterns as board
from office.cases.urls import urlpatterns as cases
from office.controls.urls import urlpatterns as controls
from office.correspondence.urls import urlpatterns as correspondence
from office.dialogue.urls import urlpatterns as dialogue
from office.feedback.urls import urlpatterns as feedback
from office.letters.urls import urlpatterns as letters
from office.papers.urls import urlpatterns as papers
from office.registers.urls import urlpatterns as registers
from office.structure.urls import urlpatterns as structure
from office.surveys.urls import urlpatterns as surveys
from office.terms.urls import urlpatterns as terms
from office.trips.urls import urlpatterns as trips

urlpatterns = [
    *structure,
    *cases,
    *board,
    *controls,
    *papers,
    *dialogue,
    *feedback,
    *registers,
    *agenda,
    *correspondence,
    *terms,
    *trips,
    *surveys,
    *letters,
]
