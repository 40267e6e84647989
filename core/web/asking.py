"""A page that asks what one verb needs, and does it; a button that needs nothing more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import models
from django.forms.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.web.information import groups
from core.web.page import Request
from core.web.refused import refusal_on, status_of
from core.workflow.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Question:
    """What the page says: its heading, a sentence on what will happen, the button, the address it leads back to.

    `information` is the group of the privacy notice that the form has to show, when it asks for a person's data.
    """

    heading: str
    button: str
    back: str
    lead: str = ""
    information: str = ""


def ask(
    request: Request,
    question: Question,
    form: BaseForm,
    act: Callable[[Mapping[str, Any]], tuple[str, str]],
    *rows: models.Model,
) -> HttpResponse:
    """Show the form; when it is sent, let `act` do the verb with its values: it gives the words for the person and an address.

    A refusal stands on the form with everything typed; `rows`, on which the verb works, are read again then.
    """
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, *rows):
            told, address = act(form.cleaned_data)
            messages.success(request, told)
            return redirect(address)
    about = groups()[question.information] if question.information else None
    context = {"form": form, "question": question, "about": about}
    return render(request, "parts/ask.html", context, status=status_of(request, form))


def do(request: Request, act: Callable[[], Any], told: str, back: str) -> HttpResponse:
    """Do what a button alone asks for, and go back: with the words for the person, or with those of the refusal."""
    try:
        act()
        messages.success(request, told)
    except Refusal as refusal:
        for text in refusal.sentences:
            messages.error(request, text)
    return redirect(back)
