"""Evaluation in the API: an expert declares, scores and submits a card; the office fills and approves formal cards."""

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.calls.models import Criterion
from competitions.evaluation import access, formal
from competitions.evaluation.actions import cards as actions
from competitions.evaluation.actions import formal as formal_verbs
from competitions.evaluation.models import FormalCheck, Proposal, ScoreCard
from competitions.evaluation.prefill import findings
from competitions.evaluation.states import CardState, FormalState
from competitions.experts.hats import EXPERT
from competitions.offers.access import visible as visible_offers
from competitions.offers.api.offers import CONTENT
from competitions.offers.models import Offer, OfferVersion
from core.api.fields import LineField, TextField, chosen
from core.api.resource import Detailed
from core.api.scopes import scope
from core.web.page import log_personal_read
from law.competition import on_scale
from law.exclusion import grounds
from office.structure.hats import STAFF

CARDS_READ = scope("cards:read", gettext_lazy("karty oceny: odczyt"), kinds=(EXPERT.code, *STAFF, "auditor"))
FORMAL_READ = scope("formal:read", gettext_lazy("karty formalne: odczyt"), kinds=(*STAFF, "auditor"))
FORMAL_WRITE = scope("formal:write", gettext_lazy("karty formalne: wypełnianie i zatwierdzanie"), kinds=STAFF)
CARDS_WRITE = scope("cards:write", gettext_lazy("karty oceny: deklaracja i ocena"), kinds=(EXPERT.code,))

# One question of KPA art. 24 for each answer; every one of them must be answered.
DeclarationIn: type[serializers.Serializer] = type(
    "DeclarationIn",
    (serializers.Serializer,),
    {
        ground.code: serializers.BooleanField(help_text=f"{ground.question} ({ground.basis})")
        for ground in grounds(member=False)
    },
)


class ScoreIn(serializers.Serializer):
    criterion = serializers.IntegerField(help_text="numer kryterium")
    points = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=Decimal(0), allow_null=True)
    justification = serializers.CharField(max_length=5000, allow_blank=True)


def _on_scale(points: Decimal, criterion: Criterion) -> bool:
    return on_scale(points, criterion.max_points, criterion.step)


class QuestionedIn(serializers.Serializer):
    cost = LineField(max_length=20, help_text="numer kosztu z oferty")
    amount = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=Decimal("0.01"))
    reason = TextField(max_length=1000)


class QuestionedOut(serializers.Serializer):
    cost = serializers.CharField()
    name = serializers.CharField()
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    reason = serializers.CharField()


