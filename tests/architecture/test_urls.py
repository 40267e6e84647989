"""Every address names who may open it, a private prefix is open to nobody but its people, and a writing page asks `may`."""

import ast
from collections.abc import Iterator

import pytest
from django.urls import path
from django.urls.resolvers import RegexPattern, URLResolver

from core.accounts.hats import KINDS
from core.handbook.access import PLAIN, Route, routes
from core.web.page import public
from tests.architecture.source import File, files, nothing, verbs

# The audience is in the prefix: under these an address opens only to hats, or to people who are signed in.
PRIVATE = ("/urzad/", "/moje/", "/ekspert/", "/komisja/", "/administracja/", "/audyt/")
# Pages whose writing needs no `may` beside the gate, and why.
NEEDS_NO_MAY = {
    "core.notices.views.notice": "the gate gives only one's own notices",
}
# Pages for anyone, whose action itself decides, and why.
ANYONE_WRITES = {
    "competitions.reminders.views.end_alert": "whoever holds the signed link of a letter is its addressee",
    "core.notices.views.confirm": "whoever holds the signed link of a letter is its addressee",
    "core.signin.views.person.invitation": "whoever holds the token is the one invited",
    "ngo.mailings.views.opt_out": "whoever holds the signed link of a letter is its addressee",
    "office.agenda.views.feeds.feed": "whoever holds the secret link reads; that it was read is noted",
    "office.feedback.views.feedback": "everyone may say something about a page",
    "office.surveys.views.answer": "whoever was served rates the service, nobody knows who",
}


def unguarded(found: Iterator[Route]) -> list[str]:
    return [route.address for route in found if not route.opens_to]


def test_every_address_says_who_may_open_it() -> None:
    assert len(list(routes())) > 80
    assert unguarded(routes()) == []


def test_an_address_without_a_guard_is_found() -> None:
    bare = URLResolver(
        RegexPattern("^"), [path("tajne/", lambda request: None), path("jawne/", public(lambda request: None))]
    )
    assert unguarded(routes(bare)) == ["/tajne/"]


def test_a_private_prefix_opens_to_hats_only() -> None:
    open_to_all = {"wszyscy", "bramka"}
    wrong = [
        route.address
        for route in routes()
        if route.address.startswith(PRIVATE) and open_to_all & set(route.opens_to.partition(":")[0].split(", "))
    ]
    assert wrong == []


def test_every_kind_of_hat_in_an_address_exists() -> None:
    """A misspelt kind would lock everybody out."""
    said = {
        kind
        for route in routes()
        if "klucz:" not in route.opens_to
        for kind in route.opens_to.partition(":")[0].split(", ")
    }
    assert said - set(KINDS) - set(PLAIN) == set()


def test_every_page_says_in_a_line_what_it_is() -> None:
    silent = [route.address for route in routes() if not route.what]
    assert silent == []


def test_every_name_of_an_address_is_said_once() -> None:
    """Two addresses of one name are one route to reverse(): the wrong one, some day."""
    names = [route.name for route in routes()]
    assert "" not in names
    assert sorted({name for name in names if names.count(name) > 1}) == []


def guards(function: ast.FunctionDef) -> Iterator[tuple[str, set[str], list[str]]]:
    """The guards of a view: the decorator's name, its keywords, its texts."""
    for decorator in function.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = call.func if call else decorator
        if isinstance(name, ast.Name):
            texts = [node.value for node in ast.walk(decorator) if isinstance(node, ast.Constant)]
            yield name.id, {str(each.arg) for each in call.keywords} if call else set(), texts


def writes(function: ast.FunctionDef, known: set[str]) -> bool:
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in known
        for node in ast.walk(function)
    )


def unasked(file: File) -> Iterator[str]:
    """Views that call an action and never ask whether the actor may."""
    known = {"actions", *verbs(file.tree)}
    for function in ast.walk(file.tree):
        if not isinstance(function, ast.FunctionDef) or not writes(function, known):
            continue
        name = f"{file.module}.{function.name}"
        asks = any(isinstance(node, ast.Attribute) and node.attr.startswith("may_") for node in ast.walk(function))
        for guard, keywords, texts in guards(function):
            if guard == "page" and "may" not in keywords and name not in NEEDS_NO_MAY:
                yield file.at(function, f"{name} writes without may=")
            if guard == "public" and name not in ANYONE_WRITES:
                yield file.at(function, f"{name} lets everyone write")
            if "auditor" in texts and "may" not in keywords and not asks:
                yield file.at(function, f"{name} lets an auditor write")


VIEWS = ("*/views.py", "*/views/*.py")


def test_a_page_that_writes_asks_whether_it_may() -> None:
    nothing([fault for file in files(*VIEWS) for fault in unasked(file)])


def test_the_exceptions_are_alive() -> None:
    known = {
        f"{file.module}.{node.name}"
        for file in files(*VIEWS)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.FunctionDef)
    }
    assert {*NEEDS_NO_MAY, *ANYONE_WRITES} - known == set()


@pytest.mark.parametrize(
    "guard",
    ["@page(access.visible)", "@public", "@signed_in('officer', 'auditor')"],
)
def test_a_page_that_does_not_ask_is_found(guard: str) -> None:
    text = f"{guard}\ndef submit(request, offer):\n    actions.submit(offer, actor=request.actor, at=now())\n"
    assert list(unasked(File("competitions/offers/views.py", text)))
    asked = text.replace("actions.submit", "access.may_submit(request.actor, offer, now())\n    actions.submit")
    assert guard != "@signed_in('officer', 'auditor')" or not list(unasked(File("competitions/offers/views.py", asked)))
