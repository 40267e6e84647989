"""The wiring of config/ leads somewhere: links, desks, panels, gates of documents, loaders, the clock; and nothing is left unwired."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from config import desks
from config.celery import timetable
from core.accounts.hats import KINDS as HATS
from core.documents.sheet import KINDS as DOCUMENTS
from core.jobs.handlers import HANDLERS
from office.structure.mandate import read
from tests.architecture.source import File, files, nothing


def test_every_link_of_the_navigation_leads_somewhere() -> None:
    for table in (desks.NAVIGATION, desks.OFFICE_WORK):
        assert all(reverse(link.route) for links in table.values() for link in links)
    assert {kind.partition(":")[0] for kind in desks.NAVIGATION} == {"", *HATS}
    assert set(desks.OFFICE_WORK) <= {"", *HATS}


@pytest.mark.parametrize("code", sorted(HATS))
def test_every_hat_leads_to_a_desk(code: str) -> None:
    assert reverse(HATS[code].desk)


def makers(file: File) -> set[str]:
    """The panels a stage offers: functions of (actor, subject, at)."""
    return {
        f"{file.module}.{node.name}"
        for node in file.tree.body
        if isinstance(node, ast.FunctionDef) and [each.arg for each in node.args.args] == ["actor", "subject", "at"]
    }


def test_every_panel_is_shown_somewhere_and_every_shown_one_exists() -> None:
    offered = {name for file in files("*/panels.py") if file.path != "core/web/panels.py" for name in makers(file)}
    shown = {name for names in desks.PANELS.values() for name in names}
    assert all(callable(import_string(name)) for name in shown)
    nothing(f"{name} is shown nowhere" for name in offered - shown)


def test_every_place_of_panels_is_on_a_page() -> None:
    """`panels("offer-page", …)` in a view; desks are asked for by the hat worn."""
    asked = {name for file in files() for name in re.findall(r'\bpanels\(\s*"([\w-]+)"', file.text)}
    asked |= {f"desk:{code}" for code in HATS}
    units = read(Path(settings.BASE_DIR, "office/structure/data/mandate.txt").read_text()).units
    asked |= {f"desk:{code}:{unit.symbol.replace(' ', '')}" for code in ("officer", "head") for unit in units}
    nothing(f"no page asks for the panels of {place}" for place in desks.PANELS.keys() - asked)


def test_every_kind_of_document_can_be_opened_by_whom_its_subject_is_for() -> None:
    assert all(callable(import_string(path)) for path in desks.DOCUMENT_GATES.values())
    assert len(desks.DOCUMENT_GATES) <= len(DOCUMENTS)


@pytest.mark.parametrize("table", ["REFERENCE_LOADERS", "GENERATED_DOCS"])
def test_what_the_settings_name_exists(table: str) -> None:
    assert all(callable(import_string(path)) for path in getattr(settings, table).values())


def test_the_clock_asks_for_work_that_somebody_does() -> None:
    asked = {entry["args"][0] for entry in timetable().values() if entry["task"] == "core.jobs.clock"}
    assert asked - set(HANDLERS) == set()


def test_every_handler_is_asked_for() -> None:
    said = {
        node.value
        for file in files()
        if not file.path.endswith("/jobs.py")
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Constant)
    }
    # A test may have registered a handler of its own in this process.
    own = (name for name, known in HANDLERS.items() if not known.work.__module__.startswith("tests"))
    nothing(f"nobody asks for {name}" for name in own if name not in said)
