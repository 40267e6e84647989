"""requirements*.txt name every library with its version: also what the chosen ones need."""

import re
from importlib.metadata import requires, version

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.deployment.source import ROOT


def pins(name: str) -> dict[str, str]:
    """Library → version, as a file of requirements says."""
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r "))]
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
    return dict(line.split("==") for line in lines)


def needed(pinned: dict[str, str]) -> dict[str, str]:
    """Library that a pinned one needs on this Python → the one that needs it."""
    asked = {(Requirement(line), name) for name in pinned for line in requires(name) or ()}
    return {
        canonicalize_name(each.name): name
        for each, name in asked
        if each.marker is None or each.marker.evaluate({"extra": ""})
    }


def test_what_runs_stands_on_pinned_libraries_alone() -> None:
    run = pins("requirements.txt")
    assert {name: by for name, by in needed(run).items() if name not in run} == {}
    every = run | pins("requirements-dev.txt")
    assert len(every) == len(run) + len(pins("requirements-dev.txt"))
    assert {name: by for name, by in needed(every).items() if name not in every} == {}


def test_what_is_installed_is_what_is_pinned() -> None:
    every = pins("requirements.txt") | pins("requirements-dev.txt")
    assert {name: version(name) for name in every} == every
