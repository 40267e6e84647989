"""A page or a resource that shows a personal field notes the read, and every page of the log of reads has words.

The guard sees fields that a table names in PERSONAL_FIELDS (and an account's e-mail) where a template writes them, also through
templates it includes. It does not see names shown through a row's own words (`{{ row.user }}`), nor what a panel shows: those are
marked by hand and have tests beside their pages.
"""

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module

import pytest
from django.apps import apps
from rest_framework.serializers import BaseSerializer

from config.desks import READS
from core.api.resource import Resource
from core.handbook.access import routes
from tests.architecture.source import ROOT, File, files, nothing

VIEWS = ("*/views.py", "*/views/*.py")
LOGS = {"log_personal_read", "log_reads_of", "note_people", "_log_read"}
# Pages that show a personal field and note no read, and why.
EXEMPT = {
    "office.structure.views.office_page": "who holds a public post is public",
    "competitions.experts.views._done": "a part of the pages that call it, each of which notes the read",
    "competitions.recruitment.views.officer._judged": "a part of the pages that call it, each of which notes the read",
    "competitions.recruitment.views.candidate.candidacy_page": "the gate gives only one's own candidacies",
    "competitions.recruitment.views.candidate.supplement": "the gate gives only one's own candidacies",
    "core.signin.views.administrator.shown": "the page that was read, with what was typed",
    "core.signin.views.person.invitation": "whoever holds the letter is the one invited",
}


@cache
def personal_fields() -> frozenset[str]:
    """Names of fields that hold personal data, in any table."""
    named = (getattr(model, "PERSONAL_FIELDS", ()) for model in apps.get_models())
    # Words so common that a template's own variables carry them.
    return frozenset(name for names in named for name in names) - {
        "text",
        "reason",
        "name",
        "people",
        "answer",
        "account",
        "note",
        "function",
        "basis",
        # Of an organisation these are public; the tables of people that carry them are noted by hand.
        "city",
        "street",
        "postcode",
        "organisation_name",
    } | {"email"}


@cache
def shows(template: str) -> bool:
    """Whether a template writes a personal field of a row, itself or through what it includes."""
    path = ROOT / "templates" / template
    if not path.exists():
        return False
    text = re.sub(r"{#.*?#}", "", path.read_text())
    fields = "|".join(sorted(personal_fields()))
    if re.search(
        rf"{{[{{%][^}}]*\b(?!office\b|actor\b|privacy\b)\w+\.(?:{fields})\b",
        re.sub(r"office(\.\w+)+|actor(\.\w+)+", "", text),
    ):
        return True
    return any(shows(name) for name in re.findall(r"""{%\s*include\s+["']([^"']+)["']""", text))


def unnoted(file: File, exempt: Collection[str] = EXEMPT) -> Iterator[str]:
    """Views that render such a template and note nothing."""
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.FunctionDef) or f"{file.module}.{node.name}" in exempt:
            continue
        guards = " ".join(ast.unparse(each) for each in node.decorator_list)
        called = {
            each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        }
        if "personal=True" in guards or called & LOGS or not (guards or "render" in called):
            continue
        for each in ast.walk(node):
            if not (isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.endswith(".html")):
                continue
            if shows(each.value):
                yield file.at(node, f"{node.name} shows personal data ({each.value}) and notes no read")


def test_every_page_that_shows_a_personal_field_notes_the_read() -> None:
    nothing([fault for file in files(*VIEWS) for fault in unnoted(file)])


def test_the_exceptions_are_alive() -> None:
    found = {fault.split()[1] for file in files(*VIEWS) for fault in unnoted(file, ())}
    assert {name.rpartition(".")[2] for name in EXEMPT} - found == set()


def test_a_page_that_notes_nothing_is_found() -> None:
    text = '@page(access.visible)\ndef look(request, row):\n    return render(request, "core/signin/account_page.html", {})\n'
    assert list(unnoted(File("core/signin/views/other.py", text)))
    assert not list(unnoted(File("core/signin/views/other.py", text.replace("visible)", "visible, personal=True)"))))
    assert not shows("core/web/accessibility.html")


def fields_of(serializer: type[BaseSerializer]) -> set[str]:
    """Names of the fields of a serializer, nested ones too."""
    found: set[str] = set()
    for name, field in getattr(serializer(), "fields", {}).items():
        inner = getattr(field, "child", field)
        found |= {name} | (fields_of(type(inner)) if hasattr(inner, "fields") else set())
    return found


def test_every_resource_that_gives_a_personal_field_notes_the_read() -> None:
    for file in files("*/api.py", "competitions/*/api/*.py"):
        for name, each in vars(import_module(file.module)).items():
            if not (isinstance(each, type) and issubclass(each, Resource) and each.__module__ == file.module):
                continue
            if each.serializer_class is None:
                continue  # a base of others, which gives nothing itself
            detail = getattr(each, "detail_serializer_class", None) or each.serializer_class
            if fields_of(each.serializer_class) & personal_fields():
                pytest.fail(f"{file.module}.{name} gives personal data in a list, where no read is noted")
            assert each.personal or not fields_of(detail) & personal_fields(), f"{file.module}.{name}"


def logged() -> set[str]:
    """Pages as the log names them: marked views, names said by hand, resources."""
    found = set()
    for file in files(*VIEWS, "core/documents/api.py"):
        for node in ast.walk(file.tree):
            if isinstance(node, ast.FunctionDef) and any(
                "personal=True" in ast.unparse(d) for d in node.decorator_list
            ):
                found.add(node.name)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in LOGS:
                found |= {a.value for a in node.args[1:2] if isinstance(a, ast.Constant)}
    personal = re.compile(r"^api-[a-z-]+-detail$")
    for route in routes():
        resource = getattr(route, "view", None)
        if personal.match(route.name) and getattr(getattr(resource, "cls", None), "personal", False):
            found.add(f"api:{route.name.removesuffix('-detail')}")
    return found


def test_every_page_of_the_log_has_words() -> None:
    assert logged() - READS.keys() == set()
    assert {name for name in READS if not name.startswith("api:")} - logged() == set()
