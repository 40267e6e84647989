"""Candidacies in the API: a person begins, writes, submits, supplements and withdraws their own; the office reads those that came."""

from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.recruitment import access, queries
from competitions.recruitment.actions import candidacies
from competitions.recruitment.forms import AWAY_MAX, NOTE_MAX, NUMBER_MAX
from competitions.recruitment.models import Candidacy, Kind, Proof, Recruitment, Standing, days
from competitions.recruitment.states import CandidacyState
from core.api.fields import LineField, TextField, chosen
from core.api.resource import Detailed
from core.api.scopes import scope

CANDIDACIES_READ = scope("candidacies:read", gettext_lazy("zgłoszenia w naborach ekspertów: odczyt"))
CANDIDACIES_WRITE = scope(
    "candidacies:write", gettext_lazy("własne zgłoszenia w naborach ekspertów: pisanie, pliki, złożenie, wycofanie")
)


class CandidacyIn(serializers.Serializer):
    recruitment = LineField(max_length=16)


class ConditionAnswerIn(serializers.Serializer):
    """What the candidate says of a condition: the number where it gives points, and how it is met."""

    condition = serializers.IntegerField(min_value=1, max_value=NUMBER_MAX, help_text="numer warunku z naboru")
    value = serializers.IntegerField(
        min_value=0,
        max_value=NUMBER_MAX,
        required=False,
        allow_null=True,
        default=None,
        help_text="liczba, tylko przy warunku punktowanym",
    )
    note = TextField(max_length=NOTE_MAX, required=False, allow_blank=True, default="")


class AwayDays(serializers.Serializer):
    """Days on which the person takes no offers, the first and the last."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["ends_on"] < attrs["starts_on"]:
            fault = _("Nieobecność kończy się przed swoim początkiem. Popraw daty.")
            raise serializers.ValidationError({"ends_on": [fault]})
        return attrs


class CandidacyContentIn(serializers.Serializer):
    """The whole candidacy; what is left out is empty, and may be until it is submitted. The recruitment is in the context."""

    name = LineField(max_length=200)
    phone = LineField(max_length=30, required=False, allow_blank=True, default="")
    town = LineField(max_length=100, required=False, allow_blank=True, default="")
    spheres = serializers.ListField(
        child=LineField(max_length=5), required=False, default=list, max_length=50, help_text="dziedziny z naboru"
    )
    education = TextField(required=False, allow_blank=True, default="")
    career = TextField(required=False, allow_blank=True, default="")
    practice = TextField(required=False, allow_blank=True, default="")
    ties = TextField(required=False, allow_blank=True, default="")
    answers = ConditionAnswerIn(many=True, required=False, default=list)
    statements = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=NUMBER_MAX),
        required=False,
        default=list,
        max_length=100,
        help_text="złożone oświadczenia: ich miejsca na liście z naboru, licząc od 0",
    )
    limit = serializers.IntegerField(
        min_value=1,
        max_value=32767,
        required=False,
        allow_null=True,
        default=None,
        help_text="najwięcej kart w jednym konkursie; puste: bez limitu",
    )
    away = AwayDays(many=True, required=False, default=list)

    @property
    def recruitment(self) -> Recruitment:
        found: Recruitment = self.context["recruitment"]
        return found

    def validate_spheres(self, codes: list[str]) -> list[str]:
        """Fields that the recruitment wants, each once."""
        wanted = {field.sphere for field in self.recruitment.fields.all()}
        if wrong := [code for code in codes if code not in wanted]:
            raise serializers.ValidationError(
                _("Nabór nie obejmuje dziedzin: %(codes)s.") % {"codes": ", ".join(wrong)}
            )
        return list(dict.fromkeys(codes))

    def validate_answers(self, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Every condition of the recruitment at most once, a number only where it gives points; as the candidacy keeps them."""
        conditions = list(self.recruitment.conditions.all())
        given = {row["condition"]: row for row in rows}
        if unknown := sorted(given.keys() - {each.number for each in conditions}):
            told = {"numbers": ", ".join(map(str, unknown))}
            raise serializers.ValidationError(_("Nabór nie ma warunków o numerach: %(numbers)s.") % told)
        if len(given) < len(rows):
            raise serializers.ValidationError(_("Podaj każdy warunek jeden raz."))
        found = {}
        for each in conditions:
            row = given.get(each.number, {"value": None, "note": ""})
            if row["value"] is not None and each.kind != Kind.SCORED:
                told = {"number": str(each.number)}
                raise serializers.ValidationError(
                    _("Warunek nr %(number)s nie ma punktów: napisz, jak go spełniasz.") % told
                )
            found[str(each.number)] = {"value": row["value"], "note": row["note"]}
        return found

    def validate_statements(self, places: list[int]) -> list[int]:
        """Places of the recruitment's statements, each once."""
        if wrong := [place for place in places if place >= len(self.recruitment.statements)]:
            told = {"places": ", ".join(map(str, wrong))}
            raise serializers.ValidationError(
                _("Na liście oświadczeń naboru nie ma pozycji: %(places)s (liczymy od 0).") % told
            )
        return sorted(set(places))

    def validate_away(self, rows: list[dict[str, Any]]) -> list[list[str]]:
        """As the candidacy keeps them."""
        if len(rows) > AWAY_MAX:
            raise serializers.ValidationError(_("Nieobecności może być najwyżej %(most)s.") % {"most": AWAY_MAX})
        return [[str(row["starts_on"]), str(row["ends_on"])] for row in rows]


