"""Reads of evaluation: cards as plain values, the ranking, facts of a panel for the law."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from operator import itemgetter
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from competitions.calls.models import Competition, Criterion
from competitions.calls.states import ENDED
from competitions.calls.states import State as CompetitionState
from competitions.corrections.models import Correction
from competitions.evaluation import planning, scoring
from competitions.evaluation.models import (
    FormalCheck,
    Motion,
    Opinion,
    Panel,
    PanelMember,
    Plan,
    Role,
    Score,
    ScoreCard,
    Side,
)
from competitions.evaluation.refusals import CompetitionOver
from competitions.evaluation.states import GONE, CardState, FormalState
from competitions.experts.models import Expert
from competitions.offers.models import Offer
from competitions.offers.queries import NOT_COUNTED, names_together, with_partners
from competitions.offers.states import BEFORE_CHECK
from competitions.offers.states import State as OfferState
from core.jobs.models import Job
from law.competition import deadline_passed
from law.panel import MeetingFacts, PanelFacts


def insist_running(offer: Offer) -> None:
    """Raise CompetitionOver for an offer whose competition was called off or cancelled: it is assessed no more."""
    # Read anew: the row in hand may be older than the decision.
    state = Competition.objects.values_list("state", flat=True).get(pk=offer.competition_id)
    if state in ENDED:
        raise CompetitionOver(CompetitionState(state))


@dataclass(frozen=True)
class Standing:
    """The submitted cards of a competition and its rules as plain values: everything its ranking follows from.

    What follows is worked out once, however many parts of a page ask.
    """

    cards: list[scoring.Card]
    rules: scoring.Rules
    criteria: list[Criterion]
    # Offers from which whoever reads it is excluded: they rank, and are not shown.
    closed: frozenset[str] = frozenset()

    @property
    def highest(self) -> dict[int, Decimal]:
        """Criterion number → the most points of it."""
        return {criterion.number: criterion.max_points for criterion in self.criteria}

    @cached_property
    def every(self) -> scoring.Sheet:
        """Every card in whole units."""
        return scoring.sheet(self.cards, self.rules, every=True)

    @cached_property
    def ranking(self) -> list[scoring.Placed]:
        return scoring.ranked(scoring.counting(self.every, self.rules), self.rules)

    @cached_property
    def divergent(self) -> set[str]:
        """Offers that need one more expert."""
        return set(scoring.divergent(self.every, self.rules))

    def sums(self, offers: set[str]) -> dict[str, list[Decimal]]:
        """Of these offers: the sum of each card after weights."""
        return {row.offer: scoring.sums(row, self.every) for row in self.every.rows if row.offer in offers}

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of every card and rule: the same where the same ranking follows for the same reasons."""
        who = [(card.offer, card.expert) for card in self.cards]
        return sha256(repr((who, self.every, self.rules, self.highest)).encode()).hexdigest()


# What a row of the statement in `standing` is; cards come first.
CARD_ROW, SHUT_ROW, VOTE_ROW = "card", "shut", "vote"


def standing(competition: Competition, only: Sequence[Offer] = (), closed: "QuerySet[Offer] | None" = None) -> Standing:
    """How a competition stands by the submitted cards of its offers (but one may be withdrawn after it was scored).

    With `only` these offers alone are read: enough for what stands of them, never for a ranking. `closed` are the offers of any
    competition from which the reader is excluded.
    """
    criteria = {criterion.pk: criterion for criterion in competition.criteria.all()}
    chosen = Q(offer__in=[offer.pk for offer in only]) if only else Q()
    counted = ScoreCard.objects.filter(chosen, offer__competition=competition, state=CardState.SUBMITTED).exclude(
        offer__state=OfferState.WITHDRAWN
    )
    # Cards and carried votes in one statement: a page that shows them has few to spend.
    rows = (
        counted.order_by()
        .annotate(kind=Value(CARD_ROW))
        .values_list(
            "kind",
            "offer__number",
            "pk",
            "offer__public_id",
            "expert__public_id",
            "offer__requested",
            "offer__subtask__number",
            "offer__subtask__pool",
        )
    )
    votes = motions(competition).filter(chosen, carried=True).select_related(None).defer(None).order_by()
    voted = votes.annotate(
        kind=Value(VOTE_ROW), nobody=Value(""), nothing=Value(None, output_field=DecimalField())
    ).values_list("kind", "offer__number", "pk", "offer__public_id", "nobody", "after", "criterion__number", "nothing")
    points: dict[int, dict[int, Decimal]] = {}
    given = Score.objects.filter(card__in=counted.order_by().values("pk")).order_by()
    for card, criterion, value in given.values_list("card", "criterion", "points"):
        points.setdefault(card, {})[criteria[criterion].number] = value or Decimal(0)
    cards, requested, subtasks, pools = [], {}, {}, {}
    # What the panel set by carried votes, the last of each: points by offer and criterion number, amounts by offer.
    decided: dict[str, dict[int, Decimal]] = {}
    amounts: dict[str, Decimal] = {}
    shut = set()
    for kind, _place, pk, offer, expert, amount, number, pool in sorted(
        rows.union(voted, *_shut(closed, competition), all=True), key=itemgetter(0, 1, 2)
    ):
        if kind == SHUT_ROW:
            shut.add(offer)
        elif kind == CARD_ROW:
            cards.append(scoring.Card(offer, expert, points.get(pk, {})))
            requested[offer] = amount
            if number is not None:
                subtasks[offer], pools[number] = number, pool
        elif number is None:
            amounts[offer] = amount
        else:
            decided.setdefault(offer, {})[number] = amount
    rules = rules_of(
        competition,
        list(criteria.values()),
        requested=requested,
        subtasks=subtasks,
        pools=pools,
        decided=decided,
        amounts=amounts,
    )
    return Standing(cards, rules, list(criteria.values()), frozenset(shut))


