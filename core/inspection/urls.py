"""Addresses of the auditor."""

from django.urls import path

from core.inspection import views

urlpatterns = [
    path("", views.ledger, name="audit-desk"),
    path("odczyty/", views.reads, name="audit-reads"),
    path("lancuch/<str:public_id>/", views.chain, name="audit-chain"),
]
