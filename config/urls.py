"""The site map: every app's addresses, sign-in, and the API."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("office.urls")),
    path("", include("ngo.urls")),
    path("", include("competitions.urls")),
    path("konto/", include("allauth.urls")),
]
