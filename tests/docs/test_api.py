"""docs/api.md names every scope and every code of a problem, and none that is not there."""

import re
from pathlib import Path

from django.conf import settings

from core.api.problems import KINDS
from core.api.scopes import known

TEXT = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
ROWS = re.findall(r"^\| (\S+) \| (.+) \|$", TEXT, flags=re.MULTILINE)


def test_every_scope_is_in_the_table() -> None:
    assert [first.strip("`") for first, _rest in ROWS if ":" in first] == list(known())


def test_every_code_stands_by_its_status() -> None:
    table = {first: set(re.findall(r"`([a-z-]+)`", rest)) for first, rest in ROWS if first.isdigit()}
    for kind in KINDS.values():
        assert kind.code in table[str(kind.status)]
