"""Addresses of the book of controls."""

from django.urls import path

from office.controls import views

CONTROL = "urzad/kontrole/<str:public_id>/"
RECOMMENDATION = "urzad/zalecenia/<str:public_id>/"

urlpatterns = [
    path("urzad/kontrole/", views.controls, name="controls"),
    path("urzad/kontrole/tabela.<str:ending>", views.controls_table, name="controls-table"),
    path("urzad/kontrole/nowa/", views.enter, name="control-enter"),
    path("urzad/kontrole/pliki/<str:public_id>/", views.control_file, name="control-file"),
    path(CONTROL, views.control, name="control"),
    path(f"{CONTROL}zmien/", views.revise, name="control-revise"),
    path(f"{CONTROL}protokol/", views.protocol, name="control-protocol"),
    path(f"{CONTROL}zastrzezenia/", views.reservations, name="control-reservations"),
    path(f"{CONTROL}wystapienie/", views.recommendations, name="control-recommendations"),
    path(f"{CONTROL}zalecenie/", views.recommend, name="control-recommend"),
    path(f"{CONTROL}odpowiedz/", views.answer, name="control-answer"),
    path(f"{CONTROL}zakoncz/", views.close, name="control-close"),
    path(f"{CONTROL}anuluj/", views.cancel, name="control-cancel"),
    path(f"{CONTROL}plik/", views.attach, name="control-attach"),
    path(f"{RECOMMENDATION}wykonanie/", views.execute, name="recommendation-execute"),
    path(f"{RECOMMENDATION}termin/", views.put_off, name="recommendation-put-off"),
    path(f"{RECOMMENDATION}przywroc/", views.take_up_again, name="recommendation-again"),
]
