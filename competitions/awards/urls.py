"""Addresses of awards."""

from django.urls import path

from competitions.awards import views

urlpatterns = [
    path("urzad/konkursy/<str:public_id>/rozstrzygniecie/", views.decide, name="competition-resolve"),
    path("urzad/konkursy/<str:public_id>/oferty/", views.offers, name="competition-offers"),
    path("urzad/konkursy/<str:public_id>/oferty.<str:ending>", views.offers_table, name="competition-offers-table"),
    path("urzad/konkursy/<str:public_id>/uniewaznij/", views.cancel, name="competition-cancel"),
    path(
        "urzad/konkursy/<str:public_id>/podzadania/<int:number>/uniewaznij/",
        views.cancel_part,
        name="competition-cancel-part",
    ),
    path("konkursy/<str:public_id>/wyniki/", views.results_page, name="results"),
]
