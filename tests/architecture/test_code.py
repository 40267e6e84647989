"""Rules of every file: imports at the top, no signals, no save() overrides, no clock below views, nothing left to do.

Each rule is a function over one file; a second test shows that it finds the fault it is for.
"""

import ast
from collections.abc import Callable, Iterator
from fnmatch import fnmatch

import pytest

from tests.architecture.source import ROOT, File, files, nothing

# Where time may be read: at the border (pages, API, what the clock or a person starts).
# Below it time is a parameter; a job works at the moment its run was given.
CLOCKS = (
    "*/views.py",
    "*/views/*.py",
    "*/api.py",
    "competitions/*/api/*.py",
    "core/api/*.py",
    "*/schedule.py",
    "*/management/commands/*.py",
    "competitions/demo/*.py",
    # The guarded page and what every page shows: the moment of the request is taken here.
    "core/web/page.py",
    "core/notices/context.py",
    "core/style_guide.py",
    # Called by the sign-in library's own pages.
    "core/signin/adapters.py",
    # Leases, retries and the outbox live by the real clock, whatever moment the work they carry is about.
    "core/jobs/*.py",
    "core/notices/delivery.py",
)
READS_CLOCK = {"now", "utcnow", "today"}


def imports_inside(file: File) -> Iterator[str]:
    for function in ast.walk(file.tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    yield file.at(node, "import inside a function")


def signals(file: File) -> Iterator[str]:
    for node in ast.walk(file.tree):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            modules = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        if any(name.startswith("django.dispatch") or "signals" in name.split(".") for name in modules):
            yield file.at(node, "a signal: say what happens in the action")


def save_overrides(file: File) -> Iterator[str]:
    """`save` and `delete` of tables; a form has neither, since forms write nothing."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and inner.name in {"save", "delete", "bulk_create"}:
                    yield file.at(inner, f"{node.name}.{inner.name} is overridden")


def clocks(file: File) -> Iterator[str]:
    if any(fnmatch(file.path, each) for each in CLOCKS):
        return
    for node in ast.walk(file.tree):
        match node:
            case ast.Name(id="now") | ast.alias(name="now"):
                yield file.at(node, "reads the clock")
            case ast.Attribute(value=ast.Name(id=of), attr=attr) if attr in READS_CLOCK and of in {
                "datetime",
                "date",
                "timezone",
            }:
                yield file.at(node, "reads the clock")
            case ast.Attribute(value=ast.Name(id="time"), attr="time"):
                yield file.at(node, "reads the clock")
            case ast.Call(func=ast.Name(id="localdate" | "localtime"), args=[], keywords=[]):
                yield file.at(node, "reads the clock")


def unfinished(file: File) -> Iterator[str]:
    for number, line in enumerate(file.text.splitlines(), start=1):
        if any(word in line for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")):
            yield f"{file.path}:{number} left to do"


RULES: dict[Callable[[File], Iterator[str]], str] = {
    imports_inside: "def act():\n    from core.web import page\n",
    signals: "from django.db.models.signals import post_save\n",
    save_overrides: "class Offer(Model):\n    def save(self):\n        pass\n",
    clocks: "from django.utils.timezone import now\n",
    unfinished: "def act():\n    raise NotImplemented" + "Error\n",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_file_breaks_the_rule(rule: Callable[[File], Iterator[str]]) -> None:
    nothing([fault for file in files() for fault in rule(file)])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_finds_its_fault(rule: Callable[[File], Iterator[str]]) -> None:
    assert list(rule(File("competitions/offers/actions.py", RULES[rule])))


@pytest.mark.parametrize("text", ["datetime.now(UTC)", "date.today()", "localdate()", "time.time()", "call(clock=now)"])
def test_every_way_to_read_the_clock_is_known(text: str) -> None:
    assert list(clocks(File("law/calendar.py", text)))
    assert not list(clocks(File("competitions/offers/views/officer.py", text)))


def test_nothing_is_left_to_do_in_pages_tests_and_docs() -> None:
    texts = [
        File(path.relative_to(ROOT).as_posix(), path.read_text())
        for top, ending in (("templates", "*.html"), ("templates", "*.txt"), ("tests", "*.py"), ("docs", "*.md"))
        for path in sorted((ROOT / top).rglob(ending))
    ]
    nothing([fault for file in texts for fault in unfinished(file)])


def test_no_name_says_nothing() -> None:
    """A module is named for what it is about; these words name none."""
    empty = {"utils", "helpers", "helper", "common", "misc", "tools", "service", "services"}
    parts = {(part, file.path) for file in files() for part in file.module.split(".")}
    assert [path for part, path in sorted(parts) if part in empty] == []
