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

# What a valid form gives: field → value.
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What the page says: its heading, a sentence on what will happen, the button, the address it leads back to.

    `information` is the group of the privacy notice that the form has to show, when it asks for a person's data; what `harms`
    cannot be taken back, and its button is red.
    """

    heading: str
    button: str
    back: str
    lead: str = ""
    information: str = ""
    harms: bool = False


def posted(request: Request) -> Any:
    """What was posted, also by a form without fields."""
    return request.POST if request.method == "POST" else None


def ask(
    request: Request,
    question: Question,
    form: BaseForm,
    act: Callable[[Values], tuple[str, str]],
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


def ask_and_return(
    request: Request,
    question: Question,
    form: BaseForm,
    act: Callable[[Values], Any],
    told: str,
    *rows: models.Model,
) -> HttpResponse:
    """As `ask`, for a verb that ends where the question leads back to, with words that are known before."""

    def done(values: Values) -> tuple[str, str]:
        act(values)
        return told, question.back

    return ask(request, question, form, done, *rows)


def do(request: Request, act: Callable[[], Any], told: str, back: str) -> HttpResponse:
    """Do what a button alone asks for, and go back: with the words for the person, or with those of the refusal."""
    try:
        act()
        messages.success(request, told)
    except Refusal as refusal:
        for text in refusal.sentences:
            messages.error(request, text)
    return redirect(back)
