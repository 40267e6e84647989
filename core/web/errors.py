"""Error pages: Django's own views with the templates of templates/errors."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

bad_request = partial(defaults.bad_request, template_name="errors/400.html")
permission_denied = partial(defaults.permission_denied, template_name="errors/403.html")
page_not_found = partial(defaults.page_not_found, template_name="errors/404.html")
server_error = partial(defaults.server_error, template_name="errors/500.html")


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request says that it is larger than anything we take."""
    return render(request, "errors/413.html", {"most": settings.REQUEST_MAX_MB}, status=413)