class SupplementIn(serializers.Serializer):
    note = TextField(max_length=3000, required=False, allow_blank=True, default="")


class LackOut(serializers.Serializer):
    """What the candidacy lacks, in a sentence."""

    sentence = serializers.CharField(source="*")


class CandidacyOut(serializers.ModelSerializer):
    """A candidacy in a line; of the person nothing but the number."""

    id = serializers.CharField(source="public_id")
    recruitment = serializers.CharField(source="recruitment.public_id")
    state_label = serializers.CharField(source="get_state_display")
    points = serializers.SerializerMethodField(help_text="kandydat zna je, gdy lista jest ogłoszona")

    class Meta:
        model = Candidacy
        fields = (
            "id",
            "recruitment",
            "number",
            "state",
            "state_label",
            "spheres",
            "points",
            "submitted_at",
            "supplement_due",
            "decided_at",
        )

    def found(self, candidacy: Candidacy) -> bool:
        """Whether the caller knows what the office found."""
        return access.knows_findings(self.context["view"].actor, candidacy)

    def get_points(self, candidacy: Candidacy) -> int | None:
        return candidacy.points if self.found(candidacy) else None


class HeldProofOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    condition = serializers.IntegerField(source="condition.number")

    class Meta:
        model = Proof
        fields = ("id", "condition", "name", "size", "sha256")


class StandingOut(serializers.ModelSerializer):
    sphere = serializers.CharField(source="field.sphere")

    class Meta:
        model = Standing
        fields = ("sphere", "place", "points", "outcome")


class ConditionAnswerOut(serializers.Serializer):
    """What the candidate says of a condition, and what the office found."""

    condition = serializers.IntegerField()
    value = serializers.IntegerField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    verdict = serializers.CharField(
        allow_blank=True, help_text="yes, no, missing; kandydat zna ocenę, gdy lista jest ogłoszona"
    )
    points = serializers.IntegerField(allow_null=True)


class CandidacyDetailOut(CandidacyOut):
    answers = serializers.SerializerMethodField()
    statements = serializers.ListField(child=serializers.IntegerField(), help_text="miejsca na liście z naboru, od 0")
    away = serializers.SerializerMethodField()
    proofs = serializers.SerializerMethodField()
    standings = serializers.SerializerMethodField(help_text="puste, dopóki lista nie jest ogłoszona")

    class Meta(CandidacyOut.Meta):
        fields = (  # type: ignore[assignment]
            *CandidacyOut.Meta.fields,
            "name",
            "phone",
            "town",
            "education",
            "career",
            "practice",
            "ties",
            "limit",
            "away",
            "statements",
            "asked_for",
            "reason",
            "answers",
            "proofs",
            "standings",
        )

    @extend_schema_field(ConditionAnswerOut(many=True))
    def get_answers(self, candidacy: Candidacy) -> Any:
        checks: Mapping[str, Any] = candidacy.checks if self.found(candidacy) else {}
        rows = []
        for number, given in sorted(candidacy.answers.items(), key=lambda row: int(row[0])):
            found = checks.get(number, {})
            rows.append(
                {
                    "condition": int(number),
                    "value": given.get("value"),
                    "note": given.get("note") or "",
                    "verdict": found.get("verdict") or "",
                    "points": found.get("points"),
                }
            )
        return ConditionAnswerOut(rows, many=True).data

    @extend_schema_field(AwayDays(many=True))
    def get_away(self, candidacy: Candidacy) -> Any:
        rows = [{"starts_on": first, "ends_on": last} for first, last in days(candidacy.away)]
        return AwayDays(rows, many=True).data

    @extend_schema_field(HeldProofOut(many=True))
    def get_proofs(self, candidacy: Candidacy) -> Any:
        return HeldProofOut(candidacy.proofs.select_related("condition"), many=True).data

    @extend_schema_field(StandingOut(many=True))
    def get_standings(self, candidacy: Candidacy) -> Any:
        known = self.found(candidacy)
        return StandingOut(candidacy.standings.select_related("field") if known else (), many=True).data


