"""The site map: every app's addresses, and the API; a fault is answered in the form of the place it happened in."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from core.api.problems import fault
from core.web.errors import server_error

API = "api/v1/"

urlpatterns = [
    path("", include("core.urls")),
    path("", include("office.urls")),
    path("", include("ngo.urls")),
    path("", include("competitions.urls")),
    path(API, include("config.api")),
]


def handler500(request: HttpRequest) -> HttpResponse:
    """A problem document under the API, a page elsewhere."""
    return fault(request) if request.path_info.startswith(f"/{API}") else server_error(request)


handler400 = "core.web.errors.bad_request"
handler403 = "core.web.errors.permission_denied"
handler404 = "core.web.errors.page_not_found"
