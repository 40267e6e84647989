"""Addresses of papers to sign."""

from django.urls import path

from office.papers import views

PAPER = "urzad/do-podpisu/<str:public_id>/"

urlpatterns = [
    path("urzad/do-podpisu/", views.papers, name="papers"),
    path("urzad/do-podpisu/nowy/", views.submit, name="paper-submit"),
    path("urzad/do-podpisu/pliki/<str:public_id>/", views.paper_file, name="paper-file"),
    path(PAPER, views.paper_page, name="paper"),
    path(f"{PAPER}sprawdzenie/", views.check_paper, name="paper-check"),
    path(f"{PAPER}zwrot/", views.return_paper, name="paper-return"),
    path(f"{PAPER}podpis/", views.sign_paper, name="paper-sign"),
    path(f"{PAPER}ponow/", views.resubmit_paper, name="paper-resubmit"),
    path(f"{PAPER}wycofanie/", views.withdraw_paper, name="paper-withdraw"),
]
