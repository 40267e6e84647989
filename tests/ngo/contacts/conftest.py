"""Counties and communes, an officer of KM III, institutions as staff enter them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from core.accounts.actor import Actor
from ngo.contacts import actions
from ngo.contacts.models import Institution
from ngo.registry import reference
from ngo.registry.models import County

INSTITUTION: dict[str, Any] = {
    "kind": "volunteering",
    "name": "Centrum Wolontariatu „Źdźbło”",
    "city": "Zgierz",
    "source": "strona instytucji",
}


@pytest.fixture(autouse=True)
def territory(db: None, at: datetime) -> None:
    reference.load(at=at)


@pytest.fixture
def officer(people: Any) -> Actor:
    actor: Actor = people("officer", key="KMIII", name="Olga Urzędnicza")
    return actor


@pytest.fixture
def enter_institution(officer: Actor, at: datetime) -> Callable[..., Institution]:
    """An institution in the county of Zgierz, unless told otherwise."""

    def entered(**values: Any) -> Institution:
        values.setdefault("county", County.objects.get(code="1020"))
        return actions.enter({**INSTITUTION, **values}, actor=officer, at=at)

    return entered
