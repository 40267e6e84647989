"""An offer's content as people read it: the official form's sections with values, for pages and PDF alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from competitions.calls.models import OwnKind, ShareBase
from competitions.offers.merge import Conflict, Merged
from competitions.offers.models import Offer, OfferVersion
from competitions.offers.states import MACHINE, State
from core.web.templatetags.polish import data, data_godzina, procent, zloty
from law.competition import deadline_passed
from law.forms import Column, Field, Form, Section, amount, day, form
from law.offer import CENT, Totals, action_of, shares, totals, value_of
from law.verdict import Breach, sentence

LEAST, MOST = "least", "most"


@dataclass(frozen=True, slots=True)
class Shown:
    """A field with its value: text, or a table with its header and rows."""

    number: str
    label: str
    text: str = ""
    header: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    # What each row is: "" for one that was typed, "group" or "sum" for one that the form adds.
    marks: tuple[str, ...] = ()
    required: bool = True

    @property
    def typed(self) -> tuple[tuple[str, ...], ...]:
        """The rows without those that the form adds."""
        return (
            tuple(row for mark, row in zip(self.marks, self.rows, strict=True) if not mark) if self.marks else self.rows
        )

    @property
    def labelled(self) -> list[tuple[str, list[tuple[Column, str]]]]:
        """Each row: its mark, and its cells with their columns."""
        marks = self.marks or ("",) * len(self.rows)
        return [(mark, list(zip(self.header, row, strict=True))) for mark, row in zip(marks, self.rows, strict=True)]


@dataclass(frozen=True, slots=True)
class ShownSection:
    code: str
    title: str
    fields: tuple[Shown, ...]


def sections(
    version: str,
    content: Mapping[str, Any],
    known: Mapping[str, str] | None = None,
    tables: Mapping[str, Shown] | None = None,
) -> list[ShownSection]:
    """Every section of a form version in the statutory order; `known` are texts that are never typed (queries.typed_for).

    `tables` are those that a form prints of several fields, by their headings, where they are not the sources of an offer.
    """
    sums = totals(content)
    texts = {**_computed(sums), **(known or {})}
    joint = any(code.startswith("V.C:") for code in texts)
    return [
        ShownSection(
            section.code,
            section.title,
            tuple(_fields(section, content if joint else _alone(content), texts, sums, tables or {})),
        )
        for section in form(version).sections
    ]


def _alone(content: Mapping[str, Any]) -> dict[str, Any]:
    """Content without what only a joint offer has; it may be left over from when this one was."""
    return {code: value for code, value in content.items() if code not in ("V.C", "VI.2")}


def _fields(
    section: Section,
    content: Mapping[str, Any],
    texts: Mapping[str, str],
    sums: Totals,
    tables: Mapping[str, Shown],
) -> Iterator[Shown]:
    for table, fields in groupby(section.fields, key=lambda field: field.table):
        if table:
            yield tables.get(table) or _sources(table, list(fields), content, sums)
            continue
        for field in fields:
            if field.code in ("V.A.I", "V.A.II"):
                yield _costs(field, content, sums)
            elif field.type == "table":
                yield _table(field, content, texts)
            else:
                alone = field.joint and not any(code.startswith("V.C:") for code in texts)
                text = texts.get(field.code) or _text(field, content.get(field.code, ""), alone=alone)
                yield Shown(field.number, field.label, text)


def _computed(sums: Totals) -> dict[str, str]:
    """The sources of part V.B as texts."""
    amounts = {"V.B.1": sums.total, "V.B.2": sums.grant, "V.B.3": sums.own, "V.B.4": sums.recipients}
    amounts |= {"V.B.3.1": sums.own_financial, "V.B.3.2": sums.own_in_kind}
    return {code: zloty(value) for code, value in amounts.items()}


PLACE = Column("place", "Lp.", "text", True, 1)
SOURCES = (
    PLACE,
    Column("name", "Źródło finansowania kosztów realizacji zadania", "text", True, 1),
    Column("value", "Wartość [PLN]", "money", True, 1),
    Column("share", "Udział [%]", "auto", True, 1),
)


def _sources(table: str, fields: Sequence[Field], content: Mapping[str, Any], sums: Totals) -> Shown:
    """Part V.B: every source with its share; grant, own contribution and payments make 100,00 together."""
    parts = shares([sums.grant, sums.own, sums.recipients])
    own = shares([sums.own_financial, sums.own_in_kind, sums.grant + sums.recipients])
    given = {"V.B.1": Decimal(100), "V.B.2": parts[0], "V.B.3": parts[1], "V.B.4": parts[2]}
    given |= {"V.B.3.1": own[0], "V.B.3.2": parts[1] - own[0]}
    texts = _computed(sums)
    rows = []
    for field in fields:
        typed = content.get(field.code, "")
        value = typed if typed and amount(typed) is None else texts[field.code]
        share = procent(given[field.code], 2) if sums.total > 0 else ""
        rows.append((field.number.removeprefix("V.B."), field.label, str(value), share))
    number, _dot, label = table.rpartition(". ")
    return Shown(number, label, header=SOURCES, rows=tuple(rows))


def _costs(field: Field, content: Mapping[str, Any], sums: Totals) -> Shown:
    """Part V.A as the form prints it: costs under their actions, with sums; years where a row has them."""
    administrative = field.code == "V.A.II"
    typed = list(content.get(field.code) or [])
    if not administrative:
        typed.sort(key=lambda row: action_of(row) or 0)
    last = max((year for line in sums.lines for year, part in enumerate(line.years, start=1) if part), default=0)
    columns = [
        c for c in field.columns if c.code != "action" and (c.years == 1 or int(c.code.removeprefix("year")) <= last)
    ]
    header = (PLACE, *columns)
    rows: list[tuple[str, ...]] = []
    marks: list[str] = []

    def add(mark: str, place: str, name: str, value: Decimal, years: Sequence[Decimal]) -> None:
        totals_of_years = [zloty(part) for part in years[:last]]
        rows.append((place, name, "", "", "", zloty(value), *totals_of_years))
        marks.append(mark)

    actions = content.get("III.4") or []
    group = None
    lines = [line for line in sums.lines if line.administrative == administrative]
    for line, row in zip(lines, typed, strict=True):
        action = action_of(row) or 0
        if not administrative and action != group:
            group = action
            known = 1 <= action <= len(actions)
            name = (
                f"Działanie {action}: {actions[action - 1].get('name', '')}"
                if known
                else "Bez działania z harmonogramu"
            )
            inside = [each.years for each in lines if each.code.startswith(f"I.{action}.")]
            years = [sum(column, Decimal(0)) for column in zip(*inside, strict=True)]
            add("group", f"I.{action}", name, sums.of_action(action), years)
        rows.append((line.code, *(_cell(column, row) for column in columns)))
        marks.append("")
    if lines:
        years = [sum(column, Decimal(0)) for column in zip(*(each.years for each in lines), strict=True)]
        words = "Suma kosztów administracyjnych" if administrative else "Suma kosztów realizacji działań"
        add("sum", "", words, sums.administrative if administrative else sums.actions, years)
    if administrative:
        add("sum", "I + II", "Suma wszystkich kosztów realizacji zadania", sums.total, sums.years)
    return Shown(
        field.number, field.label, header=header, rows=tuple(rows), marks=tuple(marks), required=field.required
    )


def _table(field: Field, content: Mapping[str, Any], texts: Mapping[str, str]) -> Shown:
    rows = content.get(field.code) or []
    columns = [column for column in field.columns if column.years == 1 or any(row.get(column.code) for row in rows)]
    shown = tuple(
        (str(number), *(_named(column, row, texts) for column in columns)) for number, row in enumerate(rows, start=1)
    )
    return Shown(
        field.number, field.label, header=(PLACE, *columns), rows=shown, required=field.required and not field.joint
    )


def _named(column: Column, row: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    return texts.get(f"V.C:{row.get(column.code)}", "") if column.type == "offerer" else _cell(column, row)


def _text(field: Field, value: str, *, alone: bool = False) -> str:
    if not value:
        return "nie dotyczy" if not field.required or alone else ""
    if field.type == "date":
        return data(day(value)) or value
    if field.type == "money":
        return zloty(amount(value)) if amount(value) is not None else value
    if field.type == "choice":
        return dict(field.choices).get(value, value)
    return "tak" if field.type == "flag" else value


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    value = row.get(column.code, "")
    if column.type == "auto":
        computed = value_of(row)
        return zloty(computed) if computed is not None else ""
    if column.type == "money" and amount(value) is not None:
        return zloty(Decimal(amount(value) or 0))
    return str(value)


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the summary beside a long form; `key` and `share` name the sums that the page reckons while one types."""

    label: str
    value: str
    key: str = ""
    share: str = ""
    part: str = ""
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on a sum: at least or at most an amount in PLN, or a share in percent of the sum `base`."""

    text: str
    name: str
    side: str
    amount: Decimal
    base: str = ""

    @property
    def field(self) -> str:
        """The field of an offer beside which the limit is shown."""
        return {"administrative": "V.A.II", "own": "V.B.3.1", "money": "V.B.3.1"}.get(self.name, "V.B.2")

    @property
    def rule(self) -> str:
        """As static/js/budget.js reads it."""
        return f"{self.name} {self.side} {self.amount:.2f} {self.base}".strip()

    def broken(self, sums: Mapping[str, Decimal]) -> bool:
        """Whether the sums are past the limit."""
        value, bound = sums[self.name], self.amount
        if self.base:
            bound = self.amount * sums[self.base] / 100
            bound = bound.quantize(CENT, ROUND_HALF_UP) if self.side == MOST else bound
        return value > bound if self.side == MOST else value < bound


@dataclass(frozen=True, slots=True)
class Summary:
    """The sums of a form with their limits, as they stand in its content."""

    lines: tuple[Figure, ...]
    bounds: tuple[Bound, ...]
    sums: Mapping[str, Decimal]

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """Every limit with whether it is broken now, for parts/summary.html."""
        return [{"rule": each.rule, "text": each.text, "broken": each.broken(self.sums)} for each in self.bounds]


def percent_of(value: Decimal, whole: Decimal) -> str:
    """The share as the summary shows it: "83,5%", a dash of nothing."""
    return procent(value * 100 / whole) if whole > 0 else "–"


def summary(offer: Offer, content: Mapping[str, Any]) -> Summary:
    """The budget of an offer beside the limits of its competition and sub-task."""
    competition = offer.competition
    found = totals(content)
    own = found.own + found.recipients
    sums = {
        "actions": found.actions,
        "administrative": found.administrative,
        "costs": found.total,
        "grant": found.grant,
        "own": own,
        "money": found.own_financial + found.recipients,
        "difference": found.total - found.sources,
        "unsplit": found.total - found.split,
    }
    base = "grant" if competition.admin_cap_base == ShareBase.GRANT else "costs"
    lines = (
        Figure(_("Koszty zadania"), zloty(found.total), "costs"),
        Figure(_("Dotacja"), zloty(found.grant), "grant", "grant costs", percent_of(found.grant, found.total)),
        Figure(
            _("Wkład własny i wpłaty odbiorców"), zloty(own), "own", "own costs", percent_of(own, found.total), True
        ),
        Figure(
            _("Koszty administracyjne"),
            zloty(found.administrative),
            "administrative",
            f"administrative {base}",
            percent_of(found.administrative, sums[base]),
            True,
        ),
        Figure(_("Koszty bez źródła"), zloty(sums["difference"]), "difference"),
    )
    return Summary(lines, tuple(_bounds(offer, base)), sums)


def limits(offer: Offer, found: Summary, *, joint: bool) -> dict[str, dict[str, Any]]:
    """What the competition allows in a field, by its code: `text` as words, `warnings` as parts/summary.html takes them."""
    beside: dict[str, dict[str, Any]] = {}
    for bound in found.bounds:
        warning = {"rule": bound.rule, "text": bound.text, "broken": bound.broken(found.sums)}
        beside.setdefault(bound.field, {"text": "", "warnings": []})["warnings"].append(warning)
    if joint:
        bound = Bound(_("Podział (V.C) różni się od sumy kosztów."), "unsplit", MOST, Decimal(0))
        other = Bound(bound.text, "unsplit", LEAST, Decimal(0))
        warnings = [
            {"rule": each.rule, "text": each.text, "broken": each.broken(found.sums)} for each in (bound, other)
        ]
        beside["V.C"] = {"text": "", "warnings": warnings}
    low, high = offer.grant_bounds
    most = zloty(offer.pool if high is None else min(high, offer.pool))
    words = _("Od %(least)s do %(most)s.") if low is not None else _("Najwyżej %(most)s.")
    beside["V.B.2"]["text"] = words % {"least": zloty(low or Decimal(0)), "most": most}
    span = {"begins": data(offer.competition.task_from), "ends": data(offer.competition.task_to)}
    beside["III.2.from"] = {"text": _("Zadanie może trwać od %(begins)s do %(ends)s.") % span, "warnings": []}
    return beside


def problems(breaches: Sequence[Breach]) -> list[dict[str, str]]:
    """Breaches as a list that leads to the fields: `empty` names a field that only has to be filled."""
    empty = ("form.empty", "form.date", "form.money", "form.choice", "form.unticked", "form.no_rows")
    return [
        {
            "sentence": sentence(breach),
            "field": breach.field,
            "empty": breach.field if breach.code in empty else "",
        }
        for breach in breaches
    ]


def _bounds(offer: Offer, base: str) -> list[Bound]:
    competition = offer.competition
    low, high = offer.grant_bounds
    limit = offer.pool if high is None else min(high, offer.pool)
    nothing = Decimal(0)
    bounds = [
        Bound(_("Źródła (V.B.2–4) są mniejsze niż koszty."), "difference", MOST, nothing),
        Bound(_("Źródła (V.B.2–4) są większe niż koszty."), "difference", LEAST, nothing),
        Bound(_("Dotacja przekracza limit %(limit)s.") % {"limit": zloty(limit)}, "grant", MOST, limit),
    ]
    if competition.max_grant_share is not None:
        text = _("Dotacja przekracza %(share)s kosztów zadania.") % {"share": procent(competition.max_grant_share)}
        bounds.append(Bound(text, "grant", MOST, competition.max_grant_share, "costs"))
    if competition.own_share_min:
        in_money = competition.own_share_kind == OwnKind.MONEY
        of_grant = competition.own_share_base == ShareBase.GRANT
        text = (
            _("Wkład finansowy i wpłaty są mniejsze niż wymagane %(share)s (podstawa: %(base)s).")
            if in_money
            else _("Wkład własny i wpłaty są mniejsze niż wymagane %(share)s (podstawa: %(base)s).")
        )
        values = {"share": procent(competition.own_share_min), "base": competition.get_own_share_base_display()}
        sum_name, base_name = "money" if in_money else "own", "grant" if of_grant else "costs"
        bounds.append(Bound(text % values, sum_name, LEAST, competition.own_share_min, base_name))
    if competition.admin_cap is not None:
        text = _("Koszty administracyjne przekraczają %(share)s (podstawa: %(base)s).")
        values = {"share": procent(competition.admin_cap), "base": competition.get_admin_cap_base_display()}
        bounds.append(Bound(text % values, "administrative", MOST, competition.admin_cap, base))
    if low is not None:
        text = _("Dotacja jest niższa niż najniższa możliwa: %(limit)s.") % {"limit": zloty(low)}
        bounds.append(Bound(text, "grant", LEAST, low))
    return bounds


@dataclass(frozen=True, slots=True)
class Clash:
    """A conflict as people read it: the place in words, both texts; `row` and `column` lead a script to the control."""

    code: str
    row: str
    column: str
    place: str
    stored: str | None
    typed: str | None


def clashes(form: Form, merged: Merged) -> list[Clash]:
    """What could not be merged, each with its place in the form's words."""
    fields = {field.code: field for field in form.fields()}
    return [
        Clash(each.code, each.row, each.column, _place(fields[each.code], each, merged), each.stored, each.typed)
        for each in merged.conflicts
    ]


