"""Every verb documents itself, takes its object first and the rest by name, runs in a transaction, and leaves a trace."""

import ast
from collections.abc import Iterator

import pytest

from core.handbook.states import machines
from tests.architecture.source import File, files, nothing

# Verbs that name no actor or no moment, and why.
WITHOUT_ACTOR = {
    "office.letters.actions.drop_prints": "a part of the verbs that open or give letters up, whose entries name the actor",
    "ngo.duplicates.actions.find_candidates": "the job that searches; who asked for it stands on its row",
    "office.surveys.actions.reply": "an anonymous answer is nobody's",
    "core.jobs.actions.enqueue": "a job is asked for by an action, whose entry names the actor; it lives by the real clock",
    "core.notices.actions.send": "a letter is sent by an action, whose entry names the actor",
    "core.notices.actions.send_many": "letters are sent by an action, whose entry names the actor",
    "core.notices.actions.take_back": "letters are taken back by an action, whose entry names the actor and the moment",
    "core.notices.actions.hide": "letters are hidden by an action, whose entry names the actor and the moment",
    "core.notices.actions.mark_read": "only the addressee reads a notice",
    "core.notices.actions.mark_all_read": "only the addressee reads notices",
    "core.signin.actions.accept_as_new": "the account that acts is made by the verb",
    "core.signin.actions.open_account": "the account that acts is made by the verb",
}
# Verbs that write no entry of the ledger, and why.
WITHOUT_TRACE = {
    "office.letters.actions.drop_prints": "a part of the verbs that open or give letters up, whose entries tell of it, and of retention",
    "office.surveys.actions.reply": "an entry would tell when one answered, and so who; only counts grow",
    "ngo.duplicates.actions.ask_for_search": "the job row is the record",
    "ngo.duplicates.actions.find_candidates": "what a search found follows from the register, and is worked out again every night",
    "core.jobs.actions.enqueue": "the job row is the record",
    "core.jobs.actions.again": "the job row is the record",
    "core.notices.actions.send": "the outbox row is the record",
    "core.notices.actions.send_many": "the outbox row is the record",
    "core.notices.actions.take_back": "the outbox row is the record",
    "core.notices.actions.hide": "the entry of who is excluded tells it",
    "core.notices.actions.mark_read": "reading one's own post is nobody else's business",
    "core.notices.actions.mark_all_read": "reading one's own post is nobody else's business",
    "core.privacy.actions.ask_for_preview": "the job row is the record",
    "office.registers.actions.take_over": "each entry is told of, many at once, in the chain of the table it came in",
    "competitions.evaluation.actions.cards.save_card": "a card being written is no entry; the submitted one is, point by point",
    "competitions.offers.actions.save": "a draft is no entry; the submitted version is",
    "competitions.offers.actions.save_fields": "autosave is no entry; the submitted version is",
    "competitions.offers.actions.freeze": "a part of the verbs that submit a version, whose entries tell of it",
    "competitions.corrections.actions.save": "what is being typed is no entry; the submitted correction is",
    "competitions.recruitment.actions.candidacies.write": "what is being written is no entry; the submitted candidacy is",
    "competitions.reports.actions.save": "autosave is no entry; the submitted report is",
    "ngo.registry.actions.registers.take_answer": "each changed record is an entry by the code of imports, each run by its end",
}
# What writes without a transaction and an entry of its own, and why.
NO_VERB = {
    "office.agenda.actions.feeds.note_read": "one conditional UPDATE is a transaction by itself, at most once an hour",
    "ngo.registry.actions.files.import_file": "its rows go in by parts, each a transaction with an entry for each changed record",
    "competitions.messages.actions.mark_read": "one UPDATE is a transaction by itself; that a message was read stands on it",
    "core.api.actions.note_use": "one conditional UPDATE is a transaction by itself, at most once an hour",
    "core.signin.actions.end_sessions": "a session is no record of the office; who ends them says why",
}
WRITING = {"create", "update", "delete", "save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def public_functions(file: File) -> Iterator[ast.FunctionDef]:
    for node in file.tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def is_verb(function: ast.FunctionDef) -> bool:
    """What changes something does so in a transaction of its own."""
    blocks = [item.context_expr for node in ast.walk(function) if isinstance(node, ast.With) for item in node.items]
    return any(ast.unparse(each).startswith("transaction.atomic") for each in (*function.decorator_list, *blocks))


def called(function: ast.AST) -> set[str]:
    """The names a function calls: `record(…)` and `actions.submit(…)` alike by their last part."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    found.add(name)
    return found


def faults(file: File) -> Iterator[str]:
    """Verbs that do not speak for themselves."""
    tracing = traced(file)
    for function in public_functions(file):
        name = f"{file.module}.{function.name}"
        if not ast.get_docstring(function):
            yield file.at(function, f"{function.name} has no docstring")
        if not is_verb(function):
            if called(function) & (WRITING | {"advance", "record"}) and name not in NO_VERB:
                yield file.at(function, f"{function.name} writes outside a transaction of its own")
            continue
        by_name = {each.arg for each in function.args.kwonlyargs}
        if name not in WITHOUT_ACTOR and "actor" not in by_name:
            yield file.at(function, f"{function.name} does not say who acts")
        if name not in WITHOUT_ACTOR and not {"at", "clock"} & by_name:
            yield file.at(function, f"{function.name} does not say when")
        if len(function.args.args) > 2:
            yield file.at(function, f"{function.name}: what it acts on comes first, the rest by name")
        if name not in WITHOUT_TRACE and function.name not in tracing:
            yield file.at(function, f"{function.name} leaves no trace in the ledger")


def traced(file: File) -> set[str]:
    """The functions of a file that write an entry, themselves or through one that does."""
    tree = file.tree
    others = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (".actions." in f"{node.module}." or (node.module or "").endswith(".issue"))
        for alias in node.names
        if f"{node.module}.{alias.name}" not in WITHOUT_TRACE
    }
    writers = {"advance", "record", *others}
    functions = {node.name: called(node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    while more := {name for name, calls in functions.items() if name not in writers and calls & writers}:
        writers |= more
    return writers & set(functions)


ACTIONS = ("*/actions.py", "*/actions/*.py")


def test_every_verb_speaks_for_itself() -> None:
    nothing([fault for file in files(*ACTIONS) for fault in faults(file)])


def test_the_exceptions_are_alive() -> None:
    known = {f"{file.module}.{function.name}" for file in files(*ACTIONS) for function in public_functions(file)}
    assert {*WITHOUT_ACTOR, *WITHOUT_TRACE, *NO_VERB} - known == set()


GOOD = '''
@transaction.atomic
def submit(offer, *, actor, at):
    """Submit."""
    record(offer, "submit", actor=actor, at=at)
'''


@pytest.mark.parametrize(
    "change",
    [
        ('"""Submit."""', "pass"),
        ("@transaction.atomic\n", ""),
        ("actor, at):", "at):"),
        ("actor, at):", "actor):"),
        ("offer, *,", "offer, state, reason, *,"),
        ("record(", "print("),
    ],
    ids=lambda change: f"{change[0]} → {change[1]}".replace("\n", ""),
)
def test_every_fault_of_a_verb_is_found(change: tuple[str, str]) -> None:
    assert not list(faults(File("competitions/offers/actions.py", GOOD)))
    assert list(faults(File("competitions/offers/actions.py", GOOD.replace(*change))))


def test_every_move_of_a_life_cycle_is_made_by_a_verb() -> None:
    """A move in the table that no code makes is a promise nobody keeps, and a state that no move reaches is none."""
    said = {
        (node.value, file.module.split(".")[0])
        for file in files(*ACTIONS)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Constant)
    }
    promised = {(move.verb, model._meta.app_label) for model, machine in machines() for move in machine.moves}
    assert promised - said == set()
    for model, machine in machines():
        reached = {move.target for move in machine.moves} | {str(model._meta.get_field("state").get_default())}
        assert {str(state) for state in machine.states} - reached == set(), model
