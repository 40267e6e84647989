"""Results of competitions in the API: the three lists that the office publishes; a competition cancelled for want of any."""

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.awards import access, actions
from competitions.awards.queries import results
from competitions.calls.api import COMPETITIONS_READ
from competitions.calls.models import Competition
from competitions.changes.api import ChangeOut, ChangeResource, DecisionIn
from core.api.resource import Detailed


class PartDecisionIn(DecisionIn):
    """The Board's decision on one sub-task."""

    subtask = serializers.IntegerField(min_value=1, max_value=99, help_text="numer podzadania")


class ResultRowOut(serializers.Serializer):
    """A line of a result list (art. 15 ust. 2h)."""

    number = serializers.IntegerField()
    organisation = serializers.CharField()
    task = serializers.CharField()
    points = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True)
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    reason = serializers.CharField(allow_blank=True)
    subtask = serializers.IntegerField(allow_null=True, help_text="numer podzadania w konkursie podzielonym")


class PartResultsOut(serializers.Serializer):
    """A sub-task beside its own pool; its offers are the rows with its number."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    pool = serializers.DecimalField(max_digits=12, decimal_places=2)
    total = serializers.DecimalField(max_digits=12, decimal_places=2)
    cancelled_on = serializers.DateField(allow_null=True)


class ResultsOut(serializers.ModelSerializer):
    """A resolved competition."""

    id = serializers.CharField(source="public_id", help_text="identyfikator konkursu")
    decision = serializers.CharField(source="decision.public_id", default=None, allow_null=True, help_text="uchwała")

    class Meta:
        model = Competition
        fields = ("id", "title", "pool", "resolved_at", "decision")


class ResultsDetailOut(ResultsOut):
    awarded = ResultRowOut(many=True)
    refused = ResultRowOut(many=True)
    rejected = ResultRowOut(many=True)
    total = serializers.DecimalField(max_digits=12, decimal_places=2)
    subtasks = PartResultsOut(many=True, help_text="puste, gdy konkursu nie podzielono")

    class Meta(ResultsOut.Meta):
        fields = (*ResultsOut.Meta.fields, "total", "subtasks", "awarded", "refused", "rejected")  # type: ignore[assignment]

    def to_representation(self, instance: Competition) -> dict[str, object]:
        lists = results(instance)
        shown = ResultsOut(instance, context=self.context).data
        named = ("awarded", "refused", "rejected")
        return {
            **shown,
            "total": self.fields["total"].to_representation(lists.total),
            "subtasks": PartResultsOut(lists.parts, many=True).data,
            **{name: ResultRowOut(getattr(lists, name), many=True).data for name in named},
        }


class ResultsResource(Detailed):
    """Results of resolved competitions: offers with a grant, without one, and rejected formally."""

    about = _("Wyniki rozstrzygniętych konkursów: oferty z dotacją, bez dotacji i odrzucone formalnie.")
    public = True
    scope = COMPETITIONS_READ
    serializer_class = ResultsOut
    detail_serializer_class = ResultsDetailOut
    orderings = ("-resolved_at",)

    def get_queryset(self) -> QuerySet[Competition]:
        return access.resolved(self.actor, self.at)


class DecidedChangeResource(ChangeResource):
    """Changes of competitions, with the one that needs their offers counted."""

    @extend_schema(
        summary=_("Unieważnij konkurs, w którym nie ma czego wybrać (art. 18a); powtórzenie zwraca tę samą zmianę"),
        request=DecisionIn,
        responses=ChangeOut,
    )
    @action(detail=False, methods=["post"])
    def cancel(self, request: Request) -> Response:
        """Cancel a competition without any offer, or without one that meets the announcement (UDPP art. 18a)."""
        competition, values = self.changed(DecisionIn, access.may_resolve)
        return self.output(ChangeOut, actions.cancel(competition, **values, actor=self.actor, at=self.at))

    @extend_schema(
        summary=_("Unieważnij jedno podzadanie (art. 18a); powtórzenie zwraca tę samą zmianę"),
        request=PartDecisionIn,
        responses=ChangeOut,
    )
    @action(detail=False, methods=["post"], url_path="cancel-part")
    def cancel_part(self, request: Request) -> Response:
        """Cancel one sub-task without any offer, or without one that meets the announcement; the others go on."""
        competition, values = self.changed(PartDecisionIn, access.may_resolve)
        number = values.pop("subtask")
        subtask = next((row for row in competition.parts if row.number == number), None)
        if subtask is None:
            fault = gettext("Ten konkurs nie ma podzadania nr %(number)s.") % {"number": number}
            raise serializers.ValidationError({"subtask": [fault]})
        return self.output(ChangeOut, actions.cancel_part(subtask, **values, actor=self.actor, at=self.at))