def _shut(closed: "QuerySet[Offer] | None", competition: Competition) -> "list[QuerySet[Any, Any]]":
    """The offers of a competition closed to a reader, as rows of the statement in `standing`."""
    if closed is None:
        return []
    nothing = Value(None, output_field=DecimalField())
    rows = closed.filter(competition=competition, number__isnull=False).order_by()
    columns = ("kind", "number", "pk", "public_id", "nobody", "no_amount", "no_number", "no_pool")
    return [
        rows.annotate(
            kind=Value(SHUT_ROW),
            nobody=Value(""),
            no_amount=nothing,
            no_number=Value(None, output_field=IntegerField()),
            no_pool=nothing,
        ).values_list(*columns)
    ]


def rules_of(competition: Competition, criteria: Sequence[Criterion], **known: Any) -> scoring.Rules:
    """The rules of a competition with what is known of its offers: the other fields of `scoring.Rules`."""
    return scoring.Rules(
        maximum=sum((criterion.weighted_max for criterion in criteria), Decimal(0)),
        threshold=competition.threshold,
        pool=competition.pool,
        criteria=[criterion.number for criterion in criteria],
        weights={row.number: row.weight for row in criteria},
        lowest={row.number: row.min_points for row in criteria if row.min_points and not row.knock_out},
        knock_outs={row.number: row.min_points for row in criteria if row.min_points and row.knock_out},
        method=competition.scoring_method,
        experts=competition.experts_per_offer,
        divergence=competition.divergence,
        combining=competition.combining,
        **known,
    )


def criteria_with(card: ScoreCard) -> "QuerySet[Any]":
    """The criteria of a card's competition in order, with what the card says of each: `given` points and `why`."""
    scores = Score.objects.filter(card=card, criterion=OuterRef("pk"))
    rows = Criterion.objects.filter(competition=card.offer.competition_id)
    return rows.annotate(given=Subquery(scores.values("points")), why=Subquery(scores.values("justification")))


def with_scores(cards: "QuerySet[ScoreCard]") -> "QuerySet[ScoreCard]":
    """Cards with their points, each with its criterion, and their earlier versions."""
    scores = Prefetch("scores", queryset=Score.objects.select_related("criterion"))
    return cards.prefetch_related(scores, "versions").order_by("pk")


def next_card(own: "QuerySet[ScoreCard]", card: ScoreCard) -> ScoreCard | None:
    """Which of an expert's own open cards follows a card, by term; from the last back to the first."""
    rows = own.filter(state__in=(CardState.ASSIGNED, CardState.DECLARED)).exclude(pk=card.pk).order_by("due", "pk")
    later = rows.filter(Q(due__gt=card.due) | Q(due=card.due, pk__gt=card.pk))
    return later.defer("offer__content").first() or rows.defer("offer__content").first()


def offerers_to_declare(competition: Competition, closed: "QuerySet[Offer]", at: datetime) -> list[str]:
    """Whose offers a panel's member declares about: the organisations of each standing offer, once their number may be known.

    `closed` are those from which the member is excluded already.
    """
    if not deadline_passed(competition.offers_due, at):
        return []
    rows = competition.offers.exclude(state__in=NOT_COUNTED).exclude(pk__in=closed.values("pk"))
    rows = rows.select_related("organisation").defer("content")
    return [names_together(offer, offer.joint_with) for offer in with_partners(rows).order_by("number")]


def names_of_experts(competition: Competition) -> dict[str, str]:
    """Public id → name of everybody who has a card in a competition."""
    rows = Expert.objects.filter(cards__offer__competition=competition).distinct().select_related("user")
    return {expert.public_id: str(expert) for expert in rows}


