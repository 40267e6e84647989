"""Addresses of corrections."""

from django.urls import path

from competitions.corrections import views

urlpatterns = [
    path("moje/oferty/<str:public_id>/uzupelnienie/", views.correction, name="correction"),
    path("moje/oferty/<str:public_id>/uzupelnienie/zloz/", views.submit, name="correction-submit"),
    path("moje/oferty/<str:public_id>/zmiany/", views.changes, name="offer-changes"),
]
