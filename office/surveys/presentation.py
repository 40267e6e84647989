"""Results as people read them: a chart of each question whose bars stand also in its table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.web import charts
from core.web.templatetags.polish import number_text
from office.surveys.figures import SCORES, Asked, Result
from office.surveys.schema import SCALE


@dataclass(frozen=True, slots=True)
class Shelf:
    """A service in a quarter: heading, and a chart with its note for each question."""

    title: str
    quarter: str
    charts: list[tuple[charts.Chart, str]]


def shelf(result: Result) -> Shelf:
    """One result; without charts when there were too few answers."""
    return Shelf(
        result.question_set.title,
        result.quarter.label,
        [(chart(each, result), note(each)) for each in result.questions],
    )


def chart(asked: Asked, result: Result) -> charts.Chart:
    """How many gave each score; hidden ones stand together in one bar, so the table says the same as the picture."""
    rows = [
        (words, count) for (_score, words), count in zip(SCALE, asked.told.counts, strict=True) if count is not None
    ]
    if asked.told.hidden:
        scores = ", ".join(str(SCORES[place]) for place in asked.told.hidden)
        rows.append((_("oceny %(scores)s razem") % {"scores": scores}, asked.told.rest))
    # The service stands in the title for those who hear charts one by one.
    title = f"{asked.text} ({result.question_set.title})"
    return charts.bars(title, rows, category=_("Ocena"), measure=_("Liczba odpowiedzi"))


def note(asked: Asked) -> str:
    """The number of answers, and the mean where it may be told."""
    said = _("Odpowiedzi: %(n)s.") % {"n": number_text(asked.told.total, 0)}
    if asked.mean is None:
        return f"{said} {_('Oceny z mniej niż 5 odpowiedziami pokazujemy tylko razem, bez średniej.')}"
    return f"{said} {_('Średnia: %(mean)s.') % {'mean': number_text(asked.mean, 2)}}"


def headings() -> list[str]:
    """The heads of the table to take away."""
    return [_("Usługa"), _("Kwartał"), _("Pytanie"), _("Odpowiedzi"), *(words for _score, words in SCALE), _("Średnia")]
