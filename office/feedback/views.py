"""Pages of remarks: sending one (everyone), the list and one remark (staff)."""

from allauth.core import ratelimit
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from core.web.page import Request, page, public, signed_in
from office.feedback import access, actions
from office.feedback.forms import AnswerForm, FeedbackForm, is_path
from office.feedback.models import Feedback


@public
def feedback(request: Request) -> HttpResponse:
    """Say something about a page; a request for accessibility too."""
    about = request.GET.get("strona", "/")
    user = request.actor.user
    initial = {
        "page": about if is_path(about) else "/",
        "name": user.name if user else "",
        "email": user.email if user else "",
        "kind": request.GET.get("rodzaj", "remark"),
    }
    form = FeedbackForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            if ratelimit.consume(request, action="feedback"):
                actions.send(**form.cleaned_data, actor=request.actor, at=now())
                return redirect("feedback-sent")
            form.add_error(
                None, _("Z tego miejsca przyszło już wiele zgłoszeń. Spróbuj za godzinę albo napisz e-mail.")
            )
            status = 429
    return render(request, "office/feedback/feedback.html", {"form": form}, status=status)


@public
def sent(request: Request) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "office/feedback/sent.html")


@signed_in(*access.READERS)
def remarks(request: Request) -> HttpResponse:
    """All remarks: those that wait first, the nearest term on top."""
    rows = access.visible(request.actor, now()).order_by("-state", F("due_on").asc(nulls_last=True), "-received_at")
    shown = Paginator(rows, 25).get_page(request.GET.get("strona"))
    return render(request, "office/feedback/remarks.html", {"rows": shown})


@page(access.visible, may=access.may_answer, kinds=access.READERS, personal=True)
def remark(request: Request, feedback: Feedback) -> HttpResponse:
    """One remark and its answer."""
    at = now()
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer(feedback, form.cleaned_data["text"], actor=request.actor, at=at)
        told = (
            _("Odpowiedź zapisana i wysłana.") if feedback.email else _("Odpowiedź zapisana. Przekaż ją podaną drogą.")
        )
        messages.success(request, told)
        return redirect("remarks")
    context = {
        "feedback": feedback,
        "form": form,
        "may_answer": access.may_answer(request.actor, feedback, at)[0] and feedback.state == "waiting",
    }
    return render(request, "office/feedback/remark.html", context, status=400 if request.method == "POST" else 200)
