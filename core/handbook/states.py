"""docs/states.md: every life cycle as a table of moves and as a picture."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from core.handbook.table import first_line, page, table
from core.workflow.machine import Machine


def machines() -> Iterator[tuple[type[Any], Machine]]:
    """Every table with a life cycle, in the order of the house."""
    for model in apps.get_models():
        machine = getattr(model, "MACHINE", None)
        if isinstance(machine, Machine):
            yield model, machine


def make() -> str:
    """The page."""
    return page(
        "Life cycles",
        "Every change of state is one of these moves, made by one verb of an `actions.py` and written into the ledger.",
        *(section(model, machine) for model, machine in machines()),
    )


def section(model: type[Any], machine: Machine) -> str:
    """One life cycle."""
    rows = [
        (
            f"`{move.verb}`",
            move.label,
            move.done,
            ", ".join(machine.label(state) for state in machine.states if state in move.sources),
            machine.label(move.target),
            move.turn,
            move.basis,
        )
        for move in machine.moves
    ]
    return "\n\n".join(
        [
            f"## {model._meta.label}",
            first_line(model),
            table(("Verb", "Button", "History", "From", "To", "Whose turn", "Basis"), rows),
            picture(machine, str(model._meta.get_field("state").get_default())),
        ]
    )


def picture(machine: Machine, first: str) -> str:
    """The life cycle for a Mermaid reader, from its first state to those without a way out."""
    states = [str(state) for state in machine.states]
    left = {source for move in machine.moves for source in move.sources if source != move.target}
    lines = [f"    {state}: {machine.label(state)}" for state in states]
    lines.append(f"    [*] --> {first}")
    lines += [f"    {s} --> {move.target}: {move.verb}" for move in machine.moves for s in states if s in move.sources]
    lines += [f"    {state} --> [*]" for state in states if state not in left]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])
