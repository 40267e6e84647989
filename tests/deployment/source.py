"""The files of the repository that say how an installation is run."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def settings_variables() -> set[str]:
    """Every variable of the environment that config/settings.py reads."""
    text = (ROOT / "config/settings.py").read_text()
    return set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', text)) | set(
        re.findall(r'"([A-Z_]+)" in env\.ENVIRON', text)
    )
