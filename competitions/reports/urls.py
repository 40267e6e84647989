"""Addresses of reports."""

from django.urls import path

from competitions.reports import views

urlpatterns = [
    path("moje/umowy/<str:public_id>/sprawozdanie/", views.start, name="report-start"),
    path("moje/sprawozdania/<str:public_id>/", views.report_page, name="report-page"),
    path("moje/sprawozdania/<str:public_id>/edycja/", views.edit, name="report-edit"),
    path("moje/sprawozdania/<str:public_id>/zloz/", views.submit, name="report-submit"),
    path("urzad/sprawozdania/<str:public_id>/zwroc/", views.send_back, name="report-send-back"),
    path("urzad/sprawozdania/<str:public_id>/przyjmij/", views.accept, name="report-accept"),
]