class CandidacyFilter(django_filters.FilterSet):
    recruitment = django_filters.CharFilter(field_name="recruitment__public_id")
    state = django_filters.ChoiceFilter(choices=CandidacyState.choices)

    class Meta:
        model = Candidacy
        fields: list[str] = []


class CandidacyResource(Detailed):
    """Candidacies: a person's own, for staff and auditors also those that came."""

    about = gettext_lazy("Zgłoszenia w naborach ekspertów: własne, a dla urzędu także wszystkie złożone.")
    scope = CANDIDACIES_READ
    write_scope = CANDIDACIES_WRITE
    serializer_class = CandidacyOut
    detail_serializer_class = CandidacyDetailOut
    filterset_class = CandidacyFilter
    orderings = ("-began_at", "number", "submitted_at")
    personal = True

    def get_queryset(self) -> QuerySet[Candidacy]:
        gate = access.candidacies if self.action in ("list", "retrieve") else access.mine
        return gate(self.actor, self.at)

    @extend_schema(
        summary=gettext_lazy(
            "Rozpocznij zgłoszenie (201); w jednym naborze jest jedno, drugi raz zwraca to, co jest (200)"
        ),
        request=CandidacyIn,
        responses={201: CandidacyDetailOut, 200: CandidacyDetailOut},
    )
    def create(self, request: Request) -> Response:
        """Begin a candidacy (201); a person has one in a recruitment, so beginning again gives it (200), also after the deadline."""
        wanted = self.input(CandidacyIn)["recruitment"]
        rows = access.visible(self.actor, self.at)
        recruitment: Recruitment = chosen(rows, wanted, "recruitment", _("Nie ma takiego naboru."))
        known = access.mine(self.actor, self.at).filter(recruitment=recruitment).first()
        if known is not None:
            return self.output(CandidacyDetailOut, known)
        allowed, reason = access.may_begin(self.actor, recruitment, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        begun = candidacies.begin(recruitment, actor=self.actor, at=self.at)
        return self.output(CandidacyDetailOut, begun, status=201)

    @extend_schema(
        summary=gettext_lazy("Zastąp całą treść zgłoszenia w przygotowaniu; czego brak, może być puste"),
        request=CandidacyContentIn,
        responses=CandidacyDetailOut,
    )
    @action(detail=True, methods=["put"])
    def content(self, request: Request, id: str) -> Response:
        """Replace the whole content of a candidacy that is still written; the same again changes nothing."""
        candidacy = self.row(access.may_write)
        values = self.input(CandidacyContentIn, recruitment=candidacy.recruitment)
        return self.output(CandidacyDetailOut, candidacies.write(candidacy, values, actor=self.actor, at=self.at))

    @extend_schema(
        summary=gettext_lazy("Czego jeszcze brakuje, żeby złożyć zgłoszenie"),
        responses=LackOut(many=True),
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def check(self, request: Request, id: str) -> Response:
        """What one's own candidacy lacks before it may be submitted."""
        return Response(LackOut(queries.candidacy_problems(self.row()), many=True).data)

    @extend_schema(
        summary=gettext_lazy("Złóż własne zgłoszenie; powtórzenie niczego nie zmienia"),
        request=None,
        responses=CandidacyOut,
    )
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, id: str) -> Response:
        """Submit one's own candidacy; doing it again changes nothing."""
        return self.done(candidacies.apply)

    @extend_schema(
        summary=gettext_lazy(
            "Otwórz złożone albo wycofane zgłoszenie do zmiany przed terminem; powtórzenie niczego nie zmienia"
        ),
        request=None,
        responses=CandidacyOut,
    )
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, id: str) -> Response:
        """Take one's own candidacy back to change it before the deadline; doing it again changes nothing."""
        return self.done(candidacies.reopen)

    @extend_schema(
        summary=gettext_lazy("Złóż uzupełnienie: dodane pliki i wyjaśnienie; powtórzenie niczego nie zmienia"),
        request=SupplementIn,
        responses=CandidacyOut,
    )
    @action(detail=True, methods=["post"])
    def supplement(self, request: Request, id: str) -> Response:
        """Hand in what the office asked for; the same again changes nothing."""
        return self.done(candidacies.supplement, SupplementIn)

    @extend_schema(
        summary=gettext_lazy("Wycofaj własne zgłoszenie; powtórzenie niczego nie zmienia"),
        request=None,
        responses=CandidacyOut,
    )
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, id: str) -> Response:
        """Withdraw one's own candidacy; doing it again changes nothing."""
        return self.done(candidacies.withdraw)

    def done(self, verb: Callable[..., Candidacy], body: type[serializers.Serializer] | None = None) -> Response:
        """The candidacy after a verb of the candidate, with what the body says to it."""
        candidacy = self.row(access.may_write)
        said = self.input(body) if body else {}
        return self.output(CandidacyOut, verb(candidacy, **said, actor=self.actor, at=self.at))
