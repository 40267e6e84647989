"""docs/ says what is true: made pages are current, links lead somewhere, paths and names in it exist, the glossary is kept."""

import ast
import re
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

from core.documents.sheet import KINDS
from core.handbook.access import routes
from tests.architecture.source import APPS, HOUSE, ROOT, files, names, nothing

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def test_the_made_pages_are_current() -> None:
    call_command("write_docs", "--check")


def test_a_page_that_is_not_current_is_found(settings: object, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match=r"law\.md"):
        call_command("write_docs", "--check")
    call_command("write_docs", stdout=StringIO())
    call_command("write_docs", "--check")


def test_every_link_leads_somewhere() -> None:
    nothing(
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text())
        if not target.startswith(("http:", "https:", "mailto:")) and not (page.parent / target).exists()
    )


def test_every_path_of_the_house_exists() -> None:
    tops = "law|core|office|ngo|competitions|config|tests|templates|static|docs|benchmarks"
    nothing(
        f"{page.relative_to(ROOT)}: {path}"
        for page in PAGES
        for path in re.findall(rf"`((?:{tops})/[\w./-]*)`", page.read_text())
        if not (ROOT / path).exists()
    )


def test_every_stage_stands_in_the_page_of_the_house() -> None:
    page = (DOCS / "architecture.md").read_text()
    stages = {
        tuple(file.module.split(".")[:2]) for file in files() if file.path.startswith(tuple(f"{app}/" for app in APPS))
    }
    places = {line.split("`")[1]: set(re.findall(r"\w+", line)) for line in page.splitlines() if line.startswith("| `")}
    gathers = {"apps", "models", "urls", "management", "schedule", "style_guide", "demo"}
    nothing(
        f"{app}.{stage}"
        for app, stage in (each for each in stages if len(each) == 2)
        if stage not in places[app] | gathers
    )


def flow() -> list[list[str]]:
    rows = [line for line in (DOCS / "flow.md").read_text().splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_step_of_the_flow_is_real() -> None:
    """Its pages are routes, its verbs functions, its document a kind, and no kind is left out."""
    known = {route.name for route in routes()}
    assert [row[0] for row in flow()] == [str(number) for number in range(1, len(flow()) + 1)]
    for _number, _step, _who, pages, verbs, _basis, _document in flow():
        assert set(re.findall(r"`([\w-]+)`", pages)) <= known, pages
        named = re.findall(r"`([^`]+)`", verbs)
        assert named, verbs
        assert all(callable(import_string(verb)) for verb in named), verbs
    documents = {document.strip("`") for *_rest, document in flow() if document}
    assert documents == set(KINDS)


def glossary() -> list[list[str]]:
    rows = [line for line in (DOCS / "glossary.md").read_text().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_every_term_is_a_name_in_the_code_and_no_second_word_is() -> None:
    said = {part for file in files() for _node, name in names(file.tree) for part in words(name)}
    assert len(glossary()) > 30
    nothing(f"{term} is no name in the code" for term, *_rest in glossary() if term not in said)
    # The kernel and the wiring also say the words of their libraries ("application", "proxy"); the domain has only ours.
    domain = [
        name for file in files() if not file.path.startswith(("core/", "config/")) for _node, name in names(file.tree)
    ]
    ours = {name.lower() for name in domain} | {part for name in domain for part in words(name)}
    nothing(
        f"{other} is said in the code: the word is {term}"
        for term, _polish, _what, others in glossary()
        for other in others.split(", ")
        if other and other in ours
    )


def words(name: str) -> list[str]:
    """ "OfferVersion" and "offer_versions" → offer, version: without plurals."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    plain = [part.lower() for part in parts]
    return [*plain, *(part.removesuffix("s") for part in plain)]


def _has(module: str, name: str) -> bool:
    """Whether a package's module or a module's name is there."""
    return hasattr(import_module(module), name) or find_spec(f"{module}.{name}") is not None


def test_the_benchmarks_measure_what_is_there() -> None:
    """Nothing runs them in the suite, so at least every name of ours they import must exist."""
    imported = {
        (node.module or "", alias.name)
        for path in (ROOT / "benchmarks").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in HOUSE
        for alias in node.names
        if alias.name != "*"
    }
    assert len(imported) > 10
    assert [import_module(module) for module, _name in sorted(imported)]
    assert [f"{module}.{name}" for module, name in imported if not _has(module, name)] == []
    commands = set(re.findall(r"`python -m ([\w.]+)`", (ROOT / "benchmarks" / "README.md").read_text()))
    files = {path.stem: path.read_text() for path in (ROOT / "benchmarks").glob("*.py")}
    written = {f"benchmarks.{name}" for name, text in files.items() if '__name__ == "__main__"' in text}
    assert commands == written
