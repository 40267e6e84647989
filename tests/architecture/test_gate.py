"""Pages, API and panels never write and never read past the gate: rows come from `access` and `queries`, changes from `actions`.

What hangs on a row that the gate gave (`competition.criteria.all()`) is part of it and may be read.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import File, files, nothing, verbs

BORDER = ("*/views.py", "*/views/*.py", "*/api.py", "competitions/*/api/*.py", "*/panels.py", "config/api.py")
PAST = {"objects", "_default_manager", "_base_manager", "raw"}
WRITES = {
    "save",
    "create",
    "acreate",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "select_for_update",
    "full_clean",
}
# Names that write, or open the database, wherever they come from.
VERBS = {"advance", "record", "enqueue", "issue", "issue_next", "publish", "send", "connection", "transaction"}
VERB_HOMES = ("core.workflow", "core.audit.ledger", "core.jobs.actions", "core.documents.issue", "django.db")
FETCH = {"get_object_or_404", "get_list_or_404"}


def faults(file: File) -> Iterator[str]:
    tree = file.tree
    known = verbs(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=attr) if attr in PAST:
                yield file.at(node, f".{attr} reads past the gate: ask access or queries")
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in known:
                continue
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in WRITES:
                yield file.at(node, f".{attr}() writes: call an action")
            case ast.Call(func=ast.Attribute(attr="update"), args=[], keywords=[_, *_]):
                yield file.at(node, ".update() writes: call an action")
            case ast.Call(func=ast.Name(id=name), args=[ast.Name(), *_]) if name in FETCH:
                yield file.at(node, f"{name} of a table reads past the gate")
            case ast.ImportFrom(module=str(module), names=aliases) if module.startswith(VERB_HOMES):
                for alias in aliases:
                    if alias.name in VERBS:
                        yield file.at(node, f"{alias.name} writes: call an action")


def test_the_border_neither_writes_nor_reads_past_the_gate() -> None:
    # core/web/panels.py is the mechanism of panels and core/web/views.py has no tables: both pass as they are.
    nothing([fault for file in files(*BORDER) for fault in faults(file)])


@pytest.mark.parametrize(
    "text",
    [
        "rows = Offer.objects.filter(state='open')",
        "form.save()",
        "access.visible(actor, at).update(state='open')",
        "offer.versions.create(number=1)",
        "offer.delete()",
        "offer = get_object_or_404(Offer, pk=1)",
        "from core.audit.ledger import record",
        "from core.workflow.advance import advance",
        "from django.db import transaction",
    ],
)
def test_every_way_past_is_found(text: str) -> None:
    assert list(faults(File("competitions/offers/views/officer.py", text)))


@pytest.mark.parametrize(
    "text",
    [
        "rows = access.visible(actor, at).filter(state='open')",
        "context.update(values)",
        "list(card.scores.all())",
        "from competitions.offers import actions\nactions.save(offer, {}, actor=actor, at=at)",
    ],
)
def test_the_gate_itself_is_no_fault(text: str) -> None:
    assert not list(faults(File("competitions/offers/views/officer.py", text)))


READERS = ("*/access.py", "*/queries.py")
BELOW = ("*/states.py", "*/models.py", "*/access.py", "*/queries.py", "*/actions.py", "*/actions/*.py", "*/jobs.py")
WEB = ("django.http", "django.shortcuts", "django.views", "rest_framework", "core.web.page", "core.web.middleware")


def written(file: File) -> Iterator[str]:
    """Writing, in a file that only reads."""
    for node in ast.walk(file.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in WRITES - {"select_for_update", "full_clean"}:
                yield file.at(node, f".{attr}() writes: only actions do")
            case ast.Call(func=ast.Attribute(attr="update"), args=[], keywords=[_, *_]):
                yield file.at(node, ".update() writes: only actions do")


def web(file: File) -> Iterator[str]:
    """The web, in a file that a job or a command must be able to call."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(WEB):
            yield file.at(node, f"{node.module}: below forms nothing knows HTTP")


def test_what_only_reads_does_not_write() -> None:
    nothing(fault for file in files(*READERS) for fault in written(file))
    assert list(written(File("office/board/queries.py", "Resolution.objects.filter(pk=1).update(number='1')")))
    assert list(written(File("office/board/access.py", "Resolution.objects.create(number='1')")))


def test_below_forms_nothing_knows_the_web() -> None:
    nothing(fault for file in files(*BELOW) for fault in web(file))
    assert list(web(File("office/board/actions.py", "from django.http import HttpRequest")))
