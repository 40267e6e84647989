"""Pages, API and panels never write and never read past the gate: rows come from `access` and `queries`, changes from `actions`.

What hangs on a row that the gate gave (`competition.criteria.all()`) is part of it and may be read.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import File, files, nothing

BORDER = ("*/views.py", "*/views/*.py", "*/api.py", "*/panels.py", "config/api.py")
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


def verbs(tree: ast.AST) -> set[str]:
    """The names under which a file knows modules of verbs: `from competitions.offers import actions`."""
    imported = [alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    return {alias.asname or alias.name for alias in imported if alias.name == "actions"}


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
