"""Candidacies: what is kept of a person, what binds them, and what ends after the recruitment."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competitions.recruitment.models import Candidacy, Proof
from competitions.recruitment.states import CandidacyState
from core.accounts.models import User
from core.privacy.retention import Rule
from core.privacy.shares import Rows, Share

# What stays is the number, the points and the outcome, which tell of nobody.
FORGOTTEN: dict[str, Any] = {
    "user": None,
    "name": "",
    "phone": "",
    "town": "",
    "education": "",
    "career": "",
    "practice": "",
    "ties": "",
    "answers": {},
    "away": [],
    "asked_for": "",
    "reason": "",
}


def candidacies(user: User) -> Rows:
    """Candidacies as the person wrote them, and what the office found."""
    rows = Candidacy.objects.filter(user=user).select_related("recruitment").prefetch_related("proofs").order_by("pk")
    return [
        {
            "nabór": each.recruitment.title,
            "stan": each.get_state_display(),
            "imię i nazwisko": each.name,
            "telefon": each.phone,
            "miejscowość": each.town,
            "dziedziny": each.spheres,
            "wykształcenie": each.education,
            "doświadczenie": each.career,
            "doświadczenie w ocenie": each.practice,
            "organizacje": each.ties,
            "warunki": each.answers,
            "ocena warunków": each.checks,
            "nieobecności": each.away,
            "złożone": each.submitted_at,
            "powód": each.reason,
            "pliki": [proof.name for proof in each.proofs.all()],
        }
        for each in rows
    ]


def records(user: User) -> "Mapping[str, QuerySet[Any]]":
    """Candidacies, their files, and recruitments whose page lists them, as the read log knows them."""
    own = Candidacy.objects.filter(user=user)
    return {
        "competitions.candidacy": own.values("public_id"),
        "competitions.proof": Proof.objects.filter(candidacy__in=own).values("public_id"),
        "competitions.recruitment": own.values("recruitment__public_id"),
    }


def binds(user: User, on: date) -> list[str]:
    """Candidacies that a recruitment at work still judges."""
    at_work = ("open", "closed", "drawn_up")
    rows = Candidacy.objects.filter(user=user, recruitment__state__in=at_work).exclude(number=None)
    return [
        gettext("Zgłoszenie nr %(number)s w naborze „%(title)s” czeka na rozstrzygnięcie: najpierw je wycofaj.")
        % {"number": each.number, "title": each.recruitment.title}
        for each in rows.exclude(state=CandidacyState.WITHDRAWN).select_related("recruitment")
    ]


def forget_candidate(user: User, *, at: datetime) -> None:
    """Take what tells of the person off their candidacies."""
    _forget(list(Candidacy.objects.filter(user=user)))


def ended(before: datetime) -> "QuerySet[Candidacy]":
    """Candidacies of recruitments that ended before a moment without a place on the list, and drafts never submitted."""
    rows = Candidacy.objects.exclude(state=CandidacyState.LISTED).exclude(name="", user=None)
    return rows.filter(recruitment__results_by__lt=before.date())


def forget(rows: Sequence[Candidacy], *, at: datetime) -> None:
    _forget(rows)


def _forget(rows: Sequence[Candidacy]) -> None:
    proofs = Proof.objects.filter(candidacy__in=[row.pk for row in rows]).exclude(file="")
    for proof in proofs:
        default_storage.delete(proof.file)
    proofs.update(file="", name="")
    for row in Candidacy.objects.filter(pk__in=[row.pk for row in rows]):
        checks = {number: {**found, "note": ""} for number, found in row.checks.items()}
        Candidacy.objects.filter(pk=row.pk).update(**FORGOTTEN, checks=checks)


CANDIDACIES = Share(
    _("Zgłoszenia w naborach ekspertów"),
    ("competitions.candidacy.user",),
    candidacies,
    records,
    binds,
    forget_candidate,
)
ENDED_CANDIDACIES = Rule(
    "candidacies",
    _("Zgłoszenia w naborach ekspertów"),
    _("dane kandydata i pliki znikają; zostają numer, punkty i wynik"),
    ended,
    forget,
)
