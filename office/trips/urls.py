"""Addresses of trips."""

from django.urls import path

from office.trips import views

urlpatterns = [
    path("urzad/wyjazdy/", views.trips, name="trips"),
    path("urzad/wyjazdy/tabela.<str:ending>", views.table, name="trips-table"),
    path("urzad/wyjazdy/nowy/", views.plan, name="trip-plan"),
    path("urzad/wyjazdy/pliki/<str:public_id>/", views.trip_file, name="trip-file"),
    path("urzad/wyjazdy/pliki/<str:public_id>/usun/", views.remove_file, name="trip-file-remove"),
    path("urzad/wyjazdy/<str:public_id>/", views.trip_page, name="trip"),
    path("urzad/wyjazdy/<str:public_id>/karta.pdf", views.trip_draft, name="trip-draft"),
    path("urzad/wyjazdy/<str:public_id>/zmien/", views.revise_trip, name="trip-revise"),
    path("urzad/wyjazdy/<str:public_id>/zgoda/", views.approve, name="trip-approve"),
    path("urzad/wyjazdy/<str:public_id>/do-zmiany/", views.send_back, name="trip-send-back"),
    path("urzad/wyjazdy/<str:public_id>/odbyty/", views.hold_trip, name="trip-hold"),
    path("urzad/wyjazdy/<str:public_id>/relacja/", views.report_trip, name="trip-report"),
    path("urzad/wyjazdy/<str:public_id>/do-uzupelnienia/", views.return_report, name="trip-return-report"),
    path("urzad/wyjazdy/<str:public_id>/rozliczenie/", views.settle, name="trip-settle"),
    path("urzad/wyjazdy/<str:public_id>/odwolanie/", views.cancel, name="trip-cancel"),
    path("urzad/wyjazdy/<str:public_id>/koszty/", views.write_costs, name="trip-costs"),
    path("urzad/wyjazdy/<str:public_id>/plik/", views.attach, name="trip-attach"),
]
