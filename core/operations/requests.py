"""A line in the log for every request: number, route, status, time; nothing that says who asked or about whom."""

import logging
import secrets
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

log = structlog.stdlib.get_logger("pozytek.request")


class RequestLogMiddleware:
    """Numbers the request for all its log lines and for the answer (X-Request-ID), and logs how it ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        number = secrets.token_hex(8)
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = self.get_response(request)
            took = round(1000 * (time.perf_counter() - started))
            level = logging.ERROR if response.status_code >= 500 else logging.INFO
            log.log(level, "request", method=request.method, route=route(request), status=response.status_code, ms=took)
        response["X-Request-ID"] = number
        return response


def route(request: HttpRequest) -> str:
    """The name of the page instead of its address, which may hold a key, a name that was searched for, or a case."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "-"


class RouteOnly(logging.Filter):
    """Django's own lines about a request ("Not Found: /…") name its route, not its address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record.msg, record.args = "%s: %s", (getattr(record, "status_code", "-"), route(request))
        return True
