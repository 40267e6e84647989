"""The ledger in words: what an entry says was done and what it is about, from life cycles and from the tables of the site."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from core.audit.models import Entry
from core.workflow.machine import Machine


@cache
def machine_of(subject_kind: str) -> Machine | None:
    """The life cycle of a kind of subject, if it has one."""
    try:
        return getattr(apps.get_model(subject_kind), "MACHINE", None)
    except (LookupError, ValueError):
        return None


@cache
def verbs() -> dict[str, str]:
    """Verb → words, for verbs that are no moves; the table is named by settings.VERBS."""
    table: dict[str, str] = import_string(settings.VERBS)
    return table


@cache
def subjects() -> dict[str, str]:
    """Kind of subject → word; the table is named by settings.SUBJECTS."""
    table: dict[str, str] = import_string(settings.SUBJECTS)
    return table


def word(entry: Entry) -> str:
    """What an entry says was done: the words of the move for a history, else those of its verb, else the verb itself."""
    machine = machine_of(entry.subject_kind)
    moves = machine.by_verb.get(entry.verb) if machine else None
    return moves[0].done if moves else verbs().get(entry.verb, entry.verb)


def subject(kind: str) -> str:
    """The word for a kind of subject; the kind itself when the table has none."""
    return subjects().get(kind, kind)
