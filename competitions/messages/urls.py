"""Addresses of messages."""

from django.urls import path

from competitions.messages import views

urlpatterns = [
    path("moje/oferty/<str:public_id>/wiadomosci/", views.thread, name="offer-messages"),
    path("urzad/oferty/<str:public_id>/wiadomosci/bez-odpowiedzi/", views.settle, name="messages-settle"),
    path("urzad/wiadomosci/", views.threads, name="messages"),
]