def copied_words(left_out: Sequence[Field]) -> str:
    """What was not copied into a new offer, and what to look at."""
    words = _("Tekst wcześniejszej oferty jest przeniesiony. Przejrzyj go, a oświadczenia i załączniki dodaj od nowa.")
    declared = [field for field in left_out if not field.code.startswith("VII")]
    if declared:
        names = "; ".join(f"{field.number}. {field.label}" for field in declared)
        words += " " + _("Nie przeniesiono: %(fields)s.") % {"fields": names}
    return words


def _place(field: Field, conflict: Conflict, merged: Merged) -> str:
    words = [f"{field.number}. {field.label}"]
    keys = merged.keys.get(field.code, [])
    if conflict.row in keys:
        words.append(_("wiersz %(number)s") % {"number": keys.index(conflict.row) + 1})
    words += [column.label for column in field.columns if column.code == conflict.column]
    return ", ".join(words)


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next in an offer's case: in words for its organisation, whose turn it is, until when, on what basis."""

    words: str
    turn: str
    due: str
    basis: str


# What an organisation should know of each move; the machine says which are possible, whose they are and on what basis.
COMING = {
    "submit": (_lazy("Dokończcie ofertę i złóżcie ją."), "offers_due", _lazy("organizacja")),
    "confirm": (
        _lazy(
            "Pobierzcie potwierdzenie, podpiszcie je zgodnie z reprezentacją i dostarczcie do urzędu. Liczy się data wpływu."
        ),
        "confirmation_due",
        _lazy("organizacja"),
    ),
    "correct": (
        _lazy("Uzupełnijcie ofertę tak, jak wzywa urząd. Co poprawić i do kiedy, mówi wezwanie."),
        "",
        _lazy("organizacja"),
    ),
    "accept": (_lazy("Po zakończeniu naboru urząd sprawdzi ofertę pod względem formalnym."), "", ""),
    "opine": (_lazy("Ofertę oceni i zaopiniuje komisja konkursowa."), "selection_by", ""),
    "award": (_lazy("Zarząd Województwa rozstrzygnie konkurs."), "selection_by", ""),
    "contract": (_lazy("Urząd przygotuje umowę i zaprosi do jej podpisania."), "", ""),
    "reopen": (_lazy("Do końca naboru możecie poprawić ofertę i złożyć ją jeszcze raz."), "offers_due", ""),
}


