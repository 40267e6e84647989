"""docs/api.md names every scope, every code of a problem, every filter and order, and none that is not there."""

import re
from pathlib import Path

from django.conf import settings

from config.api import router
from core.api.problems import KINDS
from core.api.scopes import known

TEXT = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text()
ROWS = re.findall(r"^\| (\S+) \| (.+) \|$", TEXT, flags=re.MULTILINE)


def test_every_scope_is_in_the_table() -> None:
    assert [first.strip("`") for first, _rest in ROWS if ":" in first] == list(known())


def test_every_filter_and_order_of_a_list_is_in_its_table() -> None:
    table = re.findall(r"^\| `([a-z-]+)` \| (.*) ?\| (`.+`) \|$", TEXT, flags=re.MULTILINE)
    told = {name: (filters, re.findall("`([^`]+)`", orders)) for name, filters, orders in table}
    lists = {prefix: view for prefix, view, _basename in router.registry if hasattr(view, "list")}
    assert list(told) == list(lists)
    for name, view in lists.items():
        filters, orders = told[name]
        asked = getattr(view, "filterset_class", None)
        known = list(asked.get_filters()) if asked else []
        # What stands in brackets are values.
        assert re.findall("`([^`]+)`", re.sub(r"\([^)]*\)", "", filters)) == known, name
        assert orders == list(view.orderings), name


def test_every_code_stands_by_its_status() -> None:
    table = {first: set(re.findall(r"`([a-z-]+)`", rest)) for first, rest in ROWS if first.isdigit()}
    for kind in KINDS.values():
        assert kind.code in table[str(kind.status)]
