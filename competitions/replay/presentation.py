"""What the replay says in words: the tables it compares, what was done before it could be recomputed."""

from django.utils.translation import gettext_lazy as _

# The stored rows that are compared, in the order of the story.
TABLES = {
    "rules": _("konkurs"),
    "panel": _("komisja"),
    "offers": _("oferta"),
    "cards": _("karta oceny"),
    "recusals": _("wyłączenia przy ofercie"),
    "votes": _("głosowania nad ofertą"),
    "members": _("członek komisji"),
    "opinions": _("opinia o ofercie"),
    "decisions": _("decyzja o ofercie"),
}
# Verb of an entry that does not carry enough → what cannot be recomputed of a competition from before that.
DONE_BEFORE = {
    "announce": _("Konkurs ogłoszono, zanim księga zaczęła zapisywać zasady oceny."),
    "submit": _("Karty oceny złożono, zanim księga zaczęła zapisywać skróty ich treści."),
    "opine": _("Opinie wydano, zanim księga zaczęła zapisywać, czyja jest oferta."),
    "conclude": _("Protokół zamknięto, zanim księga zaczęła zapisywać jego podstawy."),
    "resolve": _("Konkurs rozstrzygnięto, zanim księga zaczęła zapisywać listy wyników."),
}


def table_row(table: str, path: str) -> tuple[str, str]:
    """Which row of which table a path is in, and the rest of the path."""
    if table in ("rules", "panel"):
        return str(TABLES[table]), path
    cut = min((place for place in map(path.find, ".[") if place >= 0), default=len(path))
    return f"{TABLES[table]} {path[:cut]}", path[cut:].removeprefix(".")
