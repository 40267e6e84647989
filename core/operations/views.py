"""Pages of running the installation: the administrator's page, and what machines ask (health, metrics)."""

import hmac
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from core.accounts.hats import ADMINISTRATOR
from core.operations import health, metrics, queries
from core.operations.installation import last
from core.web.page import Request, log_personal_read, public, signed_in

# Rows of each list on the page; the rest is counted.
SHOWN = 10


@require_safe
@never_cache
@signed_in(ADMINISTRATOR.code)
def operations(request: Request) -> HttpResponse:
    """How the installation is: checks, jobs, letters, disk, backup, ledger, sign-ins, versions."""
    at = now()
    # That the database answers is seen by this page being there.
    checks = {"broker": health.broker(), "disk": health.disk()}
    sign_ins = queries.sign_ins(at, SHOWN)
    log_personal_read(request.actor, "operations", *(session.user for session in sign_ins), at=at)
    context = {
        **queries.tallies(),
        "checks": checks,
        "healthy": all(checks.values()),
        "failed": queries.failed_jobs(at, SHOWN),
        "disk": queries.disk(),
        "backup": last("back_up"),
        "backup_old": at - settings.BACKUP_EVERY,
        "checkpoint": queries.last_checkpoint(),
        "sign_ins": sign_ins,
        "versions": queries.versions(),
    }
    return render(request, "core/operations/operations.html", context)


@require_safe
@never_cache
@public
def ready(request: HttpRequest) -> JsonResponse:
    """For the load balancer and the watchman: 200 when this installation can serve, 503 with what fails when not."""
    checks = health.checks()
    fine = all(checks.values())
    return JsonResponse({"ready": fine, "checks": checks}, status=200 if fine else 503)


@require_safe
@never_cache
@public
def alive(request: HttpRequest) -> JsonResponse:
    """For the supervisor of containers: this process answers; it asks nobody else."""
    return JsonResponse({"alive": True})


def for_watchmen(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page for who has POZYTEK_METRICS_TOKEN; without one set, for this very machine. It does not exist for others."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not _watchman(request):
            raise Http404
        return view(request)

    guarded.opens_to = "żeton POZYTEK_METRICS_TOKEN albo ta sama maszyna"  # type: ignore[attr-defined]
    return guarded


def _watchman(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    # Behind a proxy of this machine everybody comes from the loopback; the proxy says so.
    forwarded = {"X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"} & set(request.headers)
    return not forwarded and ip_address(request.META["REMOTE_ADDR"] or "0.0.0.0").is_loopback  # noqa: S104


@require_safe
@never_cache
@for_watchmen
def figures(request: HttpRequest) -> HttpResponse:
    """Metrics in Prometheus' format."""
    return HttpResponse(metrics.render(now()), content_type=CONTENT_TYPE_LATEST)
