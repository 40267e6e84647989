"""Filling the form of a new organisation with what the KRS tells; what a person typed is never overwritten."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from core.web.templatetags.polish import data
from law.identity import cleaned
from ngo.registry.matching import label
from ngo.registry.readers.rows import Record
from ngo.registry.registers.configured import open_register
from ngo.registry.registers.register import RegisterFault


@dataclass(slots=True)
class Prefill:
    """What goes into empty fields, which they are in words, and where the register tells something else than was typed."""

    on: date | None
    values: dict[str, str | bool] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    different: list[tuple[str, str]] = field(default_factory=list)
    in_liquidation: bool = False


def ask(number: str) -> Record:
    """What the KRS tells of a number, asked once while a person waits. Raises RegisterFault, also when it tells nothing."""
    with closing(open_register("krs", patient=False)) as register:
        answer = register.fetch(number, "krs")
    if answer is None:
        raise RegisterFault(
            _("Rejestr KRS nie zna tego numeru. Sprawdź go na odpisie albo wypełnij formularz ręcznie.")
        )
    if not isinstance(answer, Record):
        raise RegisterFault(answer.reason)
    if answer.deleted_on:
        raise RegisterFault(
            _("Według rejestru KRS tę organizację wykreślono %(day)s. Sprawdź, czy to właściwy numer.")
            % {"day": data(answer.deleted_on)}
        )
    return answer


def prefill(told: Record, typed: Mapping[str, str]) -> Prefill:
    """What the answer adds to the texts typed so far, by field."""
    made = Prefill(told.on, {name: True for name, told_so in told.flags.items() if told_so})
    made.in_liquidation = told.flags.get("in_liquidation", False)
    for name, value in told.values.items():
        text = typed.get(name, "").strip()
        if not text:
            made.values[name] = value
            made.labels.append(label(name))
        elif cleaned({name: text})[0].get(name, text) != value:
            made.different.append((label(name), value))
    return made
