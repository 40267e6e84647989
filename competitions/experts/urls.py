"""Addresses of the list of experts."""

from django.urls import path

from competitions.experts import views

urlpatterns = [
    path("urzad/eksperci/", views.experts, name="experts"),
    path("urzad/eksperci/<str:public_id>/", views.expert, name="expert-record"),
    path("urzad/eksperci/<str:public_id>/praca/", views.expert_work, name="expert-work"),
    path("urzad/eksperci/<str:public_id>/nieobecnosc/", views.absence, name="expert-absence"),
    path("urzad/eksperci/<str:public_id>/zawies/", views.suspend, name="expert-suspend"),
    path("urzad/eksperci/<str:public_id>/przywroc/", views.resume, name="expert-resume"),
    path("urzad/eksperci/<str:public_id>/skresl/", views.remove, name="expert-remove"),
    path("eksperci/nieobecnosci/<str:public_id>/usun/", views.drop_absence, name="absence-drop"),
    path("ekspert/dane/", views.own, name="expert-own"),
]
