"""The office with its units, and a register of the tests' own: a change of data, as any register is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from core.accounts.actor import Actor
from office.registers.schema import Register, registers

LETTERS = """\
title: Pisma próbne
about: Rejestr z testów.
prefix: PP
units: [KMI]
visibility: unit
heading: subject
columns: [received, sender, state, due]
retention: {months: 6, from: received, attachments: true}
fields:
  - {code: received, label: Wpłynęło, type: date, required: true, filterable: true}
  - {code: subject, label: Sprawa, type: line, required: true, filterable: true}
  - {code: sender, label: Nadawca, type: line, personal: true, filterable: true}
  - {code: body, label: Treść, type: text}
  - {code: cost, label: Koszt, type: amount, filterable: true}
  - {code: copies, label: Liczba kopii, type: integer, filterable: true}
  - {code: urgent, label: Pilne, type: "yes", filterable: true}
  - {code: topics, label: Tematy, type: choices, filterable: true, options: {sport: sport, culture: kultura}}
  - {code: state, label: Stan, type: choice, filterable: true, options: {open: w toku, refused: odmowa}}
  - {code: basis, label: Podstawa odmowy, type: line, required_when: {state: [refused]}}
  - {code: unit, label: Komórka, type: unit, filterable: true}
  - {code: due, label: Odpowiedź do, type: date, filterable: true}
  - {code: answered, label: Odpowiedziano, type: date}
terms:
  - {field: due, from: received, done: answered, days: 14}
"""


@pytest.fixture
def schema(settings: Any, tmp_path: Path) -> Callable[..., Register]:
    """Put a register's file into a folder of its own and load it, as a restart does."""
    loaded: list[Path] = []

    def load(text: str = LETTERS, code: str = "pisma-probne") -> Register:
        folder = tmp_path / str(len(loaded))
        folder.mkdir()
        loaded.append(folder)
        (folder / f"{code}.yaml").write_text(text)
        settings.REGISTERS_DIR = folder
        return registers()[code]

    return load


@pytest.fixture
def letters(schema: Callable[..., Register]) -> Register:
    return schema()


@pytest.fixture
def officer(db: None, people: Any) -> Actor:
    """Anna keeps the register of the tests."""
    call_command("load_reference", verbosity=0)
    return people("officer", key="KMI", name="Anna Prasowa")
