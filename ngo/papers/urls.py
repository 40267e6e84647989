"""Addresses of an organisation's papers."""

from django.urls import path

from ngo.papers import views

urlpatterns = [
    path("organizacje/<str:public_id>/akta/", views.papers, name="organisation-papers"),
    path("organizacje/<str:public_id>/akta/podpisy/nowa/", views.signatory_new, name="signatory-new"),
    path("organizacje/<str:public_id>/akta/rachunki/nowy/", views.account_new, name="account-new"),
    path("organizacje/<str:public_id>/akta/dokumenty/nowy/", views.document_new, name="organisation-document-new"),
    path("organizacje/<str:public_id>/akta/propozycje/nowa/", views.proposal_new, name="proposal-new"),
    path("akta/podpisy/<str:public_id>/koniec/", views.signatory_end, name="signatory-end"),
    path("akta/rachunki/<str:public_id>/koniec/", views.account_end, name="account-end"),
    path("akta/rachunki/<str:public_id>/do-dotacji/", views.account_use, name="account-use"),
    path("akta/dokumenty/<str:public_id>/", views.document_file, name="organisation-document"),
    path("akta/dokumenty/<str:public_id>/koniec/", views.document_withdraw, name="organisation-document-withdraw"),
    path("urzad/akta/podpisy/<str:public_id>/potwierdz/", views.signatory_confirm, name="signatory-confirm"),
    path("urzad/akta/propozycje/<str:public_id>/", views.decide, name="proposal-decide"),
]
