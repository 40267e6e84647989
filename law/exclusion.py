"""Exclusion from judging an offer: the grounds of KPA art. 24 as a checklist."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OK, EXCLUDED, DOUBT = "ok", "excluded", "doubt"


@dataclass(frozen=True, slots=True)
class Ground:
    """A question of the declaration. `doubt`: a "yes" raises a doubt (art. 24 § 3) instead of excluding by law."""

    code: str
    question: str
    basis: str
    doubt: bool
    members_only: bool


@cache
def _all() -> tuple[Ground, ...]:
    rows = tomllib.loads((Path(__file__).parent / "exclusion.toml").read_text())["ground"]
    return tuple(
        Ground(row["code"], row["question"], row["basis"], row.get("doubt", False), row.get("members_only", False))
        for row in rows
    )


def grounds(*, member: bool) -> tuple[Ground, ...]:
    """The questions for a panel member, or for an expert (who is not one)."""
    return tuple(ground for ground in _all() if member or not ground.members_only)


def outcome(answers: Mapping[str, bool]) -> str:
    """ "excluded" by any ground of law, "doubt" by another circumstance, else "ok".

    Raises ValueError when a question that concerns experts too has no answer.
    """
    if missing := [ground.code for ground in grounds(member=False) if ground.code not in answers]:
        raise ValueError(f"no answer to {', '.join(missing)}")
    yes = [ground for ground in _all() if answers.get(ground.code)]
    if any(not ground.doubt for ground in yes):
        return EXCLUDED
    return DOUBT if yes else OK
