"""Addresses of corrections."""

from django.urls import path

from competitions.corrections import views

urlpatterns = [
    path("moje/oferty/<str:public_id>/uzupelnienie/", views.correction, name="correction"),
    path("moje/oferty/<str:public_id>/uzupelnienie/zalaczniki/", views.files, name="correction-files"),
    path("moje/zalaczniki/<str:public_id>/cofnij/", views.remove_file, name="correction-file-remove"),
    path("moje/oferty/<str:public_id>/uzupelnienie/zloz/", views.submit, name="correction-submit"),
    path("moje/oferty/<str:public_id>/zmiany/", views.changes, name="offer-changes"),
]
