"""Saving while one writes: the page's script posts the whole form and asks for JSON; static/js/autosave.js reads the answer."""

from django.forms.forms import BaseForm
from django.http import HttpRequest, JsonResponse

from core.web.refused import status_of


def saves_itself(request: HttpRequest) -> bool:
    """Whether the script posted the form, and not a person by its button."""
    return request.method == "POST" and request.headers.get("Accept") == "application/json"


def not_saved(request: HttpRequest, form: BaseForm) -> JsonResponse:
    """Why it was not saved: the refusal in words, or nothing more than that the form is wrong."""
    refusal = getattr(form, "refusal", None)
    words = {"detail": " ".join(refusal.sentences)} if refusal is not None else {}
    return JsonResponse(words, status=status_of(request, form))
