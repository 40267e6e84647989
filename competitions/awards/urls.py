"""Addresses of awards."""

from django.urls import path

from competitions.awards import views

urlpatterns = [
    path("urzad/konkursy/<str:public_id>/rozstrzygniecie/", views.decide, name="competition-resolve"),
    path("konkursy/<str:public_id>/wyniki/", views.results_page, name="results"),
]
