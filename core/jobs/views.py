"""Pages of a job: how far it is (page, fragment for htmx, JSON) and asking anew."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.jobs import access, actions
from core.jobs.models import Job
from core.web.page import Request, page


@require_safe
@never_cache
@page(access.visible)
def job(request: Request, job: Job) -> HttpResponse:
    """A job's page; a request made by htmx gets only the part that changes."""
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "parts/job.html" if fragment else "core/jobs/job.html", {"job": job})


@require_safe
@never_cache
@page(access.visible)
def progress(request: Request, job: Job) -> JsonResponse:
    """How far a job is, for scripts."""
    told = job.progress
    return JsonResponse(
        {
            "id": job.public_id,
            "label": job.label,
            "state": job.state,
            "state_label": job.get_state_display(),
            "done": told.done,
            "total": told.total,
            "percent": job.percent,
            "doing": told.label,
            "error": job.error if job.state == "failed" else "",
            "link": job.link,
        }
    )


@require_POST
@page(access.visible, may=access.may_again)
def again(request: Request, job: Job) -> HttpResponse:
    """Ask anew for a job that failed."""
    return redirect("job", actions.again(job, actor=request.actor, at=now()).public_id)
