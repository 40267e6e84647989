"""A breach of the law: its code, its basis and the values its sentence needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Breach:
    code: str
    basis: str
    values: Mapping[str, Any] = field(default_factory=dict)


def sentence(breach: Breach) -> str:
    return f"{breach.code} ({breach.basis})"
