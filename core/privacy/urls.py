"""Addresses of privacy: below one's account, and below the administrator's pages."""

from django.urls import path

from core.privacy.views import administrator, person

urlpatterns = [
    path("konto/dane/", person.own_data, name="own-data"),
    path("konto/dane/odczyty/", person.reads, name="own-data-reads"),
    path("konto/dane/usuniecie/", person.erasure, name="erasure"),
    path("konto/dane/kopia/<str:public_id>/", person.copy, name="own-data-copy"),
    path("administracja/dane/", administrator.retention, name="retention"),
    path("administracja/dane/<str:public_id>/", administrator.decide, name="erasure-decide"),
]
