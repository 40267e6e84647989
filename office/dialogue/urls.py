"""Addresses of the council of social dialogue."""

from django.urls import path

from office.dialogue import views

SITTING = "urzad/rada-dialogu/posiedzenia/<str:public_id>/"
POSITION = "urzad/rada-dialogu/stanowiska/<str:public_id>/"

urlpatterns = [
    path("rada-dialogu/", views.positions, name="positions"),
    path("rada-dialogu/<str:public_id>/", views.position, name="position"),
    path("rada-dialogu/pliki/<str:public_id>/", views.position_file, name="position-file"),
    path("urzad/rada-dialogu/", views.sittings, name="council-sittings"),
    path("urzad/rada-dialogu/nowe-posiedzenie/", views.plan, name="council-plan"),
    path("urzad/rada-dialogu/sklad/", views.seats, name="council-seats"),
    path("urzad/rada-dialogu/sklad/nowa-osoba/", views.seat, name="council-seat"),
    path("urzad/rada-dialogu/sklad/<str:public_id>/koniec/", views.end_seat, name="council-seat-end"),
    path(SITTING, views.council_sitting, name="council-sitting"),
    path(f"{SITTING}zmien/", views.revise, name="council-revise"),
    path(f"{SITTING}obecnosc/", views.attendance, name="council-attendance"),
    path(f"{SITTING}odwolaj/", views.cancel, name="council-cancel"),
    path(f"{SITTING}stanowisko/", views.adopt, name="position-adopt"),
    path(f"{POSITION}wyslanie/", views.send, name="position-send"),
    path(f"{POSITION}odpowiedz/", views.answer, name="position-answer"),
    path(f"{POSITION}plik/", views.attach, name="position-attach"),
]
