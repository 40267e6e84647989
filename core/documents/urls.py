"""Addresses of documents."""

from django.urls import path

from core.documents import views

urlpatterns = [path("dokumenty/<str:public_id>/", views.document, name="document")]
