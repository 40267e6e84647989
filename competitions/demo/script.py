"""The script: the files of data/, as plain values."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
PROJECTS = ("projects_culture", "projects_care", "projects_outdoors")


@cache
def script(name: str) -> dict[str, Any]:
    """A file of the script."""
    return tomllib.loads((DATA / f"{name}.toml").read_text())


@cache
def projects() -> dict[str, dict[str, Any]]:
    """What organisations want to do, by the project's name."""
    return {key: project for name in PROJECTS for key, project in script(name).items()}
