"""Reads about competitions: publications, the table of same-kind tasks, the timetable."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.calls.models import Combining, Competition, ScoringMethod, ShareBase
from core.accounts.models import User
from core.documents.models import Document
from core.documents.queries import documents_of
from core.publications.models import Place, Publication
from core.web.templatetags.polish import odmiana, procent, zloty
from law import competition as law
from law import timetable as law_timetable
from law.forms import Form, form, with_notes
from law.verdict import Breach
from ngo.registry.territory import county_names

ANNOUNCEMENT = "calls.announcement"


def form_of(competition: Competition) -> Form:
    """The form that offers of a competition are written on, with what the competition adds beside its fields."""
    return with_notes(form(competition.form_version), competition.field_help)


def publication_days(publications: Sequence[Publication]) -> dict[str, date]:
    """Place → the day of the announcement's first publication there."""
    days: dict[str, date] = {}
    for publication in publications:
        day = localdate(publication.published_at)
        days[publication.place] = min(day, days.get(publication.place, day))
    return days


def window_breaches(competition: Competition, days: Mapping[str, date], on: date) -> list[Breach]:
    """What the publications made so far say against the deadline; empty while one is missing or 21 days remain."""
    if len(days) < 3:
        return []
    return law.window_breaches(max(days.values()), localdate(competition.offers_due), on=on)


@dataclass(frozen=True, slots=True)
class SameKindTasks:
    """Tasks of one kind done in a year out of one competition: how many, how many of them not settled yet, what they cost

    (planned, while not settled), and the grants transferred for them. Amounts in PLN. `source`: where a typed row comes from;
    empty of what the system reckoned itself.
    """

    year: int
    competition: str
    tasks: int
    unsettled: int
    cost: Decimal
    grants: Decimal
    source: str = ""


@dataclass(frozen=True, slots=True)
class SameKind:
    """One year of the table of UDPP art. 13 ust. 2 pkt 7; a year without tasks is stated too."""

    year: int
    rows: tuple[SameKindTasks, ...]

    @property
    def tasks(self) -> int:
        return sum(row.tasks for row in self.rows)

    @property
    def unsettled(self) -> int:
        return sum(row.unsettled for row in self.rows)

    @property
    def cost(self) -> Decimal:
        return sum((row.cost for row in self.rows), Decimal(0))

    @property
    def grants(self) -> Decimal:
        return sum((row.grants for row in self.rows), Decimal(0))


# A source of done tasks, offered by a later stage: (sphere, years) → rows in the order in which they are shown.
Source = Callable[[str, Sequence[int]], Sequence[SameKindTasks]]


@cache
def _sources() -> tuple[Source, ...]:
    """The sources named by the table of settings.SAME_KIND."""
    return tuple(import_string(path) for path in import_string(settings.SAME_KIND))


def same_kind_years(competition: Competition) -> tuple[int, int]:
    """The year before the announcement and its own, which is that of the last of three publications (art. 13 ust. 1)."""
    last = max(competition.planned_bip, competition.planned_board, competition.planned_website)
    return last.year - 1, last.year


def documents_with_tables(competition: Competition) -> list[Document]:
    """The competition's documents, oldest first, each with the tables of same-kind tasks and of criteria that it says, if it says them."""
    rows = documents_of(competition)
    return list(rows.annotate(same_kind=KeyTransform("same_kind", "data"), criteria=KeyTransform("criteria", "data")))


