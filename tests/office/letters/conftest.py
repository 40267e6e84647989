"""The press office, and a set of letters to some people."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.management import call_command

from core.accounts.actor import Actor
from office.letters import actions
from office.letters.models import LetterSet
from office.structure.models import Unit

SAID = {
    "kind": "congratulations",
    "subject": "Jubileusz gminy",
    "occasion": None,
    "text": "Składam gratulacje {komu}.\n\nDziękuję.",
    "dated_on": date(2026, 12, 1),
    "signatory": "Bogumił Świętosławski",
    "office": "Marszałek Województwa Łódzkiego",
}
ANNA = {
    "gender": "woman",
    "first_name": "Anna",
    "last_name": "Kowalska",
    "function": "Wójt Gminy Źródła",
    "city": "Źródła",
}
KOZIOL = {"gender": "man", "first_name": "Jan", "last_name": "Kozioł", "city": "Łódź"}
NEWS = {
    "title": "Otwarto most",
    "lead": "Kierowcy jeżdżą.",
    "text": "Budowa trwała dwa lata.",
    "contact": "tel. 42 000",
}


@pytest.fixture
def press(db: None, people: Any) -> Actor:
    call_command("load_reference", verbosity=0)
    return people("officer", key="KMI", name="Pola Prasowa")


@pytest.fixture
def written(press: Actor, at: datetime) -> Callable[..., LetterSet]:
    """`written(ANNA, KOZIOL)`: a set with these addressees, nobody checked."""

    def of(*people: Any, **more: Any) -> LetterSet:
        made = actions.write_letters({**SAID, **more}, unit=Unit.objects.get(code="KMI"), actor=press, at=at)
        actions.add_addressees(made, [("", each) for each in people], actor=press, at=at)
        return made

    return of


def check_all(letter_set: LetterSet, actor: Actor, at: datetime, **forms: str) -> None:
    """Everybody's forms checked, with a dative typed where the rules give none."""
    rows = [
        (
            each,
            {"salutation": each.salutation, "dative": each.dative or "Panu Janowi Koziołowi", "checked": True, **forms},
        )
        for each in letter_set.addressees.all()
    ]
    actions.check_forms(letter_set, rows, actor=actor, at=at)
