"""Contents of the official forms that break no rule: an offer over 12 500.00 zł with 10 000.00 zł of grant, and its report."""

from typing import Any

# Everything that a form holds and a test may want to change: content("offer", **{"III.1": "Inny tytuł"}).
OFFER: dict[str, Any] = {
    "II.2.name": "Żaneta Łęcka",
    "II.2.phone": "42 600 10 20",
    "II.2.email": "zaneta@example.org",
    "III.1": "Święto żniw w powiecie łęczyckim",
    "III.2.from": "2027-03-15",
    "III.2.to": "2027-10-31",
    "III.3": "Warsztaty i przegląd zespołów ludowych w Łęczycy. Miejsce jest dostępne dla osób na wózkach.",
    "III.4": [
        {
            "name": "Warsztaty śpiewu",
            "description": "Dziesięć spotkań po cztery godziny.",
            "group": "Mieszkańcy powiatu",
            "term": "marzec–wrzesień",
            "outside": "",
        },
        {
            "name": "Przegląd zespołów",
            "description": "Jeden dzień występów.",
            "group": "Mieszkańcy powiatu",
            "term": "październik",
            "outside": "nie dotyczy",
        },
    ],
    "III.5": "Uczestnicy poznają repertuar regionu i będą go dalej wykonywać.",
    "III.6": [{"name": "Uczestnicy warsztatów", "target": "60 osób", "monitoring": "listy obecności"}],
    "IV.1": "Od 2015 r. prowadzimy warsztaty kultury ludowej.",
    "IV.2": "Dwoje instruktorów z wykształceniem muzycznym, sala i nagłośnienie.",
    "V.A.I": [
        {"action": "1", "name": "Instruktor", "unit": "godz.", "unit_cost": "100.00", "units": "80"},
        {"action": "2", "name": "Scena", "unit": "doba", "unit_cost": "3500.00", "units": "1"},
    ],
    "V.A.II": [{"name": "Księgowość", "unit": "miesiąc", "unit_cost": "125.00", "units": "8"}],
    "V.B.2": "10000.00",
    "V.B.3.1": "2000.00",
    "V.B.3.2": "500.00",
    "V.B.4": "",
    "VI.1": "free",
    "VI.3": "",
    **{f"VII.{number}": "yes" for number in (1, 2, 5, 6, 7)},
    "VII.3": "no",
    "VII.4": "no",
    "D.1": "Sala na parterze, wejście bez progów, toaleta przystosowana.",
    "D.2": "Zapisy przez stronę zgodną z WCAG 2.1 AA.",
    "D.3": "Tłumaczenie na polski język migowy podczas przeglądu.",
    "D.4": "Potrzeby można zgłosić przed warsztatami.",
}

REPORT: dict[str, Any] = {
    "I.1": "W warsztatach wzięło udział 64 mieszkańców powiatu.",
    "I.1.results": [
        {"name": "Uczestnicy warsztatów", "target": "60 osób", "achieved": "64 osoby", "evidence": "listy obecności"}
    ],
    "I.2": "Odbyło się dziesięć warsztatów i przegląd zespołów.",
    "II.1": [
        {"name": "Instruktor", "planned": "8000.00", "spent": "8000.00"},
        {"name": "Scena", "planned": "3500.00", "spent": "3500.00"},
        {"name": "Księgowość", "planned": "1000.00", "spent": "1000.00"},
    ],
    "II.2.grant": "10000.00",
    "II.2.interest": "",
    "II.2.own": "2000.00",
    "II.2.recipients": "",
    "II.2.in_kind": "500.00",
    "III": "",
    "IV.1": "yes",
    "IV.2": "yes",
}


def offer_content(**changes: Any) -> dict[str, Any]:
    """A valid content of form "offer-2018" with some fields changed."""
    return {**OFFER, **changes}


def report_content(**changes: Any) -> dict[str, Any]:
    """A valid content of form "report-2018.2" (and of "report-2018") for that offer, with some fields changed."""
    return {**REPORT, **changes}
