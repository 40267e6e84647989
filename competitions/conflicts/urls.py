"""Addresses of links."""

from django.urls import path

from competitions.conflicts import views

urlpatterns = [
    path("ekspert/powiazania/", views.own_links, name="own-links"),
    path("ekspert/powiazania/nowe/", views.link_new, name="link-new"),
    path("powiazania/<str:public_id>/koniec/", views.link_end, name="link-end"),
    path("powiazania/<str:public_id>/wycofaj/", views.link_retract, name="link-retract"),
    path("urzad/eksperci/<str:public_id>/powiazania/", views.expert_links, name="expert-links"),
    path("urzad/eksperci/<str:public_id>/powiazania/nowe/", views.link_enter, name="link-enter"),
]
