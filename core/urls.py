"""Gathers the addresses of the kernel."""

from django.urls import URLPattern, URLResolver, path

from core.web import views as web

urlpatterns: list[URLPattern | URLResolver] = [
    path("", web.home, name="home"),
    path("dostepnosc/", web.accessibility, name="accessibility"),
    path("prywatnosc/", web.privacy, name="privacy"),
    path("pulpit/", web.to_desk, name="desk"),
]
