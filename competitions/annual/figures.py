"""The tables of the annual report, each figure with the rows it comes from. Amounts in PLN, shares in percent, terms in days."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from competitions.agreements.models import Agreement
from competitions.agreements.states import State as AgreementState
from competitions.calls.models import Competition
from competitions.calls.states import State as CompetitionState
from competitions.evaluation.models import ScoreCard
from competitions.evaluation.states import CardState
from competitions.offers.models import Offer
from competitions.offers.states import BEFORE_CHECK
from competitions.offers.states import State as OfferState
from law.spheres import sphere, spheres
from ngo.programmes.models import Programme

CENT = Decimal("0.01")
TEXT, COUNT, MONEY, PERCENT, DAY, DAYS = "text", "count", "money", "percent", "day", "days"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its heading, and the kind of its values."""

    key: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure (None when it cannot be computed) and the rows behind it: "offer:<id>", "agreement:<id>", "competition:<id>"."""

    value: Any
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it is about and its cells in the order of the columns."""

    key: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report, by its code of the office's model (T0, T3–T6, A1)."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def total(self, key: str) -> Decimal:
        """The sum of a column."""
        index = [column.key for column in self.columns].index(key)
        return sum((Decimal(row.cells[index].value or 0) for row in self.rows), Decimal(0))


@dataclass(frozen=True)
class Year:
    """Everything the tables are made from, read once: rows of one programme."""

    programme: Programme
    competitions: tuple[Competition, ...]
    offers: tuple[Offer, ...]
    agreements: tuple[Agreement, ...]
    assessed: frozenset[int]

    def offers_of(self, competition: Competition) -> list[Offer]:
        return [offer for offer in self.offers if offer.competition_id == competition.pk]

    def agreements_of(self, competition: Competition) -> list[Agreement]:
        return [row for row in self.agreements if row.offer.competition_id == competition.pk]


def read(programme: Programme) -> Year:
    """The rows of a programme's year, in five queries at any size."""
    competitions = (
        Competition.objects.filter(task__programme=programme)
        .exclude(state__in=(CompetitionState.DRAFT, CompetitionState.APPROVED))
        .select_related("unit", "case")
        .defer("rules", "conditions", "selection_mode", "attachments", "legal_basis")
        .order_by("announced_at", "pk")
    )
    offers = (
        Offer.objects.filter(competition__in=competitions.values("pk"), submitted_at__isnull=False)
        .select_related("organisation", "award", "opinion")
        .defer("content")
        .order_by("competition", "number")
    )
    agreements = (
        Agreement.objects.filter(offer__competition__in=competitions.values("pk"))
        .exclude(state=AgreementState.PREPARED)
        .select_related("offer__organisation", "offer__competition", "report")
        .defer("offer__content", "report__content")
        .prefetch_related("payments")
        .order_by("number")
    )
    cards = ScoreCard.objects.filter(offer=OuterRef("pk"), state=CardState.SUBMITTED)
    assessed = Offer.objects.filter(Exists(cards), competition__in=competitions.values("pk")).values_list(
        "pk", flat=True
    )
    return Year(programme, tuple(competitions), tuple(offers), tuple(agreements), frozenset(assessed))


def compute(programme: Programme) -> tuple[Table, ...]:
    """All tables of the report on a programme, compared with the programme of the year before where there is one."""
    year = read(programme)
    before = Programme.objects.filter(year=programme.year - 1).first()
    previous = read(before) if before else None
    return (t0(year, previous), t3(year), t4(year), t5(year), t6(year), a1(year))


def offer_refs(offers: Iterable[Offer]) -> tuple[str, ...]:
    return tuple(f"offer:{offer.public_id}" for offer in offers)


def agreement_refs(agreements: Iterable[Agreement]) -> tuple[str, ...]:
    return tuple(f"agreement:{agreement.public_id}" for agreement in agreements)


def competition_refs(competitions: Iterable[Competition]) -> tuple[str, ...]:
    return tuple(f"competition:{competition.public_id}" for competition in competitions)


