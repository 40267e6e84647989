"""Refusals about links, in words."""

from django.utils.translation import gettext as _

from core.workflow.refusal import Sentence


class BadLink(Sentence):
    """The dates or the words of a link do not hold."""

    code = "bad-link"


def ends_before_it_begins() -> BadLink:
    return BadLink(_("Ostatni dzień powiązania jest wcześniejszy niż pierwszy. Popraw daty."))


def no_basis() -> BadLink:
    return BadLink(
        _("Napisz, skąd urząd wie o powiązaniu: osoba, której dotyczy, ma prawo to wiedzieć (RODO art. 14).")
    )
