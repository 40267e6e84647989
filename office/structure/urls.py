"""Addresses of the structure and of the staff's desk."""

from django.urls import path

from core.web.views import desk
from office.structure import views
from office.structure.hats import STAFF

urlpatterns = [
    path("urzad-marszalkowski/", views.office_page, name="office-page"),
    path("urzad-marszalkowski/ksiazka/", views.directory, name="directory"),
    path("urzad/obsada/", views.staffing, name="staffing"),
    path("urzad/obsada/nowa/", views.appoint, name="appointment-enter"),
    path("urzad/obsada/<str:public_id>/", views.appointment, name="appointment"),
    path("urzad/", desk(*STAFF), name="officer-desk"),
]
