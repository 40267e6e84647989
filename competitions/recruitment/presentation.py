"""What a new recruitment begins with: the conditions and statements that other regions ask for; the office changes them at will."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from competitions.recruitment.models import Kind

# No statute sets them: the model of public recruitments (domain.md 5).
CONDITIONS: list[dict[str, Any]] = [
    {"text": _("Wykształcenie wyższe"), "kind": Kind.REQUIRED, "proof": True, "levels": ""},
    {
        "text": _(
            "Co najmniej 3 lata doświadczenia zawodowego, z czego 12 miesięcy w ostatnich 5 latach w dziedzinie zgłoszenia"
        ),
        "kind": Kind.REQUIRED,
        "proof": True,
        "levels": "",
    },
    {
        "text": _("Liczba lat pracy w dziedzinie zgłoszenia"),
        "kind": Kind.SCORED,
        "proof": False,
        "levels": "3: 5, 5: 10, 10: 15",
    },
    {
        "text": _("Liczba ocenionych wniosków lub ofert"),
        "kind": Kind.SCORED,
        "proof": False,
        "levels": "1: 5, 20: 10, 100: 20",
    },
    {
        "text": _("Liczba napisanych lub rozliczonych projektów"),
        "kind": Kind.SCORED,
        "proof": False,
        "levels": "1: 5, 5: 10",
    },
]
STATEMENTS = (
    _("Korzystam z pełni praw publicznych."),
    _("Mam pełną zdolność do czynności prawnych."),
    _("Nie byłem(-am) skazany(-a) prawomocnym wyrokiem za umyślne przestępstwo lub umyślne przestępstwo skarbowe."),
    _("Dane w zgłoszeniu są prawdziwe."),
    _("Znam zasady naboru i je akceptuję."),
    _("Zapoznałem(-am) się z informacją o przetwarzaniu moich danych."),
    _("Wiem, że lista ekspertów z imionami i nazwiskami może być ogłoszona publicznie."),
    _("Zgłoszę urzędowi każdą zmianę tego, co podaję w zgłoszeniu."),
)
SCOPE = _(
    "Ocena ofert złożonych w otwartych konkursach ofert: wydanie opinii na karcie oceny z punktami i uzasadnieniem każdego "
    "kryterium, w terminie wskazanym przy przydziale. Ekspert nie jest członkiem komisji konkursowej."
)
BASIS = _(
    "art. 15 ust. 2e i 2ea ustawy z dnia 24 kwietnia 2003 r. o działalności pożytku publicznego i o wolontariacie"
)
