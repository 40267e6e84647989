"""Addresses of changes."""

from django.urls import path

from competitions.changes import views

urlpatterns = [
    path("urzad/konkursy/<str:public_id>/zmiany/", views.changes, name="competition-changes"),
    path("urzad/konkursy/<str:public_id>/przedluz/", views.extend, name="competition-extend"),
    path("urzad/konkursy/<str:public_id>/popraw/", views.correct, name="competition-correct"),
    path("urzad/konkursy/<str:public_id>/zawies/", views.suspend, name="competition-suspend"),
    path("urzad/konkursy/<str:public_id>/wznow/", views.resume, name="competition-resume"),
    path("urzad/konkursy/<str:public_id>/odwolaj/", views.call_off, name="competition-call-off"),
    path(
        "urzad/konkursy/<str:public_id>/zmiany/<int:number>/publikacja/",
        views.publication,
        name="change-publication",
    ),
]
