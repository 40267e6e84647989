"""Addresses of the other databases."""

from django.urls import path

from ngo.contacts.views import institutions, public

urlpatterns = [
    path("instytucje/", public.institutions, name="institutions"),
    path("instytucje/tabela.<str:ending>", public.export, name="institutions-export"),
    path("instytucje/<str:public_id>/", public.institution_page, name="institution-page"),
    path("urzad/instytucje/nowa/", institutions.enter, name="institution-enter"),
    path("urzad/instytucje/<str:public_id>/zmien/", institutions.revise, name="institution-revise"),
    path("urzad/instytucje/<str:public_id>/sprawdzono/", institutions.check, name="institution-check"),
    path("urzad/instytucje/<str:public_id>/zamknij/", institutions.close, name="institution-close"),
    path("urzad/instytucje/<str:public_id>/otworz/", institutions.reopen, name="institution-reopen"),
]
