"""A candidacy as the person who applies sees it: writing, files, submitting, supplementing, withdrawing."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from competitions.recruitment import access, queries
from competitions.recruitment.actions import candidacies
from competitions.recruitment.forms import AwayFormSet, CandidacyForm, ProofForm, SupplementForm, filled
from competitions.recruitment.models import Candidacy, Proof, Recruitment, days
from competitions.recruitment.refusals import closed
from competitions.recruitment.states import CandidacyState
from core.documents.queries import documents_of
from core.files.download import attachment as download
from core.web.page import Request, page, signed_in
from core.web.refused import refusal_on, status_of
from core.web.rows import unchecked, with_row_added
from law.competition import deadline_passed
from law.spheres import sphere


@signed_in()
@page(access.visible, may=access.may_begin)
def begin(request: Request, recruitment: Recruitment) -> HttpResponse:
    """Begin a candidacy; signing in leads back to the recruitment."""
    if request.method != "POST":
        return redirect("recruitment", recruitment.public_id)
    candidacy = candidacies.begin(recruitment, actor=request.actor, at=now())
    return redirect("candidacy-edit", candidacy.public_id)


@signed_in()
@page(access.mine, may=access.may_write)
def candidacy_page(request: Request, candidacy: Candidacy) -> HttpResponse:
    """One's own candidacy: where it stands and what to do next."""
    return render(request, "competitions/recruitment/candidacy.html", _shown(candidacy))


def _shown(candidacy: Candidacy, **forms: Any) -> dict[str, Any]:
    at = now()
    recruitment = candidacy.recruitment
    writes = access.writes(candidacy) and not deadline_passed(recruitment.due, at)
    return {
        "candidacy": candidacy,
        "recruitment": recruitment,
        "spheres": [sphere(code) for code in candidacy.spheres],
        "proofs": list(candidacy.proofs.select_related("condition")),
        "standings": [(sphere(each.field.sphere), each) for each in candidacy.standings.select_related("field")]
        if candidacy.expert_id or candidacy.state in (CandidacyState.RESERVE, CandidacyState.LEFT_OUT)
        else [],
        "documents": list(documents_of(candidacy)),
        "problems": queries.candidacy_problems(candidacy) if writes else [],
        "writes": writes,
        "reopens": access.reopens(candidacy, at),
        "withdraws": candidacy.MACHINE.find("withdraw_candidacy", candidacy.state) is not None,
        "supplements": candidacy.state == CandidacyState.SUPPLEMENT
        and candidacy.supplement_due is not None
        and not deadline_passed(candidacy.supplement_due, at),
        "supplement_form": SupplementForm(),
        **forms,
    }


@signed_in()
@page(access.mine, may=access.may_write)
def edit(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Write a candidacy; it may be saved with gaps and finished later."""
    if request.method != "POST" and not access.writes(candidacy):
        return redirect("candidacy", candidacy.public_id)
    recruitment = candidacy.recruitment
    added = with_row_added(request.POST)
    data = added or request.POST or None
    # A copy: validating a model form writes into its instance, and the action must see the row as it was.
    form = CandidacyForm(
        data,
        instance=copy(candidacy),
        recruitment=recruitment,
        conditions=list(recruitment.conditions.all()),
    )
    known = [{"away_from": first, "away_to": last} for first, last in days(candidacy.away)]
    away = AwayFormSet(data, prefix="away", initial=None if data else known)
    if added:
        unchecked(form), unchecked(away)
    elif request.method == "POST" and all([form.is_valid(), away.is_valid()]):
        pairs = [[str(row["away_from"]), str(row["away_to"])] for row in filled(away)]
        with refusal_on(form, candidacy):
            candidacies.write(candidacy, {**form.values(), "away": pairs}, actor=request.actor, at=now())
            messages.success(request, _("Zapisano zgłoszenie. Możesz do niego wrócić przed terminem."))
            return redirect("candidacy-proofs" if "next" in request.POST else "candidacy-edit", candidacy.public_id)
    status = 200 if added else status_of(request, form)
    context = {"candidacy": candidacy, "recruitment": recruitment, "form": form, "away": away}
    return render(request, "competitions/recruitment/edit.html", context, status=status)


@signed_in()
@page(access.mine, may=access.may_write)
def proofs(request: Request, candidacy: Candidacy) -> HttpResponse:
    """The files of a candidacy: added while it is written or supplemented."""
    form = ProofForm(request.POST or None, request.FILES or None, conditions=candidacy.recruitment.conditions.all())
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, candidacy):
            proof = candidacies.add_proof(candidacy, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Dodano plik „%(name)s”.") % {"name": proof})
            return redirect("candidacy-proofs", candidacy.public_id)
    context = {
        "candidacy": candidacy,
        "recruitment": candidacy.recruitment,
        "form": form,
        "proofs": list(candidacy.proofs.select_related("condition")),
        "wanted": list(candidacy.recruitment.conditions.filter(proof=True)),
        "closed": "" if access.adds_proofs(candidacy) else closed(candidacy, now()),
        "removes": access.writes(candidacy),
    }
    return render(request, "competitions/recruitment/proofs.html", context, status=status_of(request, form))


@signed_in()
@page(access.own_proofs, may=access.may_remove_proof)
@require_POST
def remove_proof(request: Request, proof: Proof) -> HttpResponse:
    """Take a file from a candidacy that is still written."""
    candidacies.remove_proof(proof, actor=request.actor, at=now())
    messages.success(request, _("Usunięto plik „%(name)s”.") % {"name": proof})
    return redirect("candidacy-proofs", proof.candidacy.public_id)


@signed_in()
@page(access.proofs, personal=True)
@require_safe
def proof_file(request: Request, proof: Proof) -> HttpResponseBase:
    """A file of a candidacy, for the candidate and the office, to be saved."""
    return download(proof.file, name=proof.name, mime=proof.mime)


@signed_in()
@page(access.mine, may=access.may_write)
@require_POST
def apply(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Submit the candidacy."""
    candidacies.apply(candidacy, actor=request.actor, at=now())
    messages.success(request, _("Zgłoszenie jest złożone. Poświadczenie PDF pojawi się na tej stronie."))
    return redirect("candidacy", candidacy.public_id)


@signed_in()
@page(access.mine, may=access.may_write)
@require_POST
def withdraw(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Withdraw the candidacy."""
    candidacies.withdraw(candidacy, actor=request.actor, at=now())
    messages.success(request, _("Zgłoszenie jest wycofane."))
    return redirect("candidacy", candidacy.public_id)


@signed_in()
@page(access.mine, may=access.may_write)
@require_POST
def reopen(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Take the candidacy back to change it before the deadline."""
    candidacies.reopen(candidacy, actor=request.actor, at=now())
    messages.info(request, _("Zgłoszenie jest znów w przygotowaniu. Złóż je ponownie przed terminem."))
    return redirect("candidacy-edit", candidacy.public_id)


@signed_in()
@page(access.mine, may=access.may_write)
@require_POST
def supplement(request: Request, candidacy: Candidacy) -> HttpResponse:
    """Hand in what the office asked for."""
    form = SupplementForm(request.POST)
    if form.is_valid():
        with refusal_on(form, candidacy):
            candidacies.supplement(candidacy, **form.cleaned_data, actor=request.actor, at=now())
            messages.success(request, _("Uzupełnienie jest złożone."))
            return redirect("candidacy", candidacy.public_id)
    context = _shown(candidacy, supplement_form=form)
    return render(request, "competitions/recruitment/candidacy.html", context, status=status_of(request, form))
