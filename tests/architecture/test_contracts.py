"""The import contracts of pyproject.toml hold, and they leave no stage out.

Proven by planting: an import of `competitions.reports` in `competitions/offers/queries.py`, one of `views` in a `models.py`, and
an empty package `office/misc` each break a contract.
"""

import subprocess
import sys

from tests.architecture.source import APPS, ROOT, contracts

# Packages of an app that are no stage: the files in them are no roles of a stage.
NO_STAGES = {"migrations", "management", "demo", "templatetags"}


def test_the_contracts_hold() -> None:
    run = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    done = subprocess.run([sys.executable, "-c", run], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_stage_is_under_the_contract_of_stages() -> None:
    listed = {name for contract in contracts() for name in contract.get("containers", ())}
    stages = {
        f"{app}.{path.parent.name}"
        for app in APPS[1:]
        for path in (ROOT / app).glob("*/__init__.py")
        if path.parent.name not in NO_STAGES
    }
    assert stages - listed == set()


def test_every_ring_of_layers_is_exhaustive() -> None:
    loose = [each["id"] for each in contracts() if each.get("containers") and not each.get("exhaustive")]
    assert loose == []
