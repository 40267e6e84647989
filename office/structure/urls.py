"""Addresses of the structure and of the staff's desk."""

from django.urls import path

from core.web.views import desk
from office.structure import views
from office.structure.hats import DIRECTOR, STAFF

urlpatterns = [
    path("urzad-marszalkowski/", views.office_page, name="office-page"),
    path("urzad-marszalkowski/ksiazka/", views.directory, name="directory"),
    path("urzad/zadania/", views.mandate_work, name="mandate-work"),
    path("urzad/struktura/", views.structure, name="structure"),
    path("urzad/struktura/<str:public_id>/zmiana/", views.reorganise, name="reorganise"),
    path("urzad/struktura/zmiany/<str:public_id>/odwolaj/", views.call_off, name="reorganisation-call-off"),
    path("urzad/uprawnienia/", views.powers, name="powers"),
    path("urzad/obsada/", views.staffing, name="staffing"),
    path("urzad/obsada/nowa/", views.appoint, name="appointment-enter"),
    path("urzad/obsada/<str:public_id>/", views.appointment, name="appointment"),
    path("urzad/", desk(*STAFF, DIRECTOR.code), name="officer-desk"),
]