def names_of(problem: planning.Problem) -> dict[str, str]:
    """The names of the experts of a problem, by public id."""
    rows = Expert.objects.filter(public_id__in=[each.expert for each in problem.experts]).select_related("user")
    return {each.public_id: str(each) for each in rows}


def names_of_applicants(competition: Competition) -> dict[str, str]:
    """Public id of an offer → the names of those who make it."""
    rows = with_partners(
        competition.offers.select_related("organisation").only("public_id", "competition", "organisation__name")
    )
    return {offer.public_id: names_together(offer, offer.joint_with) for offer in rows}


def plan_job(plan: Plan) -> Job | None:
    """The job that works out a proposal, the newest."""
    return Job.objects.filter(name="evaluation.plan", key=plan.public_id).order_by("-pk").first()


def offers_by_key(competition: Competition, keys: set[str]) -> dict[str, Offer]:
    """Offers of a competition by their public id, with whose they are."""
    rows = competition.offers.filter(public_id__in=keys).select_related("organisation").defer("content")
    return {offer.public_id: offer for offer in with_partners(rows)}


def motions(competition: Competition) -> "QuerySet[Motion]":
    """The votes of the panel that count, carried or not, in the order in which they were taken."""
    rows = Motion.objects.filter(offer__competition=competition, annulled=False).exclude(
        offer__state=OfferState.WITHDRAWN
    )
    return rows.select_related("offer", "criterion").defer("offer__content")


def value_now(offer: Offer, criterion: Criterion | None) -> Decimal:
    """What stands now of an offer with cards: points of a criterion as they count, without one the amount in PLN."""
    stand = standing(offer.competition, [offer])
    if criterion is None:
        return stand.rules.amounts.get(offer.public_id, offer.requested or Decimal(0))
    return scoring.by_criterion(stand.cards, stand.rules)[offer.public_id][criterion.number]


def points_given(offer: Offer) -> dict[int, list[Decimal]]:
    """Key of a criterion → the points that each submitted card of an offer gives it, in the order of the cards."""
    given: dict[int, list[Decimal]] = {}
    scores = Score.objects.filter(card__offer=offer, card__state=CardState.SUBMITTED).order_by("card")
    for criterion, points in scores.values_list("criterion", "points"):
        given.setdefault(criterion, []).append(points or Decimal(0))
    return given


def default_opinion(placed: scoring.Placed) -> str:
    """What the panel says of an offer when it adds nothing of its own."""
    if placed.proposed:
        return _("Komisja opiniuje ofertę pozytywnie i proponuje dotację w pełnej wnioskowanej kwocie.")
    if placed.above:
        return _("Komisja opiniuje ofertę pozytywnie; pula środków nie wystarcza na jej dofinansowanie.")
    if placed.failed:
        numbers = ", ".join(str(number) for number in placed.failed)
        return _("Komisja opiniuje ofertę negatywnie: w kryterium %(numbers)s nie osiągnęła minimum z ogłoszenia.") % {
            "numbers": numbers
        }
    return _("Komisja opiniuje ofertę negatywnie: nie osiągnęła progu punktowego z ogłoszenia.")


def current_check(rows: "QuerySet[FormalCheck]", offer: Offer) -> FormalCheck | None:
    """The formal card of the round in which an offer is now; none when a correction has opened a round nobody has judged."""
    number = 2 if offer.state in (OfferState.RETURNED, OfferState.CORRECTED) or hasattr(offer, "correction") else 1
    return rows.filter(offer=offer, round=number).first()


# What an offer waits for in the formal check: the value of the filter, its words.
WAITS = (
    ("confirmation", _lazy("na potwierdzenie")),
    ("card", _lazy("na kartę")),
    ("approval", _lazy("na zatwierdzenie karty")),
    ("sent_back", _lazy("na poprawienie karty")),
    ("correction", _lazy("na uzupełnienie organizacji")),
    ("nothing", _lazy("na nic: ocena formalna zakończona")),
)


def formal_list(competition: Competition) -> "QuerySet[Any]":
    """Offers of a competition with `waits` (a code of WAITS) and their card of this round: `card`, `proposal`, `filler`."""
    cards = FormalCheck.objects.filter(offer=OuterRef("pk"), round=OuterRef("round"))
    called = Exists(Correction.objects.filter(offer=OuterRef("pk")))
    filled, sent_back = Q(card_state=FormalState.FILLED), Q(card_state=FormalState.SENT_BACK)
    rows = competition.offers.exclude(state__in=(OfferState.DRAFT, OfferState.WITHDRAWN))
    return (
        with_partners(rows)
        .annotate(round=Case(When(called, then=Value(2)), default=Value(1)))
        .annotate(
            card=Subquery(cards.values("public_id")[:1]),
            card_state=Subquery(cards.values("state")[:1]),
            proposal=Subquery(cards.values("proposal")[:1]),
            filler=Subquery(cards.values("filled_by")[:1]),
            filler_name=Subquery(cards.values("filled_by__name")[:1]),
        )
        .annotate(
            waits=Case(
                When(~Q(state__in=BEFORE_CHECK), then=Value("nothing")),
                When(filled, then=Value("approval")),
                When(sent_back, then=Value("sent_back")),
                When(state=OfferState.SUBMITTED, then=Value("confirmation")),
                When(state=OfferState.RETURNED, then=Value("correction")),
                default=Value("card"),
            )
        )
        .select_related("organisation")
        .defer("content")
        .order_by("number", "pk")
    )


