"""The site map: every app's addresses, and the API."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("office.urls")),
    path("", include("ngo.urls")),
    path("", include("competitions.urls")),
    path("api/v1/", include("config.api")),
]

handler400 = "core.web.errors.bad_request"
handler403 = "core.web.errors.permission_denied"
handler404 = "core.web.errors.page_not_found"
handler500 = "core.web.errors.server_error"
