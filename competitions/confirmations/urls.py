"""Addresses of reception."""

from django.urls import path

from competitions.confirmations import views

urlpatterns = [
    path("urzad/potwierdzenia/", views.reception, name="reception"),
    path("urzad/oferty/<str:public_id>/potwierdzenie/", views.receive, name="offer-receive"),
    path("urzad/oferty/<str:public_id>/potwierdzenie/odmowa/", views.turn_down, name="offer-turn-down"),
    path("urzad/oferty/<str:public_id>/bez-rozpatrzenia/", views.leave_unexamined, name="offer-leave"),
]
