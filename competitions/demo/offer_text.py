"""The content of an offer and of a report, written from the script in the shape of the official forms (law/forms)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from law.offer import CENT, totals, value_of
from law.verdict import day

HUNDRED = Decimal(100)


def offer_content(
    project: Mapping[str, Any],
    organisation: Mapping[str, Any],
    *,
    contact: Mapping[str, str],
    begins: date,
    ends: date,
    edition: int = 0,
) -> dict[str, Any]:
    """A whole offer. `edition` is the year of a repeated project: it says so in its title and costs five percent more."""
    costs = [
        {"action": str(action), "name": name, "unit": unit, "unit_cost": _dearer(cost, edition), "units": units}
        for action, name, unit, cost, units in project["costs"]
    ]
    admin = [
        {"name": name, "unit": unit, "unit_cost": _dearer(cost, edition), "units": units}
        for name, unit, cost, units in project["admin"]
    ]
    costs, admin = (_in_years(rows, begins.year, ends.year) for rows in (costs, admin))
    terms = _terms(begins, ends, len(project["actions"]))
    return {
        "II.2.name": contact["name"],
        "II.2.phone": contact["phone"],
        "II.2.email": contact["email"],
        "III.1": project["title"] + (f" – edycja {edition}" if edition else ""),
        "III.2.from": begins.isoformat(),
        "III.2.to": ends.isoformat(),
        "III.3": project["about"],
        "III.4": [
            {**action, "term": term, "outside": "nie dotyczy"}
            for action, term in zip(project["actions"], terms, strict=True)
        ],
        "III.5": project["results"],
        "III.6": [dict(row) for row in project["indicators"]],
        "IV.1": organisation["about"],
        "IV.2": organisation["means"],
        "V.A.I": costs,
        "V.A.II": admin,
        **_sources(project, costs, admin),
        "VI.1": "free",
        "VI.3": "Prowadzimy wyodrębnioną ewidencję księgową zadania i przechowujemy dokumenty przez pięć lat.",
        **{f"VII.{number}": "yes" for number in (1, 2, 5, 6, 7)},
        "VII.3": "no",
        "VII.4": "no",
        "D.1": "Zajęcia odbędą się na parterze, bez progów, z toaletą przystosowaną; wstęp z psem asystującym jest możliwy.",
        "D.2": "Zapisy i materiały będą w formacie zgodnym z WCAG 2.1 AA.",
        "D.3": "Na życzenie zapewnimy tłumaczenie na polski język migowy; informacje napiszemy prostym językiem.",
        "D.4": "Potrzeby można zgłosić telefonicznie lub e-mailem na tydzień przed zajęciami.",
    }


def _in_years(rows: list[dict[str, str]], first: int, last: int) -> list[dict[str, str]]:
    """Costs of a task of several calendar years, each in one of them in turn; of one year as they are."""
    count = last - first + 1
    if count == 1:
        return rows
    return [{**row, f"year{1 + number % count}": str(value_of(row))} for number, row in enumerate(rows)]


def _dearer(cost: str, edition: int) -> str:
    return cost if not edition else str((Decimal(cost) * Decimal("1.05")).quantize(CENT, ROUND_HALF_UP))


def _sources(
    project: Mapping[str, Any], costs: Sequence[Mapping[str, str]], admin: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    """Part V.B: the grant in whole hundreds below its share, then the contribution in kind, and money for the rest."""
    total = totals({"V.A.I": list(costs), "V.A.II": list(admin)}).total
    share, in_kind = Decimal(project["share"]), Decimal(project["in_kind"])
    grant = total if share == HUNDRED else (total * share / HUNDRED) // HUNDRED * HUNDRED
    amounts = {"V.B.2": grant, "V.B.3.1": total - grant - in_kind, "V.B.3.2": in_kind}
    return {code: str(amount.quantize(CENT)) for code, amount in amounts.items()}


def divided(content: Mapping[str, Any], first: str, other: str, *, percent: int) -> list[dict[str, str]]:
    """Part V.C of a joint offer: of every year's costs the other organisation bears its percent, the first one the rest."""
    sums = totals(content)
    years = [amount for amount in sums.years if amount] or [sums.total]
    theirs = [(amount * percent / HUNDRED).quantize(CENT, ROUND_HALF_UP) for amount in years]
    ours = [amount - part for amount, part in zip(years, theirs, strict=True)]
    return [
        {"offerer": key, "value": str(sum(parts))}
        | ({f"year{number}": str(part) for number, part in enumerate(parts, start=1)} if len(parts) > 1 else {})
        for key, parts in ((first, ours), (other, theirs))
    ]


def _terms(begins: date, ends: date, count: int) -> list[str]:
    """The task's time in equal parts, in words."""
    length = (ends - begins).days + 1
    starts = [begins + timedelta(days=length * index // count) for index in range(count)]
    stops = [start - timedelta(days=1) for start in starts[1:]] + [ends]
    return [f"{day(start)} – {day(stop)}" for start, stop in zip(starts, stops, strict=True)]


def sketch(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a beginner has typed on the first evening: the title, the dates, half of the description."""
    begun = ("III.1", "III.2.from", "III.2.to")
    return {**{code: content[code] for code in begun}, "III.3": content["III.3"][: len(content["III.3"]) // 2]}


def unfinished(content: Mapping[str, Any]) -> dict[str, Any]:
    """Nearly ready: results and declarations are missing, and a cost was changed after the sources were filled in."""
    left = {code: value for code, value in content.items() if code not in ("III.5", "VII.5", "VII.6", "VII.7")}
    costs = [{code: text for code, text in row.items() if not code.startswith("year")} for row in content["V.A.I"]]
    costs[0]["units"] = str(Decimal(costs[0]["units"]) + 2)
    return {**left, "V.A.I": costs}


def report_content(prefilled: Mapping[str, Any], offer: Mapping[str, Any], *, slip: bool = False) -> dict[str, Any]:
    """A final report in which everything went as planned; with `slip`, one number in the text is wrong."""
    names = [action["name"] for action in offer["III.4"]]
    done = "; ".join(f"{number}. {name} – wykonano w całości" for number, name in enumerate(names, start=1))
    note = " Jedno działanie opisano z błędną liczbą godzin." if slip else ""
    return {
        **prefilled,
        "I.1": f"Wszystkie zakładane rezultaty osiągnięto. {offer['III.5']}",
        "I.1.results": [
            {**row, "achieved": row["target"], "evidence": "dokumentacja zadania"} for row in prefilled["I.1.results"]
        ],
        "I.2": f"Działania przebiegły zgodnie z harmonogramem: {done}.{note}",
        "II.1": [{**row, "spent": row["planned"]} for row in prefilled["II.1"]],
        "II.2.own": offer["V.B.3.1"],
        "II.2.in_kind": offer["V.B.3.2"],
        "III": "Uczestnicy wypełnili ankiety; wnioski wykorzystamy w kolejnych działaniach.",
        "IV.1": "yes",
        "IV.2": "yes",
    }
