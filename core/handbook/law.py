"""docs/law.md: the figures with validity and certainty, spheres, legal forms, and every breach with its sentence and basis."""

import ast
from datetime import date
from pathlib import Path

import law
from core.handbook.table import page, table
from law.competition import ANEW_MARK, ELEMENTS, TEXTS
from law.figures import Figure
from law.figures import table as figures
from law.forms import BASES, current_version, form
from law.organisation import legal_forms
from law.spheres import spheres
from law.verdict import sentences

CERTAINTY = """Certainty of a reading: **R** the provision itself was read, **S** it comes from a secondary source, **U** nobody has
verified it yet. A row without dates has always been valid, as far as the project knows; a row is never deleted."""


def make() -> str:
    """The page."""
    bases = breaches()
    return page(
        "The law in force",
        "What `law/` knows. A case is judged by the rows valid on its own day.",
        "## Figures",
        CERTAINTY,
        table(
            ("Figure", "Value", "Counts", "From", "To", "Basis", "Certainty"),
            [row(each) for rows in figures().values() for each in rows],
        ),
        "## After a change of an announcement",
        f"A change of one of these elements of art. 13 ust. 2 gives the 21 days anew. Certainty of that reading: **{ANEW_MARK}**.",
        table(
            ("Element", "Point", "A slip in its text may be set right without"),
            [(f"`{name}`", point, "yes" if name in TEXTS else "no") for name, point in ELEMENTS.items()],
        ),
        "## Official forms",
        "What of the wording of each form nobody has held against the Journal of Laws yet.",
        table(
            ("Form", "Basis", "Unverified"),
            [
                (f"`{each.version}`", each.basis, ", ".join(each.unverified()) or "–")
                for each in map(form, (current_version(kind, on=date.max) for kind in BASES))
            ],
        ),
        "## Breaches",
        "Every refusal is one of these, and ends with its basis. `{words}` stand for values of the case.",
        table(
            ("Code", "Sentence", "Basis"),
            [(f"`{code}`", text, "; ".join(bases.get(code, ()))) for code, text in sentences().items()],
        ),
        "## Spheres of public tasks",
        f"{len(spheres())} spheres of UDPP art. 4 ust. 1, in its order.",
        table(
            ("Code", "Short name", "From", "To"), [(s.code, s.name, *span(s.valid_from, s.valid_to)) for s in spheres()]
        ),
        "## Legal forms",
        "Who may apply for a public task (UDPP art. 3 ust. 2–4).",
        table(
            ("Form", "Name", "May apply", "Register", "Basis", "From", "To"),
            [
                (
                    f"`{f.code}`",
                    f.name,
                    "yes" if f.eligible else "no",
                    f.register,
                    f.basis,
                    *span(f.valid_from, f.valid_to),
                )
                for f in legal_forms().values()
            ],
        ),
    )


def row(figure: Figure) -> tuple[object, ...]:
    """A figure's line."""
    value = "no limit" if figure.value is None else figure.value
    return (
        f"`{figure.key}`",
        value,
        figure.counts,
        *span(figure.valid_from, figure.valid_to),
        figure.basis,
        figure.mark,
    )


def span(start: date, end: date) -> tuple[str, str]:
    """Both ends of validity; the ends of time are left blank."""
    return ("" if start == date.min else start.isoformat(), "" if end == date.max else end.isoformat())


def breaches() -> dict[str, list[str]]:
    """Code → the bases with which the functions of `law/` give it; "…" where the article depends on the case."""
    found: dict[str, list[str]] = {}
    for path in sorted(Path(law.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Call(func=ast.Name(id="Breach"), args=[code, basis, *_]):
                    bases = found.setdefault(said(code), [])
                    if said(basis) not in bases:
                        bases.append(said(basis))
    return found


def said(node: ast.expr) -> str:
    """A text as the source says it."""
    match node:
        case ast.Constant(value=value):
            return str(value)
        case ast.JoinedStr(values=parts):
            return "".join(said(part) for part in parts)
    return "…"
