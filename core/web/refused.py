"""An action that refuses says so on its own form: the sentences stand above it, and everything typed is still there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models
from django.forms.forms import BaseForm
from django.http import HttpRequest

from core.web.page import READING
from core.workflow.refusal import Refusal


@contextmanager
def refusal_on(form: BaseForm, *rows: models.Model) -> Iterator[None]:
    """Put the refusal of the action inside on a valid form, each sentence at its field where the form has that field.

    `rows` are what the action works on: they are read again, since an action that was undone may have moved them in memory.
    The view returns its redirect inside and shows the form after:

        with refusal_on(form, offer):
            actions.confirm(offer, **form.cleaned_data, actor=request.actor, at=now())
            return redirect("offer-page", offer.public_id)
    """
    try:
        yield
    except Refusal as refusal:
        form.refusal = refusal  # type: ignore[attr-defined]
        for name, text in refusal.problems:
            form.add_error(name if name in form.fields else None, text)
        for row in rows:
            row.refresh_from_db()


def status_of(request: HttpRequest, form: BaseForm) -> int:
    """The status of a page with a form: 409 when the action refused, 400 when the form is wrong, else 200."""
    refusal = getattr(form, "refusal", None)
    if refusal is not None:
        return int(refusal.status)
    return 200 if request.method in READING else 400
