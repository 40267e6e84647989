"""Addresses of reminders."""

from django.urls import path

from competitions.reminders import views

urlpatterns = [
    path("moje/przypomnienia/", views.own_choices, name="reminder-choices"),
    path("urzad/niedoreczone/", views.refused_addresses, name="refused-addresses"),
    path("urzad/niedoreczone/<str:public_id>/sprawdz/", views.check, name="refused-address-check"),
]
