"""Addresses of terms and absences."""

from django.urls import path

from office.terms import views

urlpatterns = [
    path("urzad/terminy/", views.own_terms, name="own-terms"),
    path("urzad/terminy/e-mail/", views.digest, name="terms-digest"),
    path("urzad/nieobecnosci/", views.absences, name="absences"),
    path("urzad/nieobecnosci/nowa/", views.enter_absence, name="absence-enter"),
    path("urzad/nieobecnosci/<str:public_id>/odwolaj/", views.call_off_absence, name="absence-call-off"),
]
