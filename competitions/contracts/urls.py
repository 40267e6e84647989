"""Addresses of contracts with experts."""

from django.urls import path

from competitions.contracts import views

urlpatterns = [
    path("urzad/eksperci/<str:public_id>/umowa/", views.prepare, name="contract-prepare"),
    path("urzad/wynagrodzenia-ekspertow/", views.totals, name="expert-totals"),
    path("urzad/wynagrodzenia-ekspertow/tabela.<str:ending>", views.totals_table, name="expert-totals-table"),
    path("ekspert/umowy/<str:public_id>/", views.contract_page, name="contract"),
    path("ekspert/umowy/<str:public_id>/podpisy/", views.sign, name="contract-sign"),
    path("ekspert/umowy/<str:public_id>/koniec/", views.end, name="contract-end"),
    path("ekspert/umowy/<str:public_id>/rachunek/<str:competition>/", views.bill, name="contract-bill"),
    path("ekspert/rachunki/<str:public_id>/wyplata/", views.pay, name="bill-pay"),
]
