"""Slow work of letters: a PDF for each addressee, all in one, labels, envelopes."""

from collections.abc import Callable
from typing import Any

from core.accounts.actor import system
from core.documents.render import render
from core.documents.sheet import Sheet
from core.jobs.handlers import handler
from core.jobs.runner import Run
from office.letters import actions
from office.letters.documents import EnvelopeSheet, LabelSheet, LetterSheet, MergedSheet
from office.letters.models import Addressee, LetterSet, PrintKind

ACTOR = system("pisma okolicznościowe")


@handler("letters.print", label="Pisma okolicznościowe: pliki PDF")
def print_letters(run: Run, set_pk: int) -> dict[str, Any] | None:
    """Make what is not there yet; a set that is changed meanwhile is left to its next check."""
    letter_set = LetterSet.objects.get(pk=set_pk)
    revision = letter_set.revision
    people = list(letter_set.addressees.all())
    wanted: list[tuple[str, Addressee | None, Callable[[], Sheet]]] = [
        (PrintKind.LETTER, each, lambda each=each: LetterSheet.of(letter_set, each))  # type: ignore[misc]
        for each in people
    ]
    wanted += [
        (PrintKind.MERGED, None, lambda: MergedSheet.of(letter_set, people)),
        (PrintKind.LABELS, None, lambda: LabelSheet.of(letter_set, people)),
        (PrintKind.ENVELOPES, None, lambda: EnvelopeSheet.of(letter_set, people)),
    ]
    there = set(letter_set.prints.values_list("kind", "addressee"))
    for done, (kind, addressee, sheet) in enumerate(wanted):
        run.progress(done, len(wanted), str(PrintKind(kind).label))
        if (kind, addressee.pk if addressee else None) in there:
            continue
        content = render(sheet(), draft=False, issued_at=run.at)
        kept = actions.keep_print(
            letter_set, kind=kind, content=content, addressee=addressee, revision=revision, actor=ACTOR, at=run.at
        )
        if kept is None:
            return None
    return {"link": f"/urzad/pisma/{letter_set.public_id}/"}
