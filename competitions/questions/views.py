"""Pages of questions: asking and reading answers (everyone), the list and one question (staff)."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from competitions.calls.access import visible as visible_competitions
from competitions.calls.models import Competition
from competitions.questions import access, actions
from competitions.questions.forms import AnswerForm, DeclineForm, LastDayForm, QuestionForm, VisitorQuestionForm
from competitions.questions.models import Question
from competitions.questions.states import State
from core.web.page import Request, page
from core.web.refused import refusal_on, status_of

PER_PAGE = 30


@page(visible_competitions, may=access.may_ask)
def questions(request: Request, competition: Competition) -> HttpResponse:
    """Published answers, and asking a question while the day has not passed. No account is needed."""
    at = now()
    form = (QuestionForm if request.actor.user else VisitorQuestionForm)(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, action="question"):
            actions.ask(competition, **form.cleaned_data, actor=request.actor, at=at)
            messages.success(request, _("Pytanie jest wysłane. Odpowiedź dostaniesz na swój adres e-mail."))
            return redirect("competition-questions", competition.public_id)
        form.add_error(None, _("Z tego miejsca przyszło już wiele pytań. Spróbuj za godzinę."))
        status = 429
    rows = access.published(request.actor, at).filter(competition=competition).order_by("-published_at", "-pk")
    context = {
        "competition": competition,
        "form": form,
        "may_ask": access.may_ask(request.actor, competition, at)[0],
        "last_day": access.last_day(competition),
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("strona")),
    }
    return render(
        request,
        "competitions/questions/questions.html",
        context,
        status=status if status != 200 else status_of(request, form),
    )


@page(visible_competitions, may=access.may_set_day, kinds=access.READERS, personal=True)
def to_answer(request: Request, competition: Competition) -> HttpResponse:
    """All questions of a competition, those that wait first; the last day for them is set here."""
    at = now()
    form = LastDayForm(request.POST or None, initial={"last_day": access.last_day(competition)})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            actions.set_last_day(competition, form.cleaned_data["last_day"], actor=request.actor, at=at)
            messages.success(request, _("Zapisano ostatni dzień na pytania."))
            return redirect("questions-to-answer", competition.public_id)
    found = access.visible(request.actor, at).filter(competition=competition)
    context = {
        "competition": competition,
        "waiting": list(found.filter(state=State.ASKED)),
        "rows": Paginator(found.exclude(state=State.ASKED).order_by("-answered_at"), PER_PAGE).get_page(
            request.GET.get("strona")
        ),
        "form": form,
        "may_set_day": access.may_set_day(request.actor, competition, at)[0],
    }
    return render(request, "competitions/questions/to_answer.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_answer, kinds=access.READERS, personal=True)
def question(request: Request, question: Question) -> HttpResponse:
    """One question: answer it, and publish it without the asker."""
    form = AnswerForm(request.POST or None, initial={"public_text": question.text})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, question):
            actions.answer(question, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Odpowiedź jest wysłana."))
            return redirect("questions-to-answer", question.competition.public_id)
    return render(
        request,
        "competitions/questions/question.html",
        _shown(request, question, form=form),
        status=status_of(request, form),
    )


def _shown(request: Request, question: Question, **forms: Any) -> dict[str, Any]:
    may = access.may_answer(request.actor, question, now())[0]
    return {
        "question": question,
        "form": AnswerForm(initial={"public_text": question.text}),
        "decline_form": DeclineForm(),
        "may_answer": may and question.state == State.ASKED,
        "may_publish": may and question.state == State.ANSWERED,
        **forms,
    }


@page(access.visible, may=access.may_answer, kinds=access.READERS, personal=True)
@require_POST
def decline(request: Request, question: Question) -> HttpResponse:
    """Do not answer, with the reason for the asker."""
    form = DeclineForm(request.POST)
    if form.is_valid():
        with refusal_on(form, question):
            actions.decline(question, form.cleaned_data["reason"], actor=request.actor, at=now())
            messages.success(request, _("Pytający dostał powód."))
            return redirect("questions-to-answer", question.competition.public_id)
    context = _shown(request, question, decline_form=form)
    return render(request, "competitions/questions/question.html", context, status=status_of(request, form))


@page(access.visible, may=access.may_answer, kinds=access.READERS)
@require_POST
def publish(request: Request, question: Question) -> HttpResponse:
    """Publish a question that only its asker has the answer to."""
    actions.make_public(question, actor=request.actor, at=now())
    messages.success(request, _("Pytanie z odpowiedzią jest na stronie konkursu."))
    return redirect("questions-to-answer", question.competition.public_id)
