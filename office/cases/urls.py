"""Addresses of cases and of the file plan."""

from django.urls import path

from office.cases import views

urlpatterns = [
    path("urzad/sprawy/", views.cases, name="cases"),
    path("urzad/sprawy/nowa/", views.register, name="case-register"),
    path("urzad/sprawy/<str:public_id>/", views.case_page, name="case-page"),
    path("urzad/sprawy/<str:public_id>/przekaz/", views.assign, name="case-assign"),
    path("urzad/sprawy/<str:public_id>/zakoncz/", views.close, name="case-close"),
    path("urzad/sprawy/<str:public_id>/wznow/", views.reopen, name="case-reopen"),
    path("urzad/sprawy/<str:public_id>/anuluj/", views.cancel, name="case-cancel"),
    path("urzad/wykaz-akt/", views.file_plan, name="file-plan"),
    path("urzad/wykaz-akt/nowa/", views.enter_class, name="file-class-enter"),
    path("urzad/wykaz-akt/<str:public_id>/", views.revise_class, name="file-class"),
]
