"""Reads of recruitment: what an announcement lacks, what a candidacy lacks, the order in each field, the results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.recruitment.models import Candidacy, Condition, Field, Kind, Outcome, Recruitment, Standing
from competitions.recruitment.ranking import Entrant, Placed, rank
from competitions.recruitment.states import CandidacyState
from core.accounts.actor import Actor
from core.web.templatetags.polish import odmiana
from law.spheres import sphere
from office.structure.models import Unit

# The most fields a person may be an expert of.
FIELDS_MAX = 5


def announcement_problems(recruitment: Recruitment, at: datetime) -> list[str]:
    """What keeps a recruitment from being announced, a sentence each."""
    found = []
    if not recruitment.fields.exists():
        found.append(_("Podaj co najmniej jedną dziedzinę i liczbę miejsc."))
    conditions = list(recruitment.conditions.all())
    if not any(each.kind == Kind.REQUIRED for each in conditions):
        found.append(_("Podaj co najmniej jeden warunek konieczny."))
    found += [
        _("Warunek nr %(number)s jest punktowany, ale nie ma progów z punktami.") % {"number": each.number}
        for each in conditions
        if each.kind == Kind.SCORED and not each.levels
    ]
    if not recruitment.statements:
        found.append(_("Wpisz oświadczenia, które składa kandydat."))
    if recruitment.due <= at:
        found.append(_("Termin zgłoszeń już minął. Wybierz późniejszy."))
    if recruitment.results_by <= localdate(recruitment.due):
        found.append(_("Lista ekspertów musi być ogłoszona po terminie zgłoszeń."))
    if recruitment.listed_to < recruitment.listed_from:
        found.append(_("Lista ekspertów kończy się, zanim zacznie obowiązywać."))
    return found


def candidacy_problems(candidacy: Candidacy) -> list[str]:
    """What a candidacy lacks before it may be submitted, a sentence each."""
    recruitment = candidacy.recruitment
    wanted = {field.sphere for field in recruitment.fields.all()}
    found = []
    if not candidacy.town or not candidacy.education or not candidacy.career:
        found.append(_("Uzupełnij miejscowość, wykształcenie i doświadczenie zawodowe."))
    if not candidacy.spheres or not set(candidacy.spheres) <= wanted:
        found.append(_("Wybierz dziedziny spośród ogłoszonych w naborze."))
    if len(candidacy.spheres) > FIELDS_MAX:
        found.append(_("Wybierz najwyżej %(count)s.") % {"count": odmiana(FIELDS_MAX, "dziedzinę,dziedziny,dziedzin")})
    proved = set(candidacy.proofs.values_list("condition_id", flat=True))
    for condition in recruitment.conditions.all():
        answer = candidacy.answers.get(str(condition.number), {})
        claims = condition.kind == Kind.REQUIRED or bool(answer.get("value"))
        if condition.kind == Kind.REQUIRED and not answer.get("note"):
            found.append(_("Warunek nr %(number)s: napisz, jak go spełniasz.") % {"number": condition.number})
        if condition.proof and claims and condition.pk not in proved:
            found.append(_("Warunek nr %(number)s: dołącz dokument.") % {"number": condition.number})
    left = len(recruitment.statements) - len(set(candidacy.statements))
    if left:
        found.append(
            _("Zaznacz wszystkie oświadczenia: brakuje %(count)s.")
            % {"count": odmiana(left, "oświadczenia,oświadczeń,oświadczeń")}
        )
    return found


def next_number(recruitment: Recruitment) -> int:
    """The next number of a candidacy; ask under the lock of the recruitment."""
    return (recruitment.candidacies.aggregate(last=Max("number"))["last"] or 0) + 1


def points_of(candidacy: Candidacy, conditions: list[Condition]) -> tuple[int, ...]:
    """The points given for each scored condition, in their order."""
    return tuple(
        int(candidacy.checks.get(str(each.number), {}).get("points") or 0)
        for each in conditions
        if each.kind == Kind.SCORED
    )


def ranked(recruitment: Recruitment) -> list[tuple[Field, list[tuple[Candidacy, Placed]]]]:
    """Each field with its candidates in order: those found to meet the conditions."""
    conditions = list(recruitment.conditions.all())
    people = {each.public_id: each for each in recruitment.candidacies.filter(state=CandidacyState.ELIGIBLE)}
    found = []
    for field in recruitment.fields.all():
        entrants = [
            Entrant(key, points_of(each, conditions)) for key, each in people.items() if field.sphere in each.spheres
        ]
        placed = rank(entrants, places=field.places, least=recruitment.least_points)
        found.append((field, [(people[each.key], each) for each in placed]))
    return found


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A line of the published results: a place, who (a name or the number of the candidacy), points, the outcome."""

    place: int
    who: str
    points: int
    outcome: str


@dataclass(frozen=True, slots=True)
class FieldResult:
    """A field with its lines."""

    code: str
    name: str
    places: int
    rows: list[ResultRow]


def results(recruitment: Recruitment) -> list[FieldResult]:
    """What is published: the list by names or numbers, the reserve by numbers; who is on neither is not named at all."""
    rows: dict[int, list[Standing]] = {}
    standings = Standing.objects.filter(candidacy__recruitment=recruitment).exclude(outcome=Outcome.BELOW)
    for each in standings.select_related("candidacy"):
        rows.setdefault(each.field_id, []).append(each)
    return [
        FieldResult(
            field.sphere,
            sphere(field.sphere).name,
            field.places,
            [
                ResultRow(each.place, shown_as(recruitment, each), each.points, str(Outcome(each.outcome).label))
                for each in rows.get(field.pk, [])
            ],
        )
        for field in recruitment.fields.all()
    ]


def shown_as(recruitment: Recruitment, standing: Standing) -> str:
    """How the published list calls a person: by name only where the announcement said so, and only on the list itself."""
    candidacy = standing.candidacy
    if recruitment.names_published and standing.outcome == Outcome.LISTED and candidacy.name:
        return candidacy.name
    return str(_("zgłoszenie nr %(number)s") % {"number": candidacy.number})


def checked_points(conditions: list[Condition], checks: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What an officer found, with the points that follow from the numbers they accepted."""
    found: dict[str, dict[str, Any]] = {}
    for each in conditions:
        row = dict(checks.get(str(each.number), {}))
        if each.kind == Kind.SCORED:
            row["points"] = each.points(int(row.get("value") or 0)) if row.get("verdict") == "yes" else 0
        found[str(each.number)] = row
    return found


def standings(recruitment: Recruitment) -> list[Standing]:
    """The order of every field as it was kept, with who stands in it."""
    rows = Standing.objects.filter(candidacy__recruitment=recruitment)
    return list(rows.select_related("candidacy", "field"))


def unit_of(actor: Actor) -> Unit:
    """The unit for which a person of the office acts. Raises Unit.DoesNotExist for anybody else."""
    return Unit.objects.get(code=actor.key)
