"""Addresses of offers."""

from django.urls import path

from competitions.offers.views import attachments, organisation, partners, practice

urlpatterns = [
    path("urzad/konkursy/<str:public_id>/proba/", practice.practice, name="offer-practice"),
    path("moje/oferty/", organisation.my_offers, name="my-offers"),
    path("moje/konkursy/<str:public_id>/nowa-oferta/", organisation.start, name="offer-start"),
    path("moje/oferty/<str:public_id>/", organisation.offer_page, name="offer-page"),
    path("moje/oferty/<str:public_id>/edycja/", organisation.edit, name="offer-edit"),
    path("moje/oferty/<str:public_id>/zakres/", organisation.scope, name="offer-scope"),
    path("moje/oferty/<str:public_id>/zloz/", organisation.submit, name="offer-submit"),
    path("moje/oferty/<str:public_id>/wersja-robocza.pdf", organisation.draft_pdf, name="offer-draft"),
    path("moje/oferty/<str:public_id>/otworz/", organisation.reopen, name="offer-reopen"),
    path("moje/oferty/<str:public_id>/wycofaj/", organisation.withdraw, name="offer-withdraw"),
    path("moje/oferty/<str:public_id>/zalaczniki/", attachments.attachments, name="offer-attachments"),
    path("moje/zalaczniki/<str:public_id>/usun/", attachments.remove, name="attachment-remove"),
    path("moje/oferty/<str:public_id>/oferenci/", partners.partners, name="offer-partners"),
    path("moje/oferenci/<str:public_id>/usun/", partners.drop, name="partner-drop"),
    path("moje/oferty-wspolne/<str:public_id>/", partners.partnership, name="partnership"),
    path("oferty/zalaczniki/<str:public_id>/", attachments.attachment_file, name="attachment"),
]
