"""A report as people read it: its content with part II.2 as the form prints it, its sums while it is written."""

from decimal import Decimal

from django.utils.translation import gettext as _

from competitions.offers.presentation import LEAST, MOST, Bound, Figure, Shown, ShownSection, Summary, sections
from core.web.templatetags.polish import procent, zloty
from law.forms import Column
from law.report import ReportFacts

# Part II.2 as the form prints it: the heading in the form's data, the columns, the rows: place, name, part of Sources or its sum.
TABLE = "2. Rozliczenie wydatków ze względu na źródło finansowania"
HEADER = (
    Column("place", "Lp.", "text", True, 1),
    Column("name", "Źródło finansowania", "text", True, 1),
    Column("agreed", "Zgodnie z umową", "money", True, 1),
    Column("actual", "Faktycznie", "money", True, 1),
)
ROWS = (
    ("group", "1", "Koszty pokryte z dotacji", ""),
    ("", "1.1", "Kwota dotacji", "grant"),
    ("", "1.2", "Odsetki bankowe od dotacji", "grant_interest"),
    ("", "1.3", "Inne przychody", "grant_income"),
    ("sum", "", "Suma kosztów pokrytych z dotacji", "of_grant"),
    ("group", "2", "Koszty pokryte z innych środków finansowych", ""),
    ("", "2.1", "Środki finansowe własne", "own"),
    ("", "2.2", "Świadczenia pieniężne od odbiorców zadania publicznego", "recipients"),
    ("", "2.3", "Środki finansowe z innych źródeł publicznych", "public"),
    ("", "2.4", "Pozostałe", "rest"),
    ("sum", "", "Suma innych środków finansowych", "others"),
    ("", "3", "Koszty pokryte z wkładu osobowego i rzeczowego", "in_kind"),
    ("sum", "", "Ogółem", "total"),
)
SHARES = (
    ("4", "Udział kwoty dotacji w całkowitych kosztach zadania publicznego"),
    ("5", "Udział innych środków finansowych w stosunku do otrzymanej kwoty dotacji"),
    ("6", "Udział wkładu osobowego i rzeczowego w stosunku do otrzymanej kwoty dotacji"),
)


def shown(facts: ReportFacts) -> list[ShownSection]:
    """Every section of the report's own form version, with the sums and shares that nobody types."""
    known = {"II.3.total": zloty(facts.paid_from.recipients) if facts.paid_from.recipients else "nie dotyczy"}
    return sections(facts.form_version, facts.content, known, {TABLE: _sources(facts)})


def _sources(facts: ReportFacts) -> Shown:
    agreed, actual = facts.agreed, facts.paid_from
    names = str(facts.content.get("II.2.public_names") or "")
    rows = [
        (
            place,
            f"{name}: {names}" if code == "public" and names else name,
            *(zloty(getattr(each, code)) if code else "" for each in (agreed, actual)),
        )
        for _mark, place, name, code in ROWS
    ]
    rows += [
        (place, name, percent(one, 2), percent(other, 2))
        for (place, name), one, other in zip(SHARES, agreed.shares, actual.shares, strict=True)
    ]
    marks = (*(mark for mark, *_rest in ROWS), *("" for _each in SHARES))
    number, _dot, label = TABLE.partition(". ")
    return Shown(number, label, header=HEADER, rows=tuple(rows), marks=marks)


def percent(share: Decimal | None, places: int) -> str:
    """A share, or a dash of nothing."""
    return "–" if share is None else procent(share, places)


def summary(facts: ReportFacts) -> Summary:
    """What was spent and from what, beside the grant that was paid."""
    paid = facts.paid_from
    sums = {
        "spent": facts.spent_total,
        "grant": paid.grant,
        "difference": facts.spent_total - paid.total,
    }
    grant, others, in_kind = (percent(share, 1) for share in paid.shares)
    income = paid.grant_interest + paid.grant_income
    lines = (
        Figure(_("Wydatki"), zloty(facts.spent_total), "spent"),
        Figure(_("Z dotacji (w kosztach)"), zloty(paid.grant), "grant", "grant paid_from", grant),
        Figure(_("Z odsetek i przychodów"), zloty(income), "income", minor=True),
        Figure(_("Z innych środków (do dotacji)"), zloty(paid.others), "others", "others grant", others, minor=True),
        Figure(
            _("Wkład niefinansowy (do dotacji)"), zloty(paid.in_kind), "in_kind", "in_kind grant", in_kind, minor=True
        ),
        Figure(_("Wydatki bez źródła"), zloty(sums["difference"]), "difference"),
        Figure(_("Wypłacona dotacja"), zloty(facts.grant_paid), minor=True),
    )
    nothing = Decimal(0)
    over = _("Wydatki z dotacji przekraczają wypłaconą kwotę %(paid)s.") % {"paid": zloty(facts.grant_paid)}
    bounds = (
        Bound(_("Źródła (II.2) są mniejsze niż wydatki (II.1)."), "difference", MOST, nothing),
        Bound(_("Źródła (II.2) są większe niż wydatki (II.1)."), "difference", LEAST, nothing),
        Bound(over, "grant", MOST, facts.grant_paid),
    )
    return Summary(lines, bounds, sums)
