"""Addresses of agreements."""

from django.urls import path

from competitions.agreements import views

urlpatterns = [
    path("urzad/umowy/", views.agreements, name="agreements"),
    path("urzad/oferty/<str:public_id>/umowa/", views.prepare, name="agreement-prepare"),
    path("urzad/umowy/<str:public_id>/podpisy/", views.sign, name="agreement-sign"),
    path("urzad/umowy/<str:public_id>/wyplata/", views.pay, name="agreement-pay"),
    path("moje/umowy/", views.agreements, name="my-agreements"),
    path("moje/umowy/<str:public_id>/", views.agreement_page, name="agreement-page"),
]
