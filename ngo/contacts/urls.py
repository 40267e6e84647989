"""Addresses of the other databases."""

from django.urls import path

from ngo.contacts.views import institutions, lists, organisation, public

urlpatterns = [
    path("instytucje/", public.institutions, name="institutions"),
    path("instytucje/tabela.<str:ending>", public.export, name="institutions-export"),
    path("instytucje/<str:public_id>/", public.institution_page, name="institution-page"),
    path("urzad/instytucje/nowa/", institutions.enter, name="institution-enter"),
    path("urzad/instytucje/<str:public_id>/zmien/", institutions.revise, name="institution-revise"),
    path("urzad/instytucje/<str:public_id>/sprawdzono/", institutions.check, name="institution-check"),
    path("urzad/instytucje/<str:public_id>/zamknij/", institutions.close, name="institution-close"),
    path("urzad/instytucje/<str:public_id>/otworz/", institutions.reopen, name="institution-reopen"),
    path("organizacje/<str:public_id>/listy/", organisation.letters, name="organisation-letters"),
    path("urzad/listy/", lists.lists, name="contact-lists"),
    path("urzad/listy/nowa/", lists.open_list, name="contact-list-open"),
    path("urzad/listy/<str:public_id>/", lists.list_page, name="contact-list"),
    path("urzad/listy/<str:public_id>/tabela.<str:ending>", lists.export, name="contact-list-export"),
    path("urzad/listy/<str:public_id>/zmien/", lists.revise_list, name="contact-list-revise"),
    path("urzad/listy/<str:public_id>/zamknij/", lists.close_list, name="contact-list-close"),
    path("urzad/listy/<str:public_id>/adres/", lists.add_contact, name="contact-add"),
    path("urzad/listy/adresy/<str:public_id>/wycofaj/", lists.withdraw_contact, name="contact-withdraw"),
]
