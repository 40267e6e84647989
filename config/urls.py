"""The site map: every app's addresses, and the API; an error is answered in the form of the place it happened in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from core.api.problems import fault
from core.web import errors

API = "api/v1/"

urlpatterns = [
    path("", include("core.urls")),
    path("", include("office.urls")),
    path("", include("ngo.urls")),
    path("", include("competitions.urls")),
    path(API, include("config.api")),
]


def _in_place(page: Callable[..., HttpResponse], code: str) -> Callable[..., HttpResponse]:
    """A problem document under the API, a page elsewhere."""

    def answer(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        if request.path_info.startswith(f"/{API}"):
            return fault(request, code=code)
        return page(request, exception) if exception else page(request)

    return answer


handler400 = _in_place(errors.bad_request, "bad-request")
handler403 = _in_place(errors.permission_denied, "permission-denied")
handler404 = _in_place(errors.page_not_found, "not-found")
handler413 = _in_place(errors.too_large, "too-large")
handler500 = _in_place(errors.server_error, "server-error")
