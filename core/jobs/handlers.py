"""The registry of job handlers and how they are found: `jobs.py` of every stage of every app."""

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

# A handler: (run, *args) → result as plain JSON values, or None. It is idempotent: a killed worker means it runs again.
Work = Callable[..., "dict[str, Any] | None"]


@dataclass(frozen=True, slots=True)
class Handler:
    """What does the work of one name of jobs; `label` is what people read while they wait."""

    name: str
    label: str
    work: Work
    max_attempts: int


HANDLERS: dict[str, Handler] = {}


def handler(name: str, *, label: str, max_attempts: int = 3) -> Callable[[Work], Work]:
    """Register the handler of a name: `@handler("offers.confirmation", label="Potwierdzenie złożenia oferty")`.

    Raises ValueError when another function already has the name.
    """

    def register(work: Work) -> Work:
        known = HANDLERS.get(name)
        if known is not None and (known.work.__module__, known.work.__qualname__) != (
            work.__module__,
            work.__qualname__,
        ):
            raise ValueError(f"job {name} already has a handler")
        HANDLERS[name] = Handler(name, label, work, max_attempts)
        return work

    return register


def discover(apps: Iterable[str]) -> None:
    """Import `<app>.<stage>.jobs` of every stage that has one."""
    for app in apps:
        for stage in pkgutil.iter_modules(import_module(app).__path__, prefix=f"{app}."):
            if stage.ispkg and find_spec(f"{stage.name}.jobs"):
                import_module(f"{stage.name}.jobs")
