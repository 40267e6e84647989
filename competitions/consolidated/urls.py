"""Addresses of consolidated cards."""

from django.urls import path

from competitions.consolidated import views

urlpatterns = [path("moje/oferty/<str:public_id>/karta-zbiorcza/", views.consolidated, name="consolidated-card")]
