"""Addresses of mailings."""

from django.urls import path

from ngo.mailings import views

urlpatterns = [
    path("rezygnacja/<str:token>/", views.opt_out, name="opt-out"),
    path("urzad/listy/rezygnacja/", views.stop, name="opt-out-note"),
    path("urzad/listy/<str:public_id>/wiadomosc/", views.write, name="mailing-write"),
    path("urzad/listy/wiadomosci/<str:public_id>/", views.mailing_page, name="mailing"),
    path("urzad/listy/wiadomosci/<str:public_id>/zmien/", views.revise, name="mailing-revise"),
    path("urzad/listy/wiadomosci/<str:public_id>/proba/", views.trial, name="mailing-trial"),
    path("urzad/listy/wiadomosci/<str:public_id>/porzuc/", views.discard, name="mailing-discard"),
]