def counted(offers: Sequence[Offer]) -> Cell:
    return Cell(len(offers), offer_refs(offers))


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Percent to two places, or None where there is nothing to divide by."""
    if not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(CENT, ROUND_HALF_UP)


def paid(agreement: Agreement) -> Decimal:
    return sum((payment.amount for payment in agreement.payments.all()), Decimal(0))


def settled(agreement: Agreement) -> Decimal:
    """The part of the grant that an accepted report accounts for."""
    if agreement.state != AgreementState.SETTLED:
        return Decimal(0)
    return agreement.report.spent_grant


def key_figures(year: Year) -> list[tuple[str, str, Cell, str]]:
    """(key, label, cell, kind) of the indicators of T0."""
    funded = {row.offer.organisation_id for row in year.agreements}
    applying = {offer.organisation_id for offer in year.offers}
    money = sum((row.amount for row in year.agreements), Decimal(0))
    return [
        (
            "competitions",
            _("Ogłoszone konkursy"),
            Cell(len(year.competitions), competition_refs(year.competitions)),
            COUNT,
        ),
        ("offers", _("Złożone oferty"), counted(year.offers), COUNT),
        ("applicants", _("Organizacje, które złożyły ofertę"), Cell(len(applying), offer_refs(year.offers)), COUNT),
        ("agreements", _("Zawarte umowy"), Cell(len(year.agreements), agreement_refs(year.agreements)), COUNT),
        ("beneficiaries", _("Organizacje z dotacją"), Cell(len(funded), agreement_refs(year.agreements)), COUNT),
        ("amount", _("Kwota zawartych umów"), Cell(money, agreement_refs(year.agreements)), MONEY),
    ]


def t0(year: Year, previous: Year | None) -> Table:
    """T0: key figures of the year and of the year before."""
    old = {key: cell.value for key, _label, cell, _kind in key_figures(previous)} if previous else {}
    number = year.programme.year
    columns = (
        Column("now", str(number), "mixed"),
        Column("before", str(number - 1), "mixed"),
        Column("change", _("Zmiana"), "mixed"),
        Column("percent", _("Zmiana w %"), PERCENT),
    )
    rows = tuple(
        Row(
            f"{key}:{kind}",
            label,
            (
                cell,
                Cell(old.get(key)),
                Cell(cell.value - old[key] if key in old else None),
                Cell(share(cell.value - old[key], old[key]) if key in old else None),
            ),
        )
        for key, label, cell, kind in key_figures(year)
    )
    return Table("T0", _("Najważniejsze liczby"), columns, rows)


def t3(year: Year) -> Table:
    """T3: open competitions."""
    columns = (
        Column("sphere", _("Sfera"), TEXT),
        Column("unit", _("Komórka"), TEXT),
        Column("announced", _("Ogłoszony"), DAY),
        Column("closed", _("Zamknięty"), DAY),
        Column("resolved", _("Rozstrzygnięty"), DAY),
        Column("pool", _("Pula"), MONEY),
        Column("form", _("Forma"), TEXT),
        Column("days", _("Dni do rozstrzygnięcia"), DAYS),
    )
    rows = []
    for each in year.competitions:
        ref = competition_refs([each])
        announced, closed, resolved = (
            localdate(moment) if moment else None for moment in (each.announced_at, each.closed_at, each.resolved_at)
        )
        days = (resolved - closed).days if resolved and closed else None
        values = (each.sphere, each.unit.symbol, announced, closed, resolved, each.pool, each.get_form_display(), days)
        rows.append(Row(each.public_id, each.title, tuple(Cell(value, ref) for value in values)))
    return Table("T3", _("Otwarte konkursy ofert"), columns, tuple(rows))


def t4(year: Year) -> Table:
    """T4: what became of the offers of each competition."""
    columns = (
        Column("submitted", _("Złożone"), COUNT),
        Column("confirmed", _("Potwierdzone"), COUNT),
        Column("withdrawn", _("Wycofane"), COUNT),
        Column("correct", _("Poprawne formalnie"), COUNT),
        Column("rejected", _("Odrzucone formalnie"), COUNT),
        Column("unexamined", _("Bez rozpatrzenia"), COUNT),
        Column("assessed", _("Ocenione"), COUNT),
        Column("above", _("Powyżej progu"), COUNT),
        Column("funded", _("Z dotacją"), COUNT),
        Column("refused", _("Bez dotacji"), COUNT),
        Column("pass", _("Poprawne [%]"), PERCENT),
        Column("success", _("Skuteczność [%]"), PERCENT),
    )
    rows = []
    for each in year.competitions:
        offers = year.offers_of(each)
        by_state: dict[str, list[Offer]] = defaultdict(list)
        for offer in offers:
            by_state[offer.state].append(offer)
        wrong = (*BEFORE_CHECK, OfferState.UNEXAMINED, OfferState.REJECTED)
        correct = [offer for offer in offers if offer.state not in (*wrong, OfferState.WITHDRAWN)]
        funded = [offer for offer in offers if hasattr(offer, "award") and offer.award.granted]
        cells = (
            counted(offers),
            counted([offer for offer in offers if offer.confirmed_at]),
            counted(by_state[OfferState.WITHDRAWN]),
            counted(correct),
            counted(by_state[OfferState.REJECTED]),
            counted(by_state[OfferState.UNEXAMINED]),
            counted([offer for offer in offers if offer.pk in year.assessed]),
            counted([offer for offer in offers if hasattr(offer, "opinion") and offer.opinion.positive]),
            counted(funded),
            counted([offer for offer in offers if hasattr(offer, "award") and not offer.award.granted]),
            Cell(share(len(correct), len(offers)), offer_refs(offers)),
            Cell(share(len(funded), len(correct)), offer_refs(correct)),
        )
        rows.append(Row(each.public_id, each.title, cells))
    return Table("T4", _("Oferty w konkursach"), columns, tuple(rows))


def t5(year: Year) -> Table:
    """T5: amounts in each competition."""
    columns = (
        Column("requested", _("Wnioskowano"), MONEY),
        Column("awarded", _("Przyznano"), MONEY),
        Column("contracted", _("Umowy"), MONEY),
        Column("paid", _("Wypłacono"), MONEY),
        Column("settled", _("Rozliczono"), MONEY),
        Column("returned", _("Do zwrotu"), MONEY),
        Column("coverage", _("Pokrycie [%]"), PERCENT),
        Column("average", _("Średnia dotacja"), MONEY),
        Column("median", _("Mediana"), MONEY),
        Column("smallest", _("Najniższa"), MONEY),
        Column("largest", _("Najwyższa"), MONEY),
    )
    rows = []
    for each in year.competitions:
        offers, agreements = year.offers_of(each), year.agreements_of(each)
        granted = [offer for offer in offers if hasattr(offer, "award") and offer.award.granted]
        requested = sum((offer.requested for offer in offers), Decimal(0))
        awarded = sum((offer.award.amount for offer in granted), Decimal(0))
        amounts = [row.amount for row in agreements]
        done = [row for row in agreements if row.state == AgreementState.SETTLED]
        refs = agreement_refs(agreements)
        mean = (sum(amounts, Decimal(0)) / len(amounts)).quantize(CENT, ROUND_HALF_UP) if amounts else None
        cells = (
            Cell(requested, offer_refs(offers)),
            Cell(awarded, offer_refs(granted)),
            Cell(sum(amounts, Decimal(0)), refs),
            Cell(sum((paid(row) for row in agreements), Decimal(0)), refs),
            Cell(sum((settled(row) for row in done), Decimal(0)), agreement_refs(done)),
            Cell(sum((paid(row) - settled(row) for row in done), Decimal(0)), agreement_refs(done)),
            Cell(share(awarded, requested), offer_refs(offers)),
            Cell(mean, refs),
            Cell(median(amounts).quantize(CENT, ROUND_HALF_UP) if amounts else None, refs),
            Cell(min(amounts, default=None), refs),
            Cell(max(amounts, default=None), refs),
        )
        rows.append(Row(each.public_id, each.title, cells))
    return Table("T5", _("Kwoty w konkursach"), columns, tuple(rows))


def t6(year: Year) -> Table:
    """T6: grants by sphere of art. 4 ust. 1, without the empty ones."""
    columns = (
        Column("competitions", _("Konkursy"), COUNT),
        Column("offers", _("Oferty"), COUNT),
        Column("agreements", _("Umowy"), COUNT),
        Column("amount", _("Kwota"), MONEY),
        Column("share", _("Udział [%]"), PERCENT),
    )
    whole = sum((row.amount for row in year.agreements), Decimal(0))
    used = {each.sphere for each in year.competitions}
    order = [each.code for each in spheres() if each.code in used]
    rows = []
    for code in order:
        competitions = [each for each in year.competitions if each.sphere == code]
        offers = [offer for each in competitions for offer in year.offers_of(each)]
        agreements = [row for each in competitions for row in year.agreements_of(each)]
        amount = sum((row.amount for row in agreements), Decimal(0))
        refs = agreement_refs(agreements)
        cells = (
            Cell(len(competitions), competition_refs(competitions)),
            counted(offers),
            Cell(len(agreements), refs),
            Cell(amount, refs),
            Cell(share(amount, whole), refs),
        )
        rows.append(Row(code, f"{code}. {sphere(code).name}", cells))
    return Table("T6", _("Dotacje według sfer"), columns, tuple(rows))


def a1(year: Year) -> Table:
    """A1: all agreements."""
    columns = (
        Column("organisation", _("Organizacja"), TEXT),
        Column("task", _("Zadanie"), TEXT),
        Column("sphere", _("Sfera"), TEXT),
        Column("form", _("Forma"), TEXT),
        Column("amount", _("Umowa"), MONEY),
        Column("paid", _("Wypłacono"), MONEY),
        Column("settled", _("Rozliczono"), MONEY),
        Column("state", _("Stan"), TEXT),
    )
    rows = []
    for each in year.agreements:
        competition = each.offer.competition
        values = (
            each.offer.organisation.name,
            each.offer.title,
            competition.sphere,
            competition.get_form_display(),
            each.amount,
            paid(each),
            settled(each),
            each.get_state_display(),
        )
        rows.append(Row(each.public_id, each.number, tuple(Cell(value, agreement_refs([each])) for value in values)))
    return Table("A1", _("Wykaz umów"), columns, tuple(rows))
