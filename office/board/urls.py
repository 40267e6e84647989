"""Addresses of resolutions."""

from django.urls import path

from office.board import views

urlpatterns = [
    path("uchwaly/", views.resolutions, name="resolutions"),
    path("urzad/uchwaly/nowa/", views.record, name="resolution-record"),
]