def whats_next(offer: Offer, version: OfferVersion | None = None, *, at: datetime) -> Next | None:
    """The first move that the life cycle allows now, beside withdrawing; None when the case is at its end.

    `version` is the one submitted last: whether it has to be confirmed, and until when, it says itself.
    """
    late = deadline_passed(offer.competition.offers_due, at)
    moves = [each for each in MACHINE.possible(offer.state) if each.verb != "withdraw"]
    off = {"submit", "reopen"} if late else set()
    off |= {"confirm", "leave"} if version and not version.needs_confirmation else set()
    # What a called back offer waits for, even if it is only another signature, stands in the call.
    off |= {"confirm", "leave"} if offer.state == State.RETURNED else set()
    found = next((each for each in moves if each.verb not in off), None)
    if found is None:
        return None
    words, due, turn = COMING.get(found.verb, (found.label, "", ""))
    moment = getattr(offer.competition, due) if due else None
    if found.verb == "confirm" and version and version.confirmation_due:
        moment = version.confirmation_due
    shown = data_godzina(moment) if isinstance(moment, datetime) else data(moment) if moment else ""
    return Next(str(words), str(turn or found.turn), shown, found.basis)


# The way of an offer: what each step is called, and the state that it ends in.
WAY = (
    (_lazy("Oferta złożona"), State.SUBMITTED),
    (_lazy("Potwierdzenie w urzędzie"), State.CONFIRMED),
    (_lazy("Ocena formalna"), State.ACCEPTED),
    (_lazy("Opinia komisji"), State.OPINIONED),
    (_lazy("Decyzja Zarządu"), State.AWARDED),
    (_lazy("Umowa"), State.CONTRACTED),
)
# Where the way ended early: the step at which it did.
ENDS = {State.UNEXAMINED: 1, State.REJECTED: 2, State.REFUSED: 4, State.VOIDED: 4}


# Between two steps: a correction is a part of the formal check.
BETWEEN = {State.DRAFT: 0, State.RETURNED: 2, State.CORRECTED: 2}


def _here(state: State) -> int:
    """The step that an offer in a state has come to."""
    known = ENDS | BETWEEN
    return known[state] if state in known else [end for _words, end in WAY].index(state) + 1


def steps(offer: Offer) -> list[dict[str, str]]:
    """Where an offer is on its way, for parts/steps.html; a withdrawn one is nowhere."""
    state = State(offer.state)
    if state == State.WITHDRAWN:
        return []
    here = _here(state)
    notes = {0: data_godzina(offer.competition.offers_due), 1: data_godzina(offer.competition.confirmation_due)}
    notes[4] = data(offer.competition.selection_by)
    rows = []
    for number, (words, _end) in enumerate(WAY):
        note = offer.get_state_display() if state in ENDS | BETWEEN and number == here else ""
        if number == here and number in notes and state not in ENDS:
            note = _("do %(day)s") % {"day": notes[number]}
        at = "done" if number < here else "current" if number == here else "ahead"
        rows.append({"label": str(words), "state": at, "note": note})
    return rows
