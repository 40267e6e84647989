"""Addresses of dossiers."""

from django.urls import path

from competitions.dossiers import views

urlpatterns = [
    path("urzad/oferty/<str:public_id>/teczka/", views.of_offer, name="offer-dossier"),
    path("urzad/konkursy/<str:public_id>/teczka/", views.of_competition, name="competition-dossier"),
    path("urzad/teczki/<str:public_id>/", views.dossier, name="dossier"),
]