def with_cards(rows: "QuerySet[Offer]") -> "QuerySet[Offer]":
    """Offers without their content, with the number of their submitted cards as `done`."""
    return rows.annotate(done=Count("cards", filter=Q(cards__state=CardState.SUBMITTED), distinct=True)).defer(
        "content"
    )


def lacking_cards(competition: Competition, offers: Iterable[Any], stand: Standing) -> list[Any]:
    """Those of `with_cards` that wait for a card before the panel may speak of them: planned, or called for by a divergence."""
    divergent = stand.divergent
    return [
        offer
        for offer in offers
        if offer.state == OfferState.ACCEPTED
        and offer.done < competition.experts_per_offer + (offer.public_id in divergent)
    ]


def offers_lacking_cards(competition: Competition) -> list[Offer]:
    """Formally accepted offers that wait for a card."""
    return lacking_cards(competition, with_cards(competition.offers.all()), standing(competition))


def lacks_cards(offer: Offer) -> bool:
    """Whether an offer waits for a card before the panel may speak of it."""
    competition = offer.competition
    return bool(lacking_cards(competition, with_cards(Offer.objects.filter(pk=offer.pk)), standing(competition)))


def applicants(competition: Competition) -> set[str]:
    """The names of organisations that take part in a competition, alone or with others, as `plain_name` writes them."""
    rows = competition.offers.exclude(state__in=NOT_COUNTED).order_by()
    names = rows.values_list("organisation__name", "partners__organisation__name")
    return {plain_name(name) for pair in names for name in pair if name}


def plain_name(name: str) -> str:
    """A name without what differs only in writing: letter case, spaces, quotation marks."""
    return " ".join("".join(char for char in name if char not in "\"'„”«»").casefold().split())


def panel_facts(competition: Competition, members: Sequence[Mapping[str, Any]], no_ngo_reason: str) -> PanelFacts:
    """A panel's composition for the law; `members` as `actions.appoint` takes them."""
    taking_part = applicants(competition)
    return PanelFacts(
        executive=sum(row["side"] == Side.EXECUTIVE for row in members),
        ngo=sum(row["side"] == Side.NGO for row in members),
        ngo_indicated_by_applicants=sum(plain_name(row.get("indicated_by", "")) in taking_part for row in members),
        chairs=sum(row["role"] == Role.CHAIR for row in members),
        twice=len(members) - len({row["user"].pk for row in members}),
        no_ngo_reason=no_ngo_reason,
    )


def meeting_facts(panel: Panel, present: Sequence[PanelMember]) -> MeetingFacts:
    """A sitting for the law: who is there, whether each made the declaration, and whom an applicant indicated."""
    members = list(panel.members.all())
    taking_part = applicants(panel.competition)
    return MeetingFacts(
        members=len(members),
        present=len(present),
        undeclared=sum(member.declared_at is None for member in present),
        chair_present=any(member.role == Role.CHAIR for member in present),
        ngo_present=sum(member.side == Side.NGO for member in present),
        ngo_indicated_by_applicants=sum(plain_name(member.indicated_by) in taking_part for member in present),
        no_ngo_reason=panel.no_ngo_reason,
    )


def offers_with_progress(competition: Competition) -> "QuerySet[Offer]":
    """Offers of a competition with how many cards they have and how many are submitted, for the officer's list."""
    return (
        with_partners(competition.offers.exclude(state=OfferState.DRAFT))
        .select_related("organisation", "subtask")
        .annotate(
            cards_all=Count("cards", filter=~Q(cards__state__in=GONE)),
            cards_done=Count("cards", filter=Q(cards__state=CardState.SUBMITTED)),
        )
        .defer("content")
        .order_by("number")
    )


def opinions(offers: "QuerySet[Offer]") -> "QuerySet[Opinion]":
    """The panel's opinions on offers, with whose they are."""
    rows = Opinion.objects.filter(offer__in=offers.order_by().values("pk"))
    return with_partners(rows.select_related("offer__organisation", "offer__subtask"), "offer")
