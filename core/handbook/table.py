"""Tables and quotations in Markdown."""

from collections.abc import Iterable, Sequence

NOTE = "<!-- Made by `manage.py write_docs` from the code; change the code, not this page. -->"


def cell(text: object) -> str:
    """A text inside one cell: one line, no border of its own."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell(each) for each in line) + " |" for line in lines)


def page(title: str, *parts: str) -> str:
    """A whole page: the note that it is made, its title, its parts."""
    return "\n\n".join([NOTE, f"# {title}", *parts]) + "\n"


def first_line(documented: object) -> str:
    """The first sentence of a docstring."""
    return (getattr(documented, "__doc__", None) or "").strip().split("\n")[0]