class ScoresIn(serializers.Serializer):
    """The whole card: what is not sent is emptied."""

    scores = ScoreIn(many=True)
    strengths = serializers.CharField(max_length=20000, allow_blank=True, default="")
    weaknesses = serializers.CharField(max_length=20000, allow_blank=True, default="")
    recommended_amount = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=Decimal(0), allow_null=True, default=None
    )
    questioned = QuestionedIn(many=True, default=list, help_text="koszty oferty, które ekspert kwestionuje")

    def validate_questioned(self, rows: list[Mapping[str, Any]]) -> list[dict[str, str]]:
        """Each cost of the offer at most once and within its value; as the card keeps them."""
        costs = {each.code: each for each in self.context["costs"]}
        codes = [row["cost"] for row in rows]
        faults = [
            _("Koszt %(code)s: nie ma takiego w ofercie, jest dwa razy albo kwota jest wyższa niż koszt.")
            % {"code": row["cost"]}
            for row in rows
            if row["cost"] not in costs or codes.count(row["cost"]) > 1 or row["amount"] > costs[row["cost"]].value
        ]
        if faults:
            raise serializers.ValidationError(sorted(set(faults)))
        return [
            {
                "cost": row["cost"],
                "name": costs[row["cost"]].name,
                "amount": f"{row['amount']:.2f}",
                "reason": row["reason"],
            }
            for row in rows
        ]

    def validate_scores(self, rows: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Each criterion of the competition at most once, within its scale."""
        scale: Mapping[int, Criterion] = self.context["scale"]
        faults = [
            _("Kryterium %(number)s: nie ma takiego, jest dwa razy albo punkty są poza skalą.") % {"number": number}
            for number, points, times in (
                (row["criterion"], row["points"], sum(other["criterion"] == row["criterion"] for other in rows))
                for row in rows
            )
            if times > 1 or number not in scale or (points is not None and not _on_scale(points, scale[number]))
        ]
        if faults:
            raise serializers.ValidationError(sorted(set(faults)))
        return rows


class ScoreOut(serializers.Serializer):
    criterion = serializers.IntegerField()
    name = serializers.CharField()
    max_points = serializers.DecimalField(max_digits=5, decimal_places=2)
    points = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    justification = serializers.CharField(allow_blank=True)


class CardOut(serializers.ModelSerializer):
    """A card; the task is named only to whoever may read the offer, and nobody is named by name."""

    id = serializers.CharField(source="public_id")
    offer = serializers.CharField(source="offer.public_id")
    offer_number = serializers.IntegerField(source="offer.number")
    organisation_name = serializers.CharField(source="offer.organisation.name")
    competition = serializers.CharField(source="offer.competition.public_id")
    task = serializers.SerializerMethodField(help_text="puste przed złożeniem deklaracji")
    expert = serializers.SerializerMethodField(help_text="identyfikator; puste dla członków komisji")
    state_label = serializers.CharField(source="get_state_display")

    class Meta:
        model = ScoreCard
        fields = (
            "id",
            "offer",
            "offer_number",
            "organisation_name",
            "competition",
            "task",
            "expert",
            "state",
            "state_label",
            "assigned_at",
            "due",
            "declared_at",
            "submitted_at",
        )

    def get_task(self, card: ScoreCard) -> str:
        barred = self.context["view"].actor.wears(EXPERT.code) and card.state not in access.AFTER_DECLARATION
        return "" if barred else card.offer.title

    def get_expert(self, card: ScoreCard) -> str:
        knows = self.context["view"].actor.wears(EXPERT.code, *STAFF, "auditor")
        return card.expert.public_id if knows else ""


class CardDetailOut(CardOut):
    scores = serializers.SerializerMethodField()
    strengths = serializers.SerializerMethodField()
    weaknesses = serializers.SerializerMethodField()
    recommended_amount = serializers.SerializerMethodField()
    questioned = serializers.SerializerMethodField()

    class Meta(CardOut.Meta):
        fields = (  # type: ignore[assignment]
            *CardOut.Meta.fields,
            "scores",
            "strengths",
            "weaknesses",
            "recommended_amount",
            "questioned",
        )

    def shown(self, card: ScoreCard) -> bool:
        """What an expert has not submitted yet is read by that expert alone."""
        return card.state == CardState.SUBMITTED or bool(self.context["view"].actor.wears(EXPERT.code))

    @extend_schema_field(ScoreOut(many=True))
    def get_scores(self, card: ScoreCard) -> Any:
        given = {row.criterion_id: row for row in card.scores.all()} if self.shown(card) else {}
        rows = [
            {
                "criterion": each.number,
                "name": each.name,
                "max_points": each.max_points,
                "points": given[each.pk].points if each.pk in given else None,
                "justification": given[each.pk].justification if each.pk in given else "",
            }
            for each in card.offer.competition.criteria.all()
        ]
        return ScoreOut(rows, many=True).data

    def get_strengths(self, card: ScoreCard) -> str:
        return card.strengths if self.shown(card) else ""

    def get_weaknesses(self, card: ScoreCard) -> str:
        return card.weaknesses if self.shown(card) else ""

    @extend_schema_field(serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True))
    def get_recommended_amount(self, card: ScoreCard) -> str | None:
        amount = card.recommended_amount if self.shown(card) else None
        return None if amount is None else f"{amount:f}"

    @extend_schema_field(QuestionedOut(many=True))
    def get_questioned(self, card: ScoreCard) -> Any:
        return QuestionedOut(card.questioned if self.shown(card) else (), many=True).data


class ScoredOfferOut(serializers.ModelSerializer):
    """The submitted offer beside a card."""

    content = serializers.SerializerMethodField()

    class Meta:
        model = OfferVersion
        fields = ("form_version", "content", "checksum", "submitted_at")

    @extend_schema_field(CONTENT)
    def get_content(self, version: OfferVersion) -> Any:
        return version.content


class CardFilter(django_filters.FilterSet):
    competition = django_filters.CharFilter(field_name="offer__competition__public_id")
    offer = django_filters.CharFilter(field_name="offer__public_id")
    state = django_filters.ChoiceFilter(choices=CardState.choices)

    class Meta:
        model = ScoreCard
        fields: list[str] = []


class CardResource(Detailed):
    """Score cards: an expert's own, and for staff all, with points once submitted."""

    about = gettext_lazy("Karty oceny: ekspert widzi swoje, urząd wszystkie, a punkty dopiero złożone.")
    scope = CARDS_READ
    write_scope = CARDS_WRITE
    serializer_class = CardOut
    detail_serializer_class = CardDetailOut
    filterset_class = CardFilter
    orderings = ("due", "assigned_at", "submitted_at")
    personal = True

    def get_queryset(self) -> QuerySet[ScoreCard]:
        gates = {"declare": access.own_cards, "offer": access.scored_cards}
        gates |= {"scores": access.scored_cards, "submit": access.scored_cards}
        return gates.get(self.action, access.cards)(self.actor, self.at).defer("offer__content")

    @extend_schema(
        summary=gettext_lazy("Złóż deklarację bezstronności (KPA art. 24); każde „true” wyłącza"),
        request=DeclarationIn,
        responses=CardOut,
    )
    @action(detail=True, methods=["post"])
    def declare(self, request: Request, id: str) -> Response:
        """Declare impartiality (KPA art. 24); any "true" excludes from this offer for good."""
        card = self.row(access.may_declare)
        answers = self.input(DeclarationIn)
        return self.output(CardOut, actions.declare(card, answers, actor=self.actor, at=self.at))

    @extend_schema(summary=gettext_lazy("Oceniana oferta, po deklaracji"), responses=ScoredOfferOut)
    @action(detail=True)
    def offer(self, request: Request, id: str) -> Response:
        """The offer to be scored, after the declaration."""
        return self.output(ScoredOfferOut, self.row().offer.versions.latest("number"))

    @extend_schema(summary=gettext_lazy("Zastąp treść karty"), request=ScoresIn, responses=CardDetailOut)
    @action(detail=True, methods=["put"])
    def scores(self, request: Request, id: str) -> Response:
        """Replace what the card says so far."""
        card = self.row(access.may_score)
        criteria = {each.number: each for each in card.offer.competition.criteria.all()}
        costs = list(card.offer.versions.latest("number").costs.all())
        values = dict(self.input(ScoresIn, scale=criteria, costs=costs))
        sent = {row["criterion"]: (row["points"], row["justification"]) for row in values.pop("scores")}
        scores = {each.pk: sent.get(number, (None, "")) for number, each in criteria.items()}
        saved = actions.save_card(card, scores=scores, values=values, actor=self.actor, at=self.at)
        return self.output(CardDetailOut, saved)

    @extend_schema(
        summary=gettext_lazy("Złóż kartę; powtórzenie niczego nie zmienia"), request=None, responses=CardDetailOut
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, id: str) -> Response:
        """Submit the card; submitting it again changes nothing."""
        card = self.row(access.may_score)
        return self.output(CardDetailOut, actions.submit_card(card, actor=self.actor, at=self.at))


class AnswerIn(serializers.Serializer):
    question = serializers.ChoiceField(choices=[(each.code, each.text) for each in formal.QUESTIONS])
    answer = serializers.ChoiceField(choices=list(formal.ANSWERS.items()))
    note = TextField(
        max_length=1000,
        allow_blank=True,
        default="",
        help_text="konieczna przy „no” i gdy odpowiedź jest inna, niż wynika z danych",
    )


class FormalCheckIn(serializers.Serializer):
    """The whole card: every question once, what follows, which fields a correction unlocks."""

    offer = LineField(max_length=16)
    answers = AnswerIn(many=True)
    proposal = serializers.ChoiceField(choices=Proposal.choices)
    unlocked = serializers.ListField(
        child=LineField(max_length=40),
        default=list,
        max_length=200,
        help_text="kody pól wzoru, które organizacja będzie mogła poprawić",
    )

    def validate_answers(self, rows: list[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
        """As `actions.fill_check` takes them."""
        given = {row["question"]: {"answer": row["answer"], "note": row["note"].strip()} for row in rows}
        if len(given) < len(rows):
            raise serializers.ValidationError(_("Na każde pytanie odpowiada się raz."))
        return given


class RemarkIn(serializers.Serializer):
    remark = TextField(max_length=500)


class AnswerOut(serializers.Serializer):
    """A question with its answer and what the system found."""

    question = serializers.CharField()
    text = serializers.CharField()
    correctable = serializers.BooleanField(help_text="odpowiedź „no” można raz uzupełnić")
    answer = serializers.CharField(allow_blank=True, help_text="yes, no, na; puste, gdy jeszcze nie odpowiedziano")
    note = serializers.CharField(allow_blank=True)
    found = serializers.CharField(allow_blank=True, help_text="co wynika z danych; puste, gdy musi spojrzeć człowiek")
    why = serializers.CharField(allow_blank=True)


def _answered(answers: Mapping[str, Any], found: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "question": each.code,
            "text": each.text,
            "correctable": each.correctable,
            "answer": answers.get(each.code, {}).get("answer", ""),
            "note": answers.get(each.code, {}).get("note", ""),
            "found": found.get(each.code, {}).get("answer", ""),
            "why": found.get(each.code, {}).get("why", ""),
        }
        for each in formal.QUESTIONS
    ]


class FormalCheckOut(serializers.ModelSerializer):
    """A formal card; who filled and who approved it are not named."""

    id = serializers.CharField(source="public_id")
    offer = serializers.CharField(source="offer.public_id")
    offer_number = serializers.IntegerField(source="offer.number")
    competition = serializers.CharField(source="offer.competition.public_id")
    version = serializers.IntegerField(source="version.number")
    state_label = serializers.CharField(source="get_state_display")
    proposal_label = serializers.CharField(source="get_proposal_display")
    own = serializers.SerializerMethodField(help_text="wypełniła ją osoba, do której należy klucz")

    class Meta:
        model = FormalCheck
        fields = (
            "id",
            "offer",
            "offer_number",
            "competition",
            "round",
            "version",
            "state",
            "state_label",
            "proposal",
            "proposal_label",
            "own",
            "filled_at",
            "approved_at",
            "remark",
        )

    def get_own(self, check: FormalCheck) -> bool:
        user = self.context["view"].actor.user
        return user is not None and check.filled_by_id == user.pk


class FormalCheckDetailOut(FormalCheckOut):
    answers = serializers.SerializerMethodField()
    unlocked = serializers.ListField(source="fields", child=serializers.CharField())

    class Meta(FormalCheckOut.Meta):
        fields = (*FormalCheckOut.Meta.fields, "answers", "unlocked")  # type: ignore[assignment]

    @extend_schema_field(AnswerOut(many=True))
    def get_answers(self, check: FormalCheck) -> Any:
        return AnswerOut(_answered(check.answers, check.findings), many=True).data


class FormalCheckFilter(django_filters.FilterSet):
    offer = django_filters.CharFilter(field_name="offer__public_id")
    competition = django_filters.CharFilter(field_name="offer__competition__public_id")
    state = django_filters.ChoiceFilter(choices=FormalState.choices)

    class Meta:
        model = FormalCheck
        fields: list[str] = []


class FormalCheckResource(Detailed):
    """Formal cards of offers, filled by one person of the office and approved by another."""

    about = gettext_lazy("Karty formalne ofert: jedna osoba wypełnia, druga zatwierdza albo zwraca.")
    scope = FORMAL_READ
    write_scope = FORMAL_WRITE
    serializer_class = FormalCheckOut
    detail_serializer_class = FormalCheckDetailOut
    filterset_class = FormalCheckFilter
    orderings = ("-filled_at", "approved_at")
    personal = True

    def get_queryset(self) -> QuerySet[FormalCheck]:
        return access.checks(self.actor, self.at)

    def checked(self, wanted: str) -> Offer:
        """The offer that is named, or 400; 403 when the caller checks none."""
        offers = visible_offers(self.actor, self.at)
        offer: Offer = chosen(offers, wanted, "offer", _("Nie ma takiej oferty."))
        allowed, reason = access.may_check(self.actor, offer, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        return offer

    @extend_schema(
        summary=gettext_lazy("Pytania karty i co na nie wynika z danych oferty"),
        parameters=[OpenApiParameter("offer", OpenApiTypes.STR, required=True)],
        responses=AnswerOut(many=True),
        filters=False,
    )
    @action(detail=False, pagination_class=None, filter_backends=[])
    def questions(self, request: Request) -> Response:
        """The questions of the card with what the system finds in an offer."""
        wanted = LineField(max_length=16).run_validation(request.query_params.get("offer", ""))
        offer = self.checked(wanted)
        log_personal_read(self.actor, "formal_check", offer, at=self.at)
        found = {code: asdict(each) for code, each in findings(offer, offer.versions.latest("number")).items()}
        return Response(AnswerOut(_answered({}, found), many=True).data)

    @extend_schema(
        summary=gettext_lazy("Wypełnij kartę oferty; powtórzenie zwraca tę samą"),
        request=FormalCheckIn,
        responses=FormalCheckDetailOut,
    )
    def create(self, request: Request) -> Response:
        """Fill the formal card of an offer; the same card again gives the same row."""
        values = self.input(FormalCheckIn)
        offer = self.checked(values["offer"])
        check = formal_verbs.fill_check(
            offer,
            values["answers"],
            proposal=values["proposal"],
            fields=values["unlocked"],
            actor=self.actor,
            at=self.at,
        )
        return self.output(FormalCheckDetailOut, check)

    @extend_schema(
        summary=gettext_lazy("Zatwierdź kartę: stanie się to, co proponuje; powtórzenie niczego nie zmienia"),
        request=None,
        responses=FormalCheckDetailOut,
    )
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, id: str) -> Response:
        """Approve a card as a second pair of eyes; approving it again changes nothing."""
        check = self.row(access.may_approve)
        done = formal_verbs.approve_check(check, actor=self.actor, at=self.at)
        return self.output(FormalCheckDetailOut, done)

    @extend_schema(
        summary=gettext_lazy("Zwróć kartę do poprawy; powtórzenie niczego nie zmienia"),
        request=RemarkIn,
        responses=FormalCheckDetailOut,
    )
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, id: str) -> Response:
        """Send a card back to who filled it; sending it back again changes nothing."""
        check = self.row(access.may_approve)
        remark = self.input(RemarkIn)["remark"]
        done = formal_verbs.send_back_check(check, remark=remark, actor=self.actor, at=self.at)
        return self.output(FormalCheckDetailOut, done)
