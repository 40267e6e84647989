"""Addresses of meetings."""

from django.urls import path

from competitions.meetings import views

urlpatterns = [
    path("komisja/<str:public_id>/posiedzenia/", views.meetings, name="meetings"),
    path("komisja/<str:public_id>/wylaczenie/", views.recuse, name="panel-recuse"),
    path("posiedzenia/<str:public_id>/", views.meeting, name="meeting"),
    path("posiedzenia/<str:public_id>/otworz/", views.begin, name="meeting-begin"),
    path("posiedzenia/<str:public_id>/wejscie/", views.arrive, name="meeting-arrive"),
    path("posiedzenia/<str:public_id>/wyjscie/", views.leave, name="meeting-leave"),
    path("posiedzenia/<str:public_id>/odwolaj/", views.cancel, name="meeting-cancel"),
    path("posiedzenia/<str:public_id>/przerwij/", views.adjourn, name="meeting-adjourn"),
    path("posiedzenia/<str:public_id>/uniewaznij/", views.annul, name="meeting-annul"),
    path("posiedzenia/<str:public_id>/zakoncz/", views.close, name="meeting-close"),
    path("posiedzenia/oferty/<str:public_id>/", views.item, name="meeting-item"),
    path("posiedzenia/oferty/<str:public_id>/glosowanie/", views.vote, name="meeting-vote"),
]
