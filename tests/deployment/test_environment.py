"""Every variable of the environment is documented, with its default, and none that does not exist."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.deployment.source import ROOT, settings_variables

ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def documented() -> list[str]:
    return ROW.findall((ROOT / "docs/operations.md").read_text())


def test_table_of_the_environment_is_complete() -> None:
    assert sorted(documented()) == sorted(settings_variables())


def test_production_does_not_start_with_a_secret_of_its_own_making(tmp_path: Path) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "POZYTEK_VAR": str(tmp_path),
        "POZYTEK_PRODUCTION": "1",
        "POZYTEK_HOSTS": "pozytek.example.org",
    }
    check = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    refused = subprocess.run(check, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
    assert refused.returncode != 0
    assert "POZYTEK_SECRET_KEY" in refused.stderr
    env["POZYTEK_SECRET_KEY"] = "tHx9Lq2Wv7Zr4Nc8Yp1Ks6Jd3Fg5Bm0aQeUiOoPzXyCvRtTw-Wn7Kd"
    done = subprocess.run(check, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "secret-key").exists()
