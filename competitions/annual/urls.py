"""Addresses of annual reports."""

from django.urls import path

from competitions.annual import views

urlpatterns = [
    path("sprawozdania-roczne/", views.annual_reports, name="annual-reports"),
    path("sprawozdania-roczne/<str:public_id>/", views.annual_report, name="annual-report"),
    path(
        "sprawozdania-roczne/<str:public_id>/<str:table>/<str:row>/<str:column>/", views.rows, name="annual-report-rows"
    ),
    path("urzad/programy/<str:public_id>/sprawozdanie/", views.begin, name="annual-report-begin"),
    path("urzad/sprawozdania-roczne/<str:public_id>/zamroz/", views.freeze, name="annual-report-freeze"),
    path("urzad/sprawozdania-roczne/<str:public_id>/wroc/", views.reopen, name="annual-report-reopen"),
    path("urzad/sprawozdania-roczne/<str:public_id>/przedloz/", views.submit, name="annual-report-submit"),
]
