"""Addresses of reminders."""

from django.urls import path

from competitions.reminders import views

urlpatterns = [
    path("moje/przypomnienia/", views.own_choices, name="reminder-choices"),
    path("ekspert/przypomnienia/", views.card_choices, name="card-reminder-choices"),
    path("alerty/", views.call_alert, name="call-alert"),
    path("alerty/rezygnacja/<str:token>/", views.end_alert, name="call-alert-end"),
    path("urzad/niedoreczone/", views.refused_addresses, name="refused-addresses"),
    path("urzad/niedoreczone/<str:public_id>/sprawdz/", views.check, name="refused-address-check"),
]
