"""Addresses of the replay."""

from django.urls import path

from competitions.replay import views

urlpatterns = [
    path("urzad/konkursy/<str:public_id>/odtworzenie/", views.replay, name="competition-replay"),
    path("urzad/konkursy/<str:public_id>/odtworzenie/przelicz/", views.ask, name="replay-ask"),
]
