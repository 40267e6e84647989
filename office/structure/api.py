"""Units of the office in the API, with their published tasks."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.accounts.hats import AUDITOR
from core.api.resource import Detailed
from core.api.scopes import scope
from office.structure import access
from office.structure.hats import STAFF
from office.structure.models import MandateTask, Unit
from office.structure.queries import carried

OFFICE_READ = scope("office:read", _("komórki urzędu, ich zadania i uchwały"))
# What the office does day by day, for its staff and the auditor.
WORK_READ = scope("work:read", _("prace urzędu: posiedzenia, podpisy, kontrole, dialog"), kinds=(*STAFF, AUDITOR.code))


class MandateTaskOut(serializers.ModelSerializer):
    """One numbered task and what carries it here."""

    living = serializers.SerializerMethodField()
    feature = serializers.SerializerMethodField()

    class Meta:
        model = MandateTask
        fields = ("code", "number", "text", "living", "feature")

    def get_living(self, task: MandateTask) -> bool:
        return carried(task).living

    def get_feature(self, task: MandateTask) -> str:
        return carried(task).feature


class UnitOut(serializers.ModelSerializer):
    class Meta:
        model = Unit
        fields = ("code", "symbol", "name", "valid_from", "valid_to")


class UnitDetailOut(UnitOut):
    tasks = MandateTaskOut(many=True)

    class Meta(UnitOut.Meta):
        fields = (*UnitOut.Meta.fields, "tasks")  # type: ignore[assignment]


class UnitResource(Detailed):
    """Units of the office, each with the tasks of the published mandate."""

    about = _("Komórki organizacyjne urzędu; pojedyncza komórka z zadaniami z regulaminu.")
    public = True
    scope = OFFICE_READ
    serializer_class = UnitOut
    detail_serializer_class = UnitDetailOut
    lookup_field = "code"
    lookup_url_kwarg = "code"
    orderings = ("order", "code")

    def get_queryset(self) -> QuerySet[Unit]:
        rows = access.visible(self.actor, self.at)
        return rows.prefetch_related("tasks") if self.action == "retrieve" else rows