def _announced(documents: Sequence[Document]) -> Any:
    """The newest announcement among the rows of `documents_with_tables`; None before the first."""
    return next((row for row in reversed(documents) if row.kind == ANNOUNCEMENT), None)


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion as an announcement says it (art. 15 ust. 1): what may be given, what an offer must get to be given a grant."""

    number: int
    name: str
    basis: str
    scale: str
    weight: Decimal
    condition: str
    levels: str


def criteria_rows(competition: Competition) -> list[CriterionRow]:
    """The criteria as they stand."""
    return [
        CriterionRow(
            row.number,
            row.name,
            f"art. 15 ust. 1 pkt {row.group}",
            row.scale(),
            row.weight,
            row.condition(),
            row.levels,
        )
        for row in competition.criteria.all()
    ]


def criteria_said(documents: Sequence[Document]) -> list[CriterionRow] | None:
    """The criteria, which are frozen then, as the newest announcement says them; None before the first."""
    said = _announced(documents)
    if said is None:
        return None
    return [CriterionRow(**{**row, "weight": Decimal(row["weight"])}) for row in said.criteria]


def same_kind_said(documents: Sequence[Document]) -> list[SameKind] | None:
    """The table as the newest announcement says it; None before the first."""
    said = _announced(documents)
    if said is None:
        return None

    def tasks(row: dict[str, Any]) -> SameKindTasks:
        return SameKindTasks(**{**row, "cost": Decimal(row["cost"]), "grants": Decimal(row["grants"])})

    return [SameKind(year["year"], tuple(tasks(row) for row in year["rows"])) for year in said.same_kind]


def same_kind_tasks(competition: Competition) -> list[SameKind]:
    """Tasks of the competition's kind (its sphere) that ended or end in the year of the announcement and the year before,

    as they are known now; what was announced stands in the announcement (`same_kind_said`).
    """
    years = same_kind_years(competition)
    rows = [row for source in _sources() for row in source(competition.sphere, years)]
    rows += [
        SameKindTasks(row.year, row.name, row.tasks, 0, row.cost, row.grants, row.source)
        for row in competition.typed_tasks
    ]
    return [SameKind(year, tuple(row for row in rows if row.year == year)) for year in years]


CRITERION_FIELDS = ("group", "name", "max_points", "step", "weight", "min_points", "knock_out", "levels")


def rows_of(competition: Competition) -> dict[str, list[dict[str, Any]]]:
    """The rows of a competition as the actions take them and the form shows them."""
    return {
        "criteria": list(competition.criteria.values(*CRITERION_FIELDS)),
        "attachments": competition.attachments,
        "subtasks": [
            {"title": row.title, "pool": row.pool, "min_grant": row.min_grant, "max_grant": row.max_grant}
            for row in competition.parts
        ],
    }


def listed(rows: "QuerySet[Competition]") -> "QuerySet[Competition]":
    """Competitions as lists show them: without their long texts, with the number of submitted offers."""
    return rows.defer("rules", "conditions", "selection_mode", "attachments", "legal_basis", "same_kind_typed")


def announcement_facts(competition: Competition) -> law.CompetitionFacts:
    """The announcement as it is planned now, as plain values for the law."""
    return competition.facts(same_kind_years=same_kind_years(competition))


def announcement_breaches(competition: Competition, on: date) -> list[Breach]:
    """What the law says against the announcement as it is planned now."""
    return law.breaches(announcement_facts(competition), on=on)


@dataclass(frozen=True, slots=True)
class Dated:
    """A term of the timetable; `done` when its day has passed."""

    term: law_timetable.Term
    done: bool


def practice() -> law_timetable.Practice:
    """What the office does between the statutory dates (config/office.toml)."""
    return law_timetable.Practice(**settings.OFFICE["practice"])


def dates(competition: Competition, days: Mapping[str, date]) -> law_timetable.Dates:
    """The dates of a competition as plain values; `days` are those of the publications made so far."""
    planned = {
        Place.BIP.value: competition.planned_bip,
        Place.BOARD.value: competition.planned_board,
        Place.WEBSITE.value: competition.planned_website,
    }
    return law_timetable.Dates(
        publications={**planned, **days},
        made=frozenset(days),
        offers_due=competition.offers_due,
        confirmation_due=competition.confirmation_due,
        selection_by=competition.selection_by,
        task_from=competition.task_from,
        task_to=competition.task_to,
        results_on=localdate(competition.resolved_at) if competition.resolved_at else None,
    )


def timetable(competition: Competition, days: Mapping[str, date], at: datetime) -> list[Dated]:
    """Every date of the competition, in order, each with its reason; `days` are those of the publications made so far."""
    on = localdate(at)
    terms = law_timetable.terms(dates(competition, days), practice())
    return [Dated(term, term.day < on) for term in terms]


def timing_breaches(competition: Competition, dates: law_timetable.Dates, on: date) -> list[Breach]:
    """What the law says against the dates that the announcement states, with the publications of `dates`."""
    facts = replace(competition.facts(same_kind_years=()), publications=tuple(dates.publications.values()))
    return law.timing_breaches(facts, on=on)


@dataclass(frozen=True, slots=True)
class Moved:
    """A date as it is and as it would be; `days` is by how many it moves."""

    before: law_timetable.Term
    after: law_timetable.Term

    @property
    def days(self) -> int:
        return (self.after.day - self.before.day).days


@dataclass(frozen=True, slots=True)
class Supposed:
    """What would follow if the announcement appeared on a day: every date, what the announcement as written would break,

    and what would be lawful but tight with the moved dates.
    """

    day: date
    rows: list[Moved]
    breaches: list[Breach]
    warnings: list[Breach]


def supposed(competition: Competition, days: Mapping[str, date], day: date, at: datetime) -> Supposed:
    """What would follow if what is unpublished appeared on a day; with all published, if it were announced anew then."""
    before, on = dates(competition, days), localdate(at)
    then = law_timetable.published_on(before, day, on=on)
    after = {term.code: term for term in law_timetable.terms(then, practice())}
    return Supposed(
        day,
        [Moved(term, after[term.code]) for term in law_timetable.terms(before, practice())],
        timing_breaches(competition, then, on),
        law_timetable.warnings(then, practice()),
    )


@dataclass(frozen=True, slots=True)
class Linked:
    """The competition that this one announces again, and those that announce it again; public ones, or all for staff."""

    earlier: Competition | None
    later: Sequence[Competition]


def linked(competition: Competition, rows: "QuerySet[Competition]") -> Linked:
    """Which competitions are tied with this one by a renewed announcement; `rows` are those that the reader sees.

    Nothing is asked of a competition that repeats none and did not end without a choice.
    """
    tied = Q(pk=competition.repeats_id) if competition.repeats_id else Q()
    if competition.may_be_repeated:
        tied |= Q(repeats=competition)
    if not tied:
        return Linked(None, [])
    found = list(rows.select_related(None).only("public_id", "title", "state").filter(tied))
    earlier = next((row for row in found if row.pk == competition.repeats_id), None)
    return Linked(earlier, [row for row in found if row != earlier])


def open_now(at: datetime) -> "QuerySet[Competition]":
    """Competitions that take offers now, the soonest deadline first."""
    return listed(Competition.objects.open(at)).order_by("offers_due", "pk")


def territory(competition: Competition) -> str:
    """Where tasks may be done: "całe województwo" or the names of the counties."""
    if not competition.counties:
        return _("całe województwo")
    names = county_names()
    return ", ".join(names.get(code, code) for code in competition.counties)


def grant_bounds(low: Decimal | None, high: Decimal | None) -> str:
    """The bounds of a grant in a sub-task, in words: its own, or those of the whole competition."""
    if low is None and high is None:
        return _("jak w całym konkursie")
    words = [_("od %(amount)s") % {"amount": zloty(low)}] if low is not None else []
    return " ".join([*words, *([_("do %(amount)s") % {"amount": zloty(high)}] if high is not None else [])])


def scoring_rules(competition: Competition) -> list[str]:
    """How the points of an offer follow from its cards, in sentences of the announcement."""
    experts = competition.experts_per_offer
    counted = odmiana(experts, "ekspert,eksperci,ekspertów")
    who = _("ocenia %(experts)s") if experts in (1, 5) else _("oceniają %(experts)s")
    method = _("mediana") if competition.scoring_method == ScoringMethod.MEDIAN else _("średnia")
    found = [
        _("Ofertę %(who)s.") % {"who": who % {"experts": counted}},
        _("Punkty oferty to %(method)s punktów z kart oceny.") % {"method": method},
    ]
    if competition.divergence is not None:
        share = procent(competition.divergence)
        text = _(
            "Gdy sumy punktów dwóch kart różnią się o więcej niż %(share)s maksimum, ofertę ocenia kolejny ekspert."
        )
        found.append(text % {"share": share})
        if competition.combining == Combining.CLOSEST:
            found.append(
                _(
                    "Liczą się wtedy karty, których sumy są najbliższe sobie, tyle, ilu ekspertów ocenia ofertę; "
                    "gdy równie bliskie są różne karty, liczą się one wszystkie."
                )
            )
        else:
            found.append(_("Liczą się wtedy wszystkie karty."))
    return found


def frozen_rules(competition: Competition) -> dict[str, Any]:
    """What offers are judged by, from their announcement on: the ledger keeps it, so that the ranking can be replayed."""
    named = ("title", "pool", "threshold", "experts_per_offer", "scoring_method", "divergence", "combining")
    criteria = ("number", "name", "max_points", "step", "weight", "min_points", "knock_out")
    return {
        **{name: getattr(competition, name) for name in named},
        "sign": competition.case.sign if competition.case else "",
        "criteria": [{name: getattr(row, name) for name in criteria} for row in competition.criteria.all()],
        "subtasks": [
            {name: getattr(row, name) for name in ("number", "title", "pool")} for row in competition.subtasks.all()
        ],
    }


def limits(competition: Competition) -> list[tuple[str, str]]:
    """What the announcement allows an offer, in words: name and value, only what is limited."""
    found = [(_("Liczba ofert jednej organizacji"), _("najwyżej %(n)s") % {"n": competition.offers_per_organisation})]
    if competition.min_grant is not None:
        found.append((_("Najniższa dotacja"), zloty(competition.min_grant)))
    if competition.max_grant is not None:
        found.append((_("Najwyższa dotacja"), zloty(competition.max_grant)))
    if competition.max_grant_share is not None:
        share = procent(competition.max_grant_share)
        found.append((_("Udział dotacji"), _("najwyżej %(share)s kosztów zadania") % {"share": share}))
    if competition.own_share_min:
        values = {"share": procent(competition.own_share_min), "kind": competition.get_own_share_kind_display()}
        base = _("dotacji") if competition.own_share_base == ShareBase.GRANT else _("kosztów zadania")
        text = _("co najmniej %(share)s %(base)s (%(kind)s)") % {**values, "base": base}
        found.append((_("Wkład własny"), text))
    if competition.admin_cap is not None:
        base = _("dotacji") if competition.admin_cap_base == ShareBase.GRANT else _("wszystkich kosztów")
        text = _("najwyżej %(share)s %(base)s") % {"share": procent(competition.admin_cap), "base": base}
        found.append((_("Koszty administracyjne"), text))
    if competition.counties:
        found.append((_("Obszar realizacji"), territory(competition)))
    if competition.indicators_required:
        found.append((_("Tabela rezultatów (III.6)"), _("obowiązkowa")))
    return found


def typists(competition: Competition) -> dict[str, str]:
    """Public id → name of those who typed rows of the table of same-kind tasks."""
    wanted = {row["typed_by"] for row in competition.same_kind_typed}
    return dict(User.objects.filter(public_id__in=wanted).values_list("public_id", "name"))
